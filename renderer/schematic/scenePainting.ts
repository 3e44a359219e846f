import type { ComponentId, SensorId, SheetId } from '../../shared/model/ids';
import type { PlantModel, Point } from '../../shared/model/plantModel';
import { grow, overlaps, unite } from '../../shared/schematic/extents';
import type { ReviewLayer } from '../../shared/schematic/reviewLayer';
import { type PlacedLine, SheetGeometry } from '../../shared/schematic/sheetGeometry';
import type { Extent } from '../../shared/symbols/symbolClass';
import { BoundValues } from './boundValues';
import type { CanvasStack } from './canvasStack';
import { detailOf } from './detail';
import { longestLegs } from './lineLabels';
import { DragPreview, type Overrides } from './dragPreview';
import { type Marks, OverlayLayer } from './overlayLayer';
import { SceneFlow } from './sceneFlow';
import { fontFamily, newSheetOfPaper, type Paper, type Projection } from './paper';
import type { SceneMode, SceneOptions, SceneStatistics, SceneTheme, SceneValues, SceneView } from './scene';
import { type HostSize, projectionOf, windowOf } from './sceneCamera';
import type { SceneParts } from './sceneParts';
import { readSceneTokens, type SceneTokens } from './sceneTokens';
import { SpriteCache } from './spriteCache';
import { type Leader, paintStanding } from './standingPainter';
import { TextRuler } from './textBatch';
import { TileLayer, tilePx } from './tileLayer';
import { layoutSheetPlates, type PlateLayout } from './valueItems';
import { ValueLayer, type ValueLayerJob } from './valueLayer';

/** Words and strokes reach this far over a symbol or a line, CSS px. */
const reachPx = 120;

/** What one layer owes the screen. */
interface Due {
  standing: boolean;
  /** Visible items have to be found anew. */
  items: boolean;
  /** All of the value layer. */
  values: boolean;
  overlay: boolean;
}

/** Holds what is drawn and draws what is due of it. */
export class ScenePainting {
  readonly #host: HTMLElement;
  readonly #stack: CanvasStack;
  readonly #options: SceneOptions;
  readonly #geometry: SheetGeometry;
  readonly #values = new BoundValues();
  readonly #flow: SceneFlow;
  readonly #drag: DragPreview;
  readonly #sprites: SpriteCache;
  readonly #ruler = new TextRuler(newSheetOfPaper(1, 1).paper);
  readonly #tiles = new TileLayer();
  readonly #valueLayer = new ValueLayer();
  readonly #due: Due = { standing: true, items: true, values: true, overlay: true };
  readonly #changed = new Set<ComponentId>();
  #tokens: SceneTokens;
  #mode: SceneMode;
  #model: PlantModel | undefined;
  #sheetId: SheetId | undefined;
  #view: SceneView = { x: 0, y: 0, zoom: 1 };
  #plates: PlateLayout | undefined;
  #labelled: ReadonlySet<PlacedLine> | undefined;
  readonly #overlay = new OverlayLayer();
  #ratio = 1;
  #statistics = { itemsDrawn: 0, tilesDrawn: 0, tilesKept: 0 };

  constructor(host: HTMLElement, stack: CanvasStack, options: SceneOptions) {
    this.#host = host;
    this.#stack = stack;
    this.#options = options;
    this.#mode = options.mode;
    this.#tokens = readSceneTokens(host, options.theme);
    this.#geometry = new SheetGeometry(options.catalogue);
    this.#flow = new SceneFlow(this.#geometry, this.#values);
    this.#drag = new DragPreview(this.#geometry);
    this.#sprites = new SpriteCache(this.#tokens);
  }

  /** Undefined when the font is there already. */
  loadFont(): Promise<unknown> | undefined {
    const wanted = [`400 12px ${fontFamily}`, `600 16px ${fontFamily}`];
    if (wanted.every((font) => document.fonts.check(font))) {
      return undefined;
    }
    return Promise.all(wanted.map((font) => document.fonts.load(font))).finally(() => {
      this.#ruler.clear();
      this.everythingIsDue();
    });
  }

