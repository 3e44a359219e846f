import { createEditor } from '../editor/createEditor';
import type { Editor } from '../editor/editor';
import { createScene } from '../schematic/createScene';
import type { App } from '../state/appContext';
import { chooseHistory, importPlant, openExample } from './plantActions';

/** Model mode of this window, with what it needs of the world: ids, the clock, scenes, other plants. */
export function createWindowEditor(app: App): Editor {
  return createEditor(app, {
    newId: () => crypto.randomUUID(),
    nowMs: () => Date.now(),
    createScene,
    plantActions: {
      importPlant: () => void importPlant(app),
      openExample: () => void openExample(app),
      importHistory: () => void chooseHistory(app),
    },
  });
}
