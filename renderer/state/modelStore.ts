import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ProjectSummary } from '../../shared/contract/calls';
import type { EngineClient } from '../../shared/contract/engineClient';
import type { AppError } from '../../shared/lib/appError';
import type { Result } from '../../shared/lib/result';
import { applyPatch } from '../../shared/model/applyPatch';
import type { ModelEdit, ModelPatch } from '../../shared/model/modelPatch';
import { modelFromDocument } from '../../shared/model/plantDocument';
import type { PlantModel } from '../../shared/model/plantModel';

/** The open plant as this window shows it. */
export interface ModelState {
  readonly project: ProjectSummary | undefined;
  /** Undefined while no plant is open or it is still being read. */
  readonly model: PlantModel | undefined;
  readonly revision: number;
  readonly undoLabel: string | undefined;
  readonly redoLabel: string | undefined;
  /** Gestures sent and not yet answered. Zero and no failure: everything shown is on the disk. */
  readonly pendingSaves: number;
  /** Why the last gesture could not be saved. Cleared by the next that could. */
  readonly failure: AppError | undefined;
  /** What the last undo or redo left as it is, a sentence each. Emptied by the next gesture. */
  readonly kept: readonly string[];
}

export type ModelStore = StoreApi<ModelState>;

/** After a gesture that went well. */
const nothingToTell = { failure: undefined, kept: [] } as const;

const closed: ModelState = {
  project: undefined,
  model: undefined,
  revision: 0,
  undoLabel: undefined,
  redoLabel: undefined,
  pendingSaves: 0,
  ...nothingToTell,
};

/** What windows do to the open plant. Every change of the model goes through here. */
export interface ModelActions {
  /** Reads the open plant anew, for instance after another one was opened. */
  readonly load: (project: ProjectSummary | undefined) => Promise<void>;
  /** Shows an edit at once and saves it; one that breaks a rule changes nothing and is told. */
  readonly run: (edit: Result<ModelEdit, AppError>) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Shows an edit that the engine has made and saved at this window's wish. */
  readonly showSaved: (saved: SavedEdit) => void;
}

/** An edit that is on the disk, and what can be undone after it. */
export interface SavedEdit {
  readonly patch: ModelPatch;
  readonly revision: number;
  readonly undoLabel?: string | undefined;
  readonly redoLabel?: string | undefined;
}

interface Desk {
  readonly client: EngineClient;
  readonly store: ModelStore;
}

async function load(desk: Desk, project: ProjectSummary | undefined): Promise<void> {
  if (project === undefined) {
    desk.store.setState(closed);
    return;
  }
  const answer = await desk.client.call('model:read', {});
  if (!answer.ok) {
    desk.store.setState({ ...closed, failure: answer.error });
    return;
  }
  const { document, revision, undoLabel, redoLabel } = answer.value;
  const model = modelFromDocument(document);
  desk.store.setState({ ...closed, project, model, revision, undoLabel, redoLabel });
}

/** The file holds the truth: after a refused save the window shows what is in it. */
async function recover(desk: Desk, failure: AppError): Promise<void> {
  await load(desk, desk.store.getState().project);
  desk.store.setState({ failure });
}

function showPatch({ store }: Desk, patch: ModelPatch): void {
  const { model } = store.getState();
  if (model !== undefined) {
    store.setState({ model: applyPatch(model, patch) });
  }
}

type UndoLabels = Partial<Pick<ModelState, 'undoLabel' | 'redoLabel'>>;

/**
 * Asks the engine to write something. What can be undone or redone after it is set before the answer, so that a key
 * pressed right behind it is not lost.
 */
async function write<Answer>(
  { store }: Desk,
  after: (state: ModelState) => UndoLabels,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  store.setState((state) => ({ ...after(state), pendingSaves: state.pendingSaves + 1 }));
  const answer = await ask();
  store.setState((state) => ({ pendingSaves: Math.max(0, state.pendingSaves - 1) }));
  return answer;
}

/** Labels that an answer told; while more is on its way they are older than what is known here. */
function told({ store }: Desk, { undoLabel, redoLabel }: UndoLabels): UndoLabels {
  return store.getState().pendingSaves === 0 ? { undoLabel, redoLabel } : {};
}

async function save(desk: Desk, edit: ModelEdit): Promise<void> {
  const { client, store } = desk;
  const after = (): UndoLabels => ({ undoLabel: edit.label, redoLabel: undefined });
  const answer = await write(desk, after, () => client.call('model:commit', edit));
  if (answer.ok) {
    store.setState({ revision: answer.value.revision, ...told(desk, answer.value), ...nothingToTell });
  } else {
    await recover(desk, answer.error);
  }
}

async function step(desk: Desk, name: 'model:undo' | 'model:redo'): Promise<void> {
  const after = ({ undoLabel, redoLabel }: ModelState): UndoLabels =>
    name === 'model:undo' ? { redoLabel: undoLabel ?? redoLabel } : { undoLabel: redoLabel ?? undoLabel };
  const answer = await write(desk, after, () => desk.client.call(name, {}));
  if (!answer.ok) {
    await recover(desk, answer.error);
    return;
  }
  const { patch, kept, revision } = answer.value;
  if (patch !== undefined) {
    showPatch(desk, patch);
  }
  desk.store.setState({ revision, ...told(desk, answer.value), ...nothingToTell, kept });
}

function run(desk: Desk, edit: Result<ModelEdit, AppError>): void {
  if (!edit.ok) {
    desk.store.setState({ ...nothingToTell, failure: edit.error });
  } else if (edit.value.patch.changes.length > 0) {
    // Sent before it is shown: whoever sees it may ask the engine about it, and is answered by the plant with the edit.
    void save(desk, edit.value);
    showPatch(desk, edit.value.patch);
  }
}

function showSaved(desk: Desk, saved: SavedEdit): void {
  showPatch(desk, saved.patch);
  desk.store.setState({ revision: saved.revision, ...told(desk, saved), ...nothingToTell });
}

/** The open plant and what can be done to it. */
export function createModelStore(client: EngineClient): { readonly store: ModelStore; readonly actions: ModelActions } {
  const store = createStore<ModelState>(() => closed);
  const desk: Desk = { client, store };
  client.on('model:changed', ({ patch, revision, ...labels }) => {
    showPatch(desk, patch);
    store.setState({ revision, ...told(desk, labels) });
  });
  return {
    store,
    actions: {
      load: (project) => load(desk, project),
      run: (edit) => run(desk, edit),
      undo: () => void step(desk, 'model:undo'),
      redo: () => void step(desk, 'model:redo'),
      showSaved: (saved) => showSaved(desk, saved),
    },
  };
}
