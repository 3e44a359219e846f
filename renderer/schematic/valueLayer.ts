import type { ComponentId } from '../../shared/model/ids';
import type { Point } from '../../shared/model/plantModel';
import type { PlacedComponent } from '../../shared/schematic/sheetGeometry';
import { overlaps } from '../../shared/schematic/extents';
import type { Extent } from '../../shared/symbols/symbolClass';
import type { Projection } from './paper';
import { type HostSize, visibleExtent } from './sceneCamera';
import type { SceneView } from './scene';
import { isLive, type SceneParts } from './sceneParts';
import { type PlateLayout, plateItem, symbolItem, type ValueItem } from './valueItems';
import { paintItems } from './valuePainter';

/** Beyond this part of what is visible, drawing everything costs less than clearing piece by piece. */
const wholeFrom = 0.35;
/** Plates may stand this far from their instrument, CSS px. */
const plateReachPx = 200;

/** What the layer draws from. */
export interface ValueLayerJob {
  readonly parts: SceneParts;
  readonly projection: Projection;
  readonly view: SceneView;
  readonly size: HostSize;
  readonly plates: PlateLayout | undefined;
}

/** What the layer owes the screen. */
export interface ValueLayerDue {
  /** Visible items have to be found anew. */
  readonly items: boolean;
  /** Everything has to be drawn anew. */
  readonly values: boolean;
  readonly changed: ReadonlySet<ComponentId>;
}

/** The layer of everything that follows values. It knows what is visible and redraws only what changed. */
export class ValueLayer {
  #visible: readonly ValueItem[] = [];
  #byComponent = new Map<ComponentId, readonly ValueItem[]>();
  /** Items by component at one zoom, so that a pan makes no new ones. */
  #made = new Map<ComponentId, readonly ValueItem[]>();

  #drawnAt: Projection | undefined;

  /** Draws what is due and no more; returns how many items that were. */
  paint(paper: CanvasRenderingContext2D, job: ValueLayerJob, due: ValueLayerDue): number {
    const moved = this.#movedBy(job, due);
    if (due.items) {
      this.#collect(job, moved !== undefined);
    }
    this.#drawnAt = job.projection;
    if (due.values || (due.items && (moved === undefined || due.changed.size > 0))) {
      return this.#paintAll(paper, job);
    }
    return moved === undefined ? this.#paintChanged(paper, due.changed, job) : this.#paintMoved(paper, moved, job);
  }

  visible(): readonly ValueItem[] {
    return this.#visible;
  }

