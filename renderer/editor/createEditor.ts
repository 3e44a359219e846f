import { bindingsOf } from '../../shared/model/modelIndex';
import type { Point } from '../../shared/model/plantModel';
import { symbolCatalogue } from '../../shared/symbols/symbolCatalogue';
import type { App } from '../state/appContext';
import { select } from '../state/sessionStore';
import { sheetsInOrder } from '../state/sheetsInOrder';
import { bindSubject, traitsOf } from './binding/bindSubject';
import { slotChoiceFor } from './binding/slotChoice';
import { arrangeCommands } from './commands/arrangeCommands';
import type { CommandDesk } from './commands/commandParts';
import { editCommands } from './commands/editCommands';
import { plantCommands } from './commands/plantCommands';
import { viewCommands } from './commands/viewCommands';
import { createEdits } from './createEdits';
import type { DrawingHandle, Editor, ViewportHandle } from './editor';
import { createEditorStore } from './editorStore';
import { GlimpseStore } from './sensors/glimpseStore';
import { createSheetOnShow } from './sheetOnShow';

/** What the editor needs of the world. */
export interface EditorSurroundings {
  readonly newId: () => string;
  readonly nowMs: () => number;
  readonly createScene: Editor['createScene'];
  readonly plantActions: Editor['plantActions'];
}

function bindToSelection(desk: CommandDesk): Editor['bindToSelection'] {
  return (subject) => {
    const shown = desk.onShow();
    const [only, ...others] = desk.app.session.getState().selection.components;
    const component = only === undefined ? undefined : shown?.model.components.get(only);
    const sensor = traitsOf(shown?.model, subject);
    if (shown === undefined || component === undefined || sensor === undefined || others.length > 0) {
      desk.store.setState({ announcement: 'Select one component on the drawing first' });
      return;
    }
    const slots = symbolCatalogue.get(component.symbolId)?.slots ?? [];
    const choice = slotChoiceFor(sensor, slots, bindingsOf(shown.model, component.id));
    if (choice.kind === 'one') {
      bindSubject(desk.edits, subject, { componentId: component.id, slot: choice.slot });
    } else if (choice.kind === 'several') {
      const place = { clientX: window.innerWidth / 2, clientY: window.innerHeight / 2 };
      desk.store.setState({ slotQuestion: { componentId: component.id, subject, slots: choice.slots, ...place } });
    }
  };
}

function deleteSheetOnShow(desk: CommandDesk): Editor['deleteSheetOnShow'] {
  return () => {
    const shown = desk.onShow();
    const next = shown && sheetsInOrder(shown.model).find(({ id }) => id !== shown.sheetId);
    if (shown !== undefined && next !== undefined) {
      desk.edits.removeSheet(shown.sheetId);
      desk.showSheet(next.id);
    }
  };
}

const besidePx = 96;

/** A place, or the next to its lower right at which no component stands yet. */
function freePlace(desk: CommandDesk, place: Point | undefined): Point | undefined {
  const components = desk.onShow()?.geometry.components.values() ?? [];
  const taken = new Set([...components].map(({ component }) => `${component.x} ${component.y}`));
  let free = place;
  while (free !== undefined && taken.has(`${free.x} ${free.y}`)) {
    free = { x: free.x + besidePx, y: free.y + besidePx };
  }
  return free;
}

/** A place that a part of the screen fills while it is there. */
function createSlot<Part>() {
  let filled: Part | undefined;
  return {
    get: () => filled,
    attach: (part: Part) => {
      filled = part;
      return () => {
        filled = filled === part ? undefined : filled;
      };
    },
  };
}

/** Makes Model mode for a window. */
export function createEditor(app: App, surroundings: EditorSurroundings): Editor {
  const store = createEditorStore();
  const onShow = createSheetOnShow(app, symbolCatalogue);
  const edits = createEdits({ app, catalogue: symbolCatalogue, newId: surroundings.newId, onShow });
  const drawing = createSlot<DrawingHandle>();
  const viewport = createSlot<ViewportHandle>();
  const desk: CommandDesk = {
    app,
    store,
    edits,
    onShow,
    glimpses: new GlimpseStore(app.client),
    clipboard: { last: '' },
    nowMs: surroundings.nowMs,
    createScene: surroundings.createScene,
    plantActions: surroundings.plantActions,
    drawing: drawing.get,
    attachDrawing: drawing.attach,
    viewport: viewport.get,
    attachViewport: viewport.attach,
    showSheet: (sheetId) => {
      app.session.setState({ sheetId });
      select(app.session, []);
      store.setState({ focusId: undefined, pipe: undefined });
    },
    placeAtCentre: (symbolId) => {
      const at = freePlace(desk, drawing.get()?.centre());
      const id = at === undefined ? undefined : edits.place({ symbolId, at, rotation: 0, intoPipe: undefined });
      if (id !== undefined) {
        select(app.session, [id]);
        store.setState({ focusId: id, placing: undefined });
      }
    },
    bindToSelection: (subject) => bindToSelection(desk)(subject),
    deleteSheetOnShow: () => deleteSheetOnShow(desk)(),
  };
  const commands = [...editCommands(desk), ...arrangeCommands(desk), ...viewCommands(desk), ...plantCommands(desk)];
  return { ...desk, commands };
}
