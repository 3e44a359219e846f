import type { ComponentId, ConnectionId, SensorId, SheetId } from '../../shared/model/ids';
import type { PlantComponent, PlantModel, Point } from '../../shared/model/plantModel';
import type { ValueColumns } from '../../shared/playback/valueFrame';
import type { ReviewLayer } from '../../shared/schematic/reviewLayer';
import type { Extent, SymbolCatalogue } from '../../shared/symbols/symbolClass';

/** Where the sheet stands in the host: a sheet point p is drawn at p * zoom + (x, y), in CSS px. */
export interface SceneView {
  readonly x: number;
  readonly y: number;
  /** 1 is 100 %. */
  readonly zoom: number;
}

export type SceneTheme = 'light' | 'dark';
export type SceneMode = 'operate' | 'model';

/** The values of the sensors given to `setSensors`, in that order, at one moment. */
export type SceneValues = ValueColumns & { readonly timeMs: number };

/** Heard on the host, and above it, after every painted frame: a `CustomEvent` with a `ScenePainted`. */
export const scenePaintedEvent = 'scene:painted';

/** What a painted frame shows; nothing is kept of it. */
export interface ScenePainted {
  /** False: tiles of the standing layer are left for the next frame. */
  readonly complete: boolean;
  /** The moment of the values shown; undefined: they are not known yet. */
  readonly valuesMs: number | undefined;
  /** Painted ahead of an animation frame: it is handed on with the next one. */
  readonly early: boolean;
}

/** What lies under a point, topmost first. */
export type SceneHit =
  | { readonly kind: 'component'; readonly id: ComponentId }
  /** The plate of an instrument; `id` is the instrument. */
  | { readonly kind: 'readout'; readonly id: ComponentId }
  | { readonly kind: 'connection'; readonly id: ConnectionId };

export interface SceneOptions {
  readonly catalogue: SymbolCatalogue;
  readonly theme: SceneTheme;
  readonly mode: SceneMode;
  /** Undefined: the window's own. A picture export asks for another. */
  readonly devicePixelRatio?: number;
}

/** What the last frames cost, for benchmarks and for tests of what was redrawn. */
export interface SceneStatistics {
  readonly framesPainted: number;
  /** Script time of the last painted frame. */
  readonly lastPaintMs: number;
  /** Symbols, plates and words redrawn on the value layer in the last frame. */
  readonly itemsDrawn: number;
  /** Tiles of the standing layer drawn anew in the last frame. */
  readonly tilesDrawn: number;
  readonly tilesKept: number;
}

/**
 * One sheet on stacked canvases inside a host element. Framework-free: everything comes in through
 * the setters, and whatever they change is painted together in the next animation frame.
 */
export interface Scene {
  /** Takes over what changed by object identity; the same model costs nothing. */
  setContent(model: PlantModel, sheetId: SheetId): void;
  setView(view: SceneView): void;
  view(): SceneView;
  /** Reads the design tokens from the host again, so set `data-theme` on an ancestor first. */
  setTheme(theme: SceneTheme): void;
  setMode(mode: SceneMode): void;
  /** Fixes which sensor entry i of the following frames belongs to. Values are unknown until the next `setValues`. */
  setSensors(ids: readonly SensorId[]): void;
  /** The arrays are copied. `changed`: indexes that differ from the frame before; undefined: any may. */
  setValues(frame: SceneValues, changed?: Uint32Array): void;
  setSelection(ids: Iterable<ComponentId | ConnectionId>): void;
  /** What the pointer is over, or a search has found; drawn lighter than a selection. */
  setHighlight(ids: Iterable<ComponentId | ConnectionId>): void;
  /** While dragging: draws these components and their pipes on top instead of the originals. */
  setPreview(overrides: ReadonlyMap<ComponentId, PlantComponent> | undefined): void;
  /** What a review lays over the sheet; undefined: nothing. */
  setReview(layer: ReviewLayer | undefined): void;
  /** The number of the review's pin at a point of the host. */
  pinAt(x: number, y: number): number | undefined;
  /** In px of the host. */
  hitTest(x: number, y: number): SceneHit | undefined;
  toSheet(x: number, y: number): Point;
  toHost(point: Point): Point;
  /** All that is drawn on the sheet, in sheet coordinates; undefined: the sheet is empty. */
  bounds(): Extent | undefined;
  /** The view that shows `extent` (default: all) with a margin, never above 100 %. */
  fit(extent?: Extent): SceneView;
  /** Takes over the host's present size. Called by the scene itself when the host is observed to change. */
  resize(): void;
  /** Paints what is due in this task instead of in the next animation frame; at most once a frame. For values that just arrived. */
  paintEarly(): void;
  /** Paints what is due, all of it, at once. */
  paintNow(): void;
  /** Resolves after the frame that shows everything set so far. */
  whenPainted(): Promise<void>;
  statistics(): SceneStatistics;
  /** Takes the canvases out of the host and stops. */
  dispose(): void;
}
