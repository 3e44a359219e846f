import type { ComponentId, SheetId } from '../../shared/model/ids';
import type { Scene, SceneOptions, SceneView } from '../schematic/scene';
import type { AppCommand } from '../state/appCommand';
import type { App } from '../state/appContext';
import type { BindSubject } from './binding/bindSubject';
import type { Edits } from './edits';
import type { EditorStore } from './editorStore';
import type { GlimpseStore } from './sensors/glimpseStore';
import type { SheetOnShow } from './sheetOnShow';

/** What the rest of the editor may ask of the drawing while it is on screen. Points are px of the window. */
export interface DrawingHandle {
  readonly zoomTo: (zoom: number) => void;
  readonly zoomBy: (factor: number) => void;
  readonly fit: () => void;
  readonly reveal: (id: ComponentId) => void;
  /** A symbol is carried over the drawing, or past it. */
  readonly placingMoved: (clientX: number, clientY: number) => void;
  /** A symbol is let go; past the drawing it goes back. */
  readonly placingDropped: (clientX: number, clientY: number) => void;
  /** The component under a point of the window. */
  readonly componentAt: (clientX: number, clientY: number) => ComponentId | undefined;
  /** The middle of what is in view, on the sheet. */
  readonly centre: () => { readonly x: number; readonly y: number };
  readonly focus: () => void;
}

/** Ways to a plant that the program around the editor knows. */
export interface PlantActions {
  readonly importPlant: () => void;
  readonly openExample: () => void;
  readonly importHistory: () => void;
}

/** The one who pans and zooms. */
export interface ViewportHandle {
  readonly set: (view: SceneView) => void;
}

/** Model mode of one window: its state, its commands and the edits it can make. */
export interface Editor {
  readonly app: App;
  readonly store: EditorStore;
  readonly edits: Edits;
  readonly commands: readonly AppCommand[];
  readonly glimpses: GlimpseStore;
  /** What was copied last in this window, for pasting from a menu: only Ctrl V may read the system's clipboard. */
  readonly clipboard: { last: string };
  /** What an empty sheet offers besides drawing. */
  readonly plantActions: PlantActions;
  /** The clock on the wall, ms since the epoch. */
  readonly nowMs: () => number;
  /** The sheet shown with where everything lies; undefined while there is none. */
  readonly onShow: () => SheetOnShow | undefined;
  /** Undefined while Model mode is not on screen. */
  readonly drawing: () => DrawingHandle | undefined;
  /** Returns the function that takes the drawing away again. */
  readonly attachDrawing: (handle: DrawingHandle) => () => void;
  /** Moves what React Flow shows; the scene follows it. Undefined while Model mode is not on screen. */
  readonly viewport: () => ViewportHandle | undefined;
  readonly attachViewport: (handle: ViewportHandle) => () => void;
  /** Puts a scene into an element. */
  readonly createScene: (host: HTMLElement, options: SceneOptions) => Scene;
  readonly showSheet: (id: SheetId) => void;
  readonly placeAtCentre: (symbolId: string) => void;
  /** Deletes the sheet shown and shows another. */
  readonly deleteSheetOnShow: () => void;
  /** Binds a sensor or a series to the one selected component, asking for the slot where several fit. */
  readonly bindToSelection: (subject: BindSubject) => void;
}
