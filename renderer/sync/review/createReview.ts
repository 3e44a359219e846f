import { asId, type ComponentId, type ConnectionId } from '../../../shared/model/ids';
import { counted } from '../../../shared/lib/counted';
import { nounOf } from '../../../shared/sync/review/proposals';
import { progressOf } from '../../../shared/sync/review/reviewWords';
import { undoMerged, type MergedRow } from '../../../shared/sync/review/mergedRows';
import { resolutionsOf } from '../../../shared/sync/review/resolve';
import {
  keptDecisions,
  type Review,
  type ReviewChoice,
  type ReviewItem,
  takeSide,
} from '../../../shared/sync/review/review';
import type { AppCommand } from '../../state/appCommand';
import type { App } from '../../state/appContext';
import { select } from '../../state/sessionStore';
import { readRevisions } from './readRevisions';
import { reviewCommands } from './reviewCommands';
import { askedConflicts, createProblems, createReviewOnShow, type ReviewOnShow } from './reviewDesk';
import { createReviewStore, type ReviewStore } from './reviewStore';

/** The review of conflicts in one window. */
export interface ConflictReview {
  readonly app: App;
  readonly store: ReviewStore;
  readonly commands: readonly AppCommand[];
  /** The clock on the wall, ms since the epoch. */
  readonly nowMs: () => number;
  /** Undefined while no plant is open. */
  readonly onShow: () => ReviewOnShow | undefined;
  /** Why decisions cannot be carried out, by the id of the row; worked out once for all who ask. */
  readonly problems: () => ReadonlyMap<string, string>;
  readonly actions: ReviewActions;
}

/** What one does in a review. */
export interface ReviewActions {
  readonly open: () => void;
  /** Leaves everything as it is. */
  readonly close: () => void;
  /** Makes an item the one that the keys are about, and shows its sheet. */
  readonly focus: (id: string) => void;
  /** The next item, or the one before; undefined: the first that is open. */
  readonly step: (by: 1 | -1) => void;
  readonly decide: (rowId: string, choice: ReviewChoice) => void;
  /** Takes a side for every row of an item. */
  readonly take: (item: ReviewItem, side: 'mine' | 'theirs') => void;
  readonly apply: () => Promise<void>;
  readonly undoMerged: (row: MergedRow) => void;
  /** Takes an edit of somebody else over, to be decided here. */
  readonly adopt: (conflictId: string) => Promise<void>;
  /** Reads conflicts and revisions anew. */
  readonly refresh: () => Promise<void>;
}

type Desk = Omit<ConflictReview, 'commands' | 'actions'> & {
  /** How many times conflicts were read. */
  readonly reading: { last: number };
};

function focus({ app, store, onShow }: Desk, id: string): void {
  const item = onShow()?.review.items.find((one) => one.id === id);
  if (item === undefined) {
    return;
  }
  const sheet = [...(app.models.store.getState().model?.sheets.keys() ?? [])].find((one) => one === item.sheetId);
  if (sheet !== undefined) {
    app.session.setState({ sheetId: sheet });
  }
  const isComponent = item.key.kind === 'component';
  select(
    app.session,
    isComponent ? [asId<ComponentId>(item.key.id)] : [],
    item.key.kind === 'connection' ? [asId<ConnectionId>(item.key.id)] : [],
  );
  store.setState({ focusId: id, announcement: `${item.number}, ${item.title}. ${item.subtitle}` });
}

function step(desk: Desk, by: 1 | -1): void {
  const items = desk.onShow()?.review.items ?? [];
  const at = items.findIndex(({ id }) => id === desk.store.getState().focusId);
  const next = at === -1 ? items[0] : items[(at + by + items.length) % items.length];
  if (next !== undefined) {
    focus(desk, next.id);
  }
}

function take({ store }: Desk, item: ReviewItem, side: 'mine' | 'theirs'): void {
  store.setState(({ decisions }) => ({
    decisions: takeSide(decisions, item.rows, side),
    announcement: `${side === 'mine' ? 'Mine' : 'Theirs'} for ${item.title}`,
  }));
}

async function refresh(desk: Desk): Promise<void> {
  const { app, store, reading } = desk;
  reading.last += 1;
  const turn = reading.last;
  const [answer, status] = await Promise.all([
    app.client.call('sync:conflicts', {}),
    app.client.call('sync:status', {}),
  ]);
  const { adopted, decidedIds } = store.getState();
  const conflicts = (answer.ok ? answer.value.conflicts : []).filter(({ id }) => !decidedIds.has(id));
  const open = askedConflicts({ conflicts, adopted });
  const known = new Map(store.getState().revisions.map((revision) => [revision.id, revision]));
  const subject = status.ok ? status.value.tenant?.subject : undefined;
  const base = Math.min(...open.map((conflict) => conflict.base));
  const revisions = open.length === 0 ? [] : await readRevisions(app.client, base, { known, subject });
  // An answer that was a minute on its way must not stand over a newer one.
  if (turn === reading.last) {
    store.setState({ conflicts, revisions });
  }
}