  /** True when something has to be painted. */
  setContent(model: PlantModel, sheetId: SheetId): boolean {
    const before = this.#model;
    if (model === before && sheetId === this.#sheetId) {
      return false;
    }
    const otherSheet = sheetId !== this.#sheetId || model.sheets.get(sheetId) !== before?.sheets.get(sheetId);
    const bindings = otherSheet || model.bindings !== before?.bindings || model.sensors !== before.sensors;
    this.#model = model;
    this.#sheetId = sheetId;
    const change = this.#geometry.update(model, sheetId);
    if (bindings || change.components.size > 0) {
      this.#values.update(model, sheetId);
    }
    if (bindings || change.areas.length > 0) {
      this.#flow.reset();
    }
    if (otherSheet || bindings) {
      this.everythingIsDue();
    } else if (change.areas.length > 0) {
      this.#areasAreDue(change.areas);
    }
    return true;
  }

  setTheme(theme: SceneTheme): void {
    this.#tokens = readSceneTokens(this.#host, theme);
    this.#sprites.setTokens(this.#tokens);
    this.everythingIsDue();
  }

  setMode(mode: SceneMode): void {
    if (mode !== this.#mode) {
      this.#mode = mode;
      this.everythingIsDue();
    }
  }

  setSensors(ids: readonly SensorId[]): void {
    this.#values.setSensors(ids);
    this.#flow.valuesAreDue();
    this.#due.values = true;
  }