  /** How far the values on the canvas lie from where they belong, when nothing else about them is due. */
  #movedBy({ projection }: ValueLayerJob, due: ValueLayerDue): Point | undefined {
    const before = this.#drawnAt;
    if (!due.items || due.values || before?.scale !== projection.scale) {
      return undefined;
    }
    return { x: projection.originX - before.originX, y: projection.originY - before.originY };
  }

  /** Finds what is visible. `moved`: only the view's corner differs from the last time. */
  #collect({ parts, view, size, plates }: ValueLayerJob, moved: boolean): void {
    if (!moved) {
      this.#made = new Map();
    }
    const zoom = view.zoom;
    const items: ValueItem[] = [];
    const byComponent = new Map<ComponentId, readonly ValueItem[]>();
    parts.geometry.visitComponents(visibleExtent(view, size, plateReachPx), (placed) => {
      const { id } = placed.component;
      const own = this.#made.get(id) ?? itemsOf(placed, { parts, zoom, plates });
      this.#made.set(id, own);
      if (own.length > 0) {
        byComponent.set(id, own);
        items.push(...own);
      }
    });
    this.#visible = items;
    this.#byComponent = byComponent;
  }

  /** Draws everything visible; returns how many items that were. */
  #paintAll(paper: CanvasRenderingContext2D, { parts, projection }: ValueLayerJob): number {
    paper.clearRect(0, 0, paper.canvas.width, paper.canvas.height);
    paintItems(paper, this.#visible, { parts, projection });
    return this.#visible.length;
  }

  /** After a pan: moves what is drawn and draws what came into view. Returns how many items were drawn. */
  #paintMoved(paper: CanvasRenderingContext2D, by: Point, { parts, projection }: ValueLayerJob): number {
    const { width, height } = paper.canvas;
    paper.globalCompositeOperation = 'copy';
    paper.drawImage(paper.canvas, by.x, by.y);
    paper.globalCompositeOperation = 'source-over';
    const strips = [
      { x: by.x > 0 ? 0 : width + by.x, y: 0, width: Math.abs(by.x), height },
      { x: 0, y: by.y > 0 ? 0 : height + by.y, width, height: Math.abs(by.y) },
    ].filter((strip) => strip.width > 0 && strip.height > 0);
    const due = this.#visible.filter(({ extent }) => {
      const onCanvas = deviceRectangle(extent, projection);
      return strips.some((strip) => overlaps(strip, onCanvas));
    });
    paper.save();
    paper.beginPath();
    strips.forEach((strip) => paper.rect(strip.x, strip.y, strip.width, strip.height));
    paper.clip();
    paper.clearRect(0, 0, width, height);
    paintItems(paper, due, { parts, projection });
    paper.restore();
    return due.length;
  }

  /** Redraws what these components show, and whatever overlaps it; returns how many items that were. */
  #paintChanged(paper: CanvasRenderingContext2D, changed: ReadonlySet<ComponentId>, job: ValueLayerJob): number {
    const dirty: ValueItem[] = [];
    for (const id of changed) {
      dirty.push(...(this.#byComponent.get(id) ?? []), ...this.#hostOf(id, job.plates));
    }
    if (dirty.length === 0) {
      return 0;
    }
    if (dirty.length > this.#visible.length * wholeFrom) {
      return this.#paintAll(paper, job);
    }
    const due = this.#visible.filter((item) => dirty.some((one) => one === item || overlaps(one.extent, item.extent)));
    paper.save();
    paper.beginPath();
    for (const { extent } of dirty) {
      const { x, y, width, height } = deviceRectangle(extent, job.projection);
      paper.rect(x, y, width, height);
    }
    paper.clip();
    paper.clearRect(0, 0, paper.canvas.width, paper.canvas.height);
    paintItems(paper, due, job);
    paper.restore();
    return due.length;
  }

  /** A value without a plate of its own is told by the plate that speaks for it. */
  #hostOf(id: ComponentId, plates: PlateLayout | undefined): readonly ValueItem[] {
    const host = plates?.hostOf.get(id);
    return host === undefined || host === id
      ? []
      : (this.#byComponent.get(host) ?? []).filter((item) => item.kind === 'plate');
  }
}

function itemsOf(
  placed: PlacedComponent,
  {
    parts,
    zoom,
    plates,
  }: { readonly parts: SceneParts; readonly zoom: number; readonly plates: PlateLayout | undefined },
): readonly ValueItem[] {
  if (parts.isHidden(placed)) {
    return [];
  }
  const items: ValueItem[] = [];
  if (isLive(parts, placed)) {
    items.push(symbolItem(placed, zoom, parts.detail.tags));
  }
  const place = parts.detail.readouts ? plates?.places.get(placed.component.id) : undefined;
  if (place !== undefined) {
    items.push(plateItem(placed, place));
  }
  return items;
}

/** Where an extent lies on the canvas, on whole device px. */
function deviceRectangle(extent: Extent, { ratio, originX, originY }: Projection): Extent {
  const x = Math.floor(extent.x * ratio) + originX - 1;
  const y = Math.floor(extent.y * ratio) + originY - 1;
  return { x, y, width: Math.ceil(extent.width * ratio) + 2, height: Math.ceil(extent.height * ratio) + 2 };
}