/** Forgets decisions whose question has become another, whenever the plant or the conflicts change. */
function followQuestions({ app, store, onShow }: Desk): void {
  let last: Review | undefined;
  const settle = (): void => {
    const review = onShow()?.review;
    const before = last;
    last = review;
    if (before !== undefined && review !== undefined && before !== review) {
      store.setState(({ decisions }) => ({ decisions: keptDecisions(decisions, before, review) }));
    }
  };
  app.models.store.subscribe((state, before) => (state.model === before.model ? undefined : settle()));
  store.subscribe((state, before) =>
    state.conflicts === before.conflicts && state.revisions === before.revisions && state.adopted === before.adopted
      ? undefined
      : settle(),
  );
}

async function apply(desk: Desk): Promise<void> {
  const { app, store } = desk;
  const shown = desk.onShow();
  const { decisions, applying } = store.getState();
  if (shown === undefined || applying) {
    return;
  }
  const { review, plant } = shown;
  const { decided, total } = progressOf(review, decisions);
  if (decided < total || desk.problems().size > 0) {
    return;
  }
  store.setState({ applying: true });
  const label = `Decide ${counted(review.conflicts.length, nounOf(review))}`;
  const resolutions = resolutionsOf(plant, review, decisions).map((resolution) => ({ ...resolution }));
  const answer = await app.client.call('sync:resolve', { label, resolutions });
  if (answer.ok) {
    app.models.actions.showSaved(answer.value);
    store.setState(({ decidedIds }) => ({
      open: false,
      focusId: undefined,
      decidedIds: new Set([...decidedIds, ...resolutions.map(({ conflictId }) => conflictId)]),
      announcement: `${label}: done`,
    }));
    await refresh(desk);
  } else {
    app.models.store.setState({ failure: answer.error });
  }
  store.setState({ applying: false });
}

function actionsOf(desk: Desk): ReviewActions {
  const { app, store, onShow } = desk;
  return {
    open: () => {
      app.session.setState({ mode: 'model' });
      store.setState({ open: true });
      const [first] = onShow()?.review.items ?? [];
      const { focusId } = store.getState();
      if (first !== undefined) {
        focus(desk, focusId ?? first.id);
      }
    },
    close: () => {
      const noun = nounOf(onShow()?.review ?? { items: [] });
      store.setState({ open: false, announcement: `Nothing was changed. The ${noun}s wait.` });
    },
    focus: (id) => focus(desk, id),
    step: (by) => step(desk, by),
    decide: (rowId, choice) =>
      store.setState(({ decisions }) => ({ decisions: new Map([...decisions, [rowId, choice]]) })),
    take: (item, side) => take(desk, item, side),
    apply: () => apply(desk),
    undoMerged: (row) => {
      const shown = onShow();
      if (shown !== undefined) {
        app.models.actions.run(undoMerged(shown.plant.model, row, shown.plant.lookup));
      }
    },
    adopt: (conflictId) => {
      store.setState(({ adopted }) => ({ adopted: new Set([...adopted, conflictId]) }));
      return refresh(desk);
    },
    refresh: () => refresh(desk),
  };
}

/** Makes the review for a window and keeps it on the plant that is open. */
export function createReview(app: App, nowMs: () => number): ConflictReview {
  const store = createReviewStore();
  const answer = createReviewOnShow();
  const onShow = (): ReviewOnShow | undefined => {
    const { model } = app.models.store.getState();
    const { conflicts, revisions, adopted } = store.getState();
    const { frozen } = app.freezes.getState();
    return model && answer({ model, conflicts, revisions, adopted, frozen });
  };
  const problems = createProblems(() => ({ shown: onShow(), decisions: store.getState().decisions }));
  const desk: Desk = { app, store, nowMs, onShow, problems, reading: { last: 0 } };
  const actions = actionsOf(desk);
  followQuestions(desk);
  app.client.on('sync:conflicts-changed', () => void actions.refresh());
  app.client.on('sync:revisions-changed', () => {
    if (store.getState().conflicts.length > 0) {
      void actions.refresh();
    }
  });
  app.client.on('project:changed', () => {
    store.setState(createReviewStore().getState());
    void actions.refresh();
  });
  void actions.refresh();
  const commands = reviewCommands({ app, store, nowMs, onShow, problems, actions });
  return { app, store, nowMs, onShow, problems, actions, commands };
}