  /** True when something visible may have changed. */
  setValues(frame: SceneValues, changed: Uint32Array | undefined): boolean {
    this.#values.setValues(frame, changed, (id) => {
      this.#changed.add(id);
      this.#flow.note(id);
    });
    return this.#changed.size > 0;
  }

  setMarks(marks: Partial<Marks>): void {
    this.#overlay.setMarks(marks);
    this.#due.overlay = true;
  }

  setReview(layer: ReviewLayer | undefined): void {
    this.#overlay.setReview(layer);
    this.#due.overlay = true;
  }

  /** The number of the review's pin at a point, CSS px from the sheet's origin. */
  pinAt(point: Point, zoom: number): number | undefined {
    return this.#overlay.pinAt(point, { parts: this.parts(zoom), zoom });
  }

  setPreview(overrides: Overrides | undefined): void {
    this.#due.overlay = true;
    const areas = this.#drag.set(overrides);
    if (areas.length > 0) {
      this.#areasAreDue(areas);
    }
  }

  everythingIsDue(): void {
    this.#tiles.clear();
    this.#plates = undefined;
    this.#labelled = undefined;
    Object.assign(this.#due, { standing: true, items: true, values: true, overlay: true });
  }

  bounds(): Extent | undefined {
    const own = this.#geometry.bounds();
    if (own === undefined || this.#mode === 'model') {
      return own;
    }
    let all = own;
    for (const place of layoutSheetPlates(this.parts(), 1).places.values()) {
      all = unite(all, place);
    }
    return all;
  }

  parts(zoom = this.#view.zoom): SceneParts {
    const detail = detailOf(zoom, this.#mode);
    return {
      geometry: this.#geometry,
      values: this.#values,
      sprites: this.#sprites,
      ruler: this.#ruler,
      tokens: this.#tokens,
      mode: this.#mode,
      detail,
      flowOf: ({ connection }) => (detail.flows ? this.#flow.flowOf(connection.id) : 'plain'),
      isHidden: ({ component }) => this.#drag.hides(component.id),
      isLineHidden: ({ connection }) => this.#drag.hidesLine(connection.id),
      isLabelled: (line) => (this.#labelled ??= longestLegs(this.#geometry.lines.values())).has(line),
    };
  }

  /** The plates as they stand at a zoom; undefined where none are shown. */
  plates(zoom: number): PlateLayout | undefined {
    if (!detailOf(zoom, this.#mode).readouts) {
      return undefined;
    }
    if (this.#plates?.zoom !== zoom) {
      this.#plates = layoutSheetPlates(this.parts(zoom), zoom);
    }
    return this.#plates;
  }

  /** Paints what is due for as long as the budget lasts; true when nothing is left. */
  paint(view: SceneView, size: HostSize, budgetMs: number): boolean {
    if (view !== this.#view) {
      const zoomed = view.zoom !== this.#view.zoom;
      this.#view = view;
      Object.assign(this.#due, { standing: true, items: true, values: this.#due.values || zoomed, overlay: true });
    }
    const parts = this.parts();
    const projection = projectionOf(view, size);
    const plates = this.plates(view.zoom);
    this.#settleFlows(parts, projection);
    const complete = this.#paintStanding({ parts, projection, view, size, plates }, budgetMs);
    this.#paintValues({ parts, projection, view, size, plates });
    this.#paintOverlay({ parts, projection, view, size, plates });
    return complete;
  }

  /** Draws one tile around the window, for when there is nothing else to do; false: all are there. */
  paintAhead(view: SceneView, size: HostSize): boolean {
    const projection = projectionOf(view, size);
    const [parts, plates] = [this.parts(), this.plates(view.zoom)];
    return this.#tiles.drawAhead(windowOf(projection, size), (tile, x, y) => {
      this.#paintTile(tile, { x, y }, { parts, projection, plates });
    });
  }

  statistics(): Omit<SceneStatistics, 'framesPainted' | 'lastPaintMs'> {
    return this.#statistics;
  }

  /** Pipes belong to the standing layer; those whose flow changed have their tiles drawn anew. */
  #settleFlows(parts: SceneParts, { scale }: Projection): void {
    if (!parts.detail.flows) {
      return;
    }
    this.#flow.settle((id) => {
      const extent = this.#geometry.lines.get(id)?.extent;
      if (extent !== undefined) {
        const { x, y, width, height } = grow(extent, 16);
        this.#tiles.invalidate({ x: x * scale, y: y * scale, width: width * scale, height: height * scale });
        this.#due.standing = true;
      }
    });
  }

  /** Marks the tiles under some rectangles of the sheet, and everything that is laid out. */
  #areasAreDue(areas: readonly Extent[]): void {
    const { zoom } = this.#view;
    const scale = zoom * this.#ratio;
    for (const area of areas) {
      const { x, y, width, height } = grow(area, reachPx / zoom);
      this.#tiles.invalidate({ x: x * scale, y: y * scale, width: width * scale, height: height * scale });
    }
    this.#plates = undefined;
    this.#labelled = undefined;
    Object.assign(this.#due, { standing: true, items: true, values: true, overlay: true });
  }

  #paintStanding({ parts, projection, size, plates }: ValueLayerJob, budgetMs: number): boolean {
    if (!this.#due.standing) {
      return true;
    }
    this.#ratio = size.ratio;
    const paper = this.#stack.standing;
    const window = windowOf(projection, size);
    const paint = (tile: Paper, x: number, y: number): void => {
      this.#paintTile(tile, { x, y }, { parts, projection, plates });
    };
    paper.fillStyle = this.#tokens.canvas;
    paper.fillRect(0, 0, paper.canvas.width, paper.canvas.height);
    const report = this.#tiles.show(paper, window, { scale: projection.scale, paint, budgetMs });
    this.#due.standing = !report.complete;
    this.#statistics = { ...this.#statistics, tilesDrawn: report.drawn, tilesKept: this.#tiles.size() };
    return report.complete;
  }

  #paintTile(
    paper: Paper,
    at: { readonly x: number; readonly y: number },
    { parts, projection, plates }: { parts: SceneParts; projection: Projection; plates: PlateLayout | undefined },
  ): void {
    const { scale, ratio } = projection;
    paper.fillStyle = this.#tokens.canvas;
    paper.fillRect(0, 0, tilePx, tilePx);
    const onScreen = { x: at.x / ratio, y: at.y / ratio, width: tilePx / ratio, height: tilePx / ratio };
    const leaders: Leader[] = [];
    plates?.leaders.forEach((leader) => {
      if (overlaps(leader.extent, onScreen)) {
        leaders.push(leader);
      }
    });
    paintStanding(paper, {
      parts,
      sheet: this.#sheetId === undefined ? undefined : this.#model?.sheets.get(this.#sheetId),
      projection: { scale, ratio, originX: -at.x, originY: -at.y },
      area: { x: at.x / scale, y: at.y / scale, width: tilePx / scale, height: tilePx / scale },
      leaders,
      isTaken: (extent) => plates?.isTaken(extent) === true,
    });
  }

  #paintValues(job: ValueLayerJob): void {
    const itemsDrawn = this.#valueLayer.paint(this.#stack.values, job, { ...this.#due, changed: this.#changed });
    this.#stack.show('values', this.#valueLayer.visible().length > 0);
    this.#changed.clear();
    this.#due.items = false;
    this.#due.values = false;
    this.#statistics = { ...this.#statistics, itemsDrawn };
  }

  #paintOverlay({ parts, projection, plates }: ValueLayerJob): void {
    if (this.#due.overlay) {
      this.#due.overlay = false;
      const { catalogue } = this.#options;
      const plateOf = (id: ComponentId): Extent | undefined => plates?.places.get(id);
      this.#overlay.paint(this.#stack, { parts, projection, catalogue, plateOf, overrides: this.#drag.overrides() });
    }
  }
}
