import type { ComponentId, ConnectionId, SensorId, SheetId } from '../../shared/model/ids';
import type { PlantComponent, PlantModel, Point } from '../../shared/model/plantModel';
import type { ReviewLayer } from '../../shared/schematic/reviewLayer';
import type { Extent } from '../../shared/symbols/symbolClass';
import { type CanvasStack, stackCanvases } from './canvasStack';
import { FramePump } from './framePump';
import { hitAt } from './hitTest';
import { fitView, type HostSize, toSheetPoint } from './sceneCamera';
import {
  type Scene,
  type SceneHit,
  type SceneMode,
  type SceneOptions,
  type ScenePainted,
  scenePaintedEvent,
  type SceneStatistics,
  type SceneTheme,
  type SceneValues,
  type SceneView,
} from './scene';
import { ScenePainting } from './scenePainting';

/** Keeps the canvases in step with what the setters are given. Every change is painted in the next frame. */
class CanvasScene implements Scene {
  readonly #host: HTMLElement;
  readonly #options: SceneOptions;
  readonly #stack: CanvasStack;
  readonly #painting: ScenePainting;
  readonly #pump: FramePump;
  readonly #observer: ResizeObserver;
  #view: SceneView = { x: 0, y: 0, zoom: 1 };
  #valuesMs: number | undefined;
  #size: HostSize = { width: 0, height: 0, ratio: 1 };

  constructor(host: HTMLElement, options: SceneOptions) {
    this.#host = host;
    this.#options = options;
    this.#stack = stackCanvases(host);
    this.#painting = new ScenePainting(host, this.#stack, options);
    this.#pump = new FramePump(
      (budgetMs) => this.#paint(budgetMs),
      () => this.#painting.paintAhead(this.#view, this.#size),
    );
    this.resize();
    this.#observer = new ResizeObserver(() => this.resize());
    this.#observer.observe(host);
    this.#pump.waitFor(this.#painting.loadFont());
  }

  #paint(budgetMs: number): boolean {
    const complete = this.#painting.paint(this.#view, this.#size, budgetMs);
    const detail: ScenePainted = { complete, valuesMs: this.#valuesMs, early: this.#pump.isEarly };
    this.#host.dispatchEvent(new CustomEvent(scenePaintedEvent, { bubbles: true, detail }));
    return complete;
  }

  setContent(model: PlantModel, sheetId: SheetId): void {
    if (this.#painting.setContent(model, sheetId)) {
      this.#pump.request();
    }
  }

  setView(view: SceneView): void {
    if (view.x !== this.#view.x || view.y !== this.#view.y || view.zoom !== this.#view.zoom) {
      this.#view = { x: view.x, y: view.y, zoom: view.zoom };
      this.#pump.request();
    }
  }

  view(): SceneView {
    return this.#view;
  }

  setTheme(theme: SceneTheme): void {
    this.#painting.setTheme(theme);
    this.#pump.request();
  }

  setMode(mode: SceneMode): void {
    this.#painting.setMode(mode);
    this.#pump.request();
  }

  setSensors(ids: readonly SensorId[]): void {
    this.#valuesMs = undefined;
    this.#painting.setSensors(ids);
    this.#pump.request();
  }

  setValues(frame: SceneValues, changed?: Uint32Array): void {
    this.#valuesMs = frame.timeMs;
    if (this.#painting.setValues(frame, changed)) {
      this.#pump.request();
    }
  }

  setSelection(ids: Iterable<ComponentId | ConnectionId>): void {
    this.#painting.setMarks({ selection: new Set(ids) });
    this.#pump.request();
  }

  setHighlight(ids: Iterable<ComponentId | ConnectionId>): void {
    this.#painting.setMarks({ highlight: new Set(ids) });
    this.#pump.request();
  }

  setPreview(overrides: ReadonlyMap<ComponentId, PlantComponent> | undefined): void {
    this.#painting.setPreview(overrides);
    this.#pump.request();
  }

  setReview(layer: ReviewLayer | undefined): void {
    this.#painting.setReview(layer);
    this.#pump.request();
  }

  pinAt(x: number, y: number): number | undefined {
    return this.#painting.pinAt({ x: x - this.#view.x, y: y - this.#view.y }, this.#view.zoom);
  }

  hitTest(x: number, y: number): SceneHit | undefined {
    return hitAt(this.#painting.parts(), this.toSheet(x, y), {
      zoom: this.#view.zoom,
      plates: this.#painting.plates(this.#view.zoom),
    });
  }

  toSheet(x: number, y: number): Point {
    return toSheetPoint(this.#view, { x, y });
  }

  toHost({ x, y }: Point): Point {
    return { x: x * this.#view.zoom + this.#view.x, y: y * this.#view.zoom + this.#view.y };
  }

  bounds(): Extent | undefined {
    return this.#painting.bounds();
  }

  fit(extent: Extent | undefined = this.bounds()): SceneView {
    return extent === undefined ? { x: 0, y: 0, zoom: 1 } : fitView(extent, this.#size);
  }

  resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#host;
    const ratio = this.#options.devicePixelRatio ?? window.devicePixelRatio;
    if (width === this.#size.width && height === this.#size.height && ratio === this.#size.ratio) {
      return;
    }
    this.#size = { width, height, ratio };
    this.#stack.resize(this.#size);
    this.#painting.everythingIsDue();
    // A resized canvas is empty: painting in the next frame would show it so for a moment.
    this.#pump.paintNow();
  }

  paintEarly(): void {
    this.#pump.paintEarly();
  }

  paintNow(): void {
    this.#pump.paintNow();
  }

  whenPainted(): Promise<void> {
    return this.#pump.whenPainted();
  }

  statistics(): SceneStatistics {
    return { ...this.#painting.statistics(), ...this.#pump.statistics() };
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#pump.stop();
    this.#stack.remove();
  }
}

/** Puts an empty drawing into a host element. */
export function createScene(host: HTMLElement, options: SceneOptions): Scene {
  return new CanvasScene(host, options);
}
