import type { ComponentId } from '../../shared/model/ids';
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

/** The layer of everything that follows values. It knows what is visible and redraws only what changed. */
export class ValueLayer {
  #visible: readonly ValueItem[] = [];
  readonly #byComponent = new Map<ComponentId, ValueItem[]>();

  /** Finds what is visible, for when the view, the content or the detail changed. */
  collect({ parts, view, size, plates }: ValueLayerJob): void {
    const items: ValueItem[] = [];
    const zoom = view.zoom;
    parts.geometry.visitComponents(visibleExtent(view, size, plateReachPx), (placed) => {
      items.push(...itemsOf(placed, { parts, zoom, plates }));
    });
    this.#visible = items;
    this.#byComponent.clear();
    for (const item of items) {
      const { id } = item.placed.component;
      const own = this.#byComponent.get(id);
      if (own === undefined) {
        this.#byComponent.set(id, [item]);
      } else {
        own.push(item);
      }
    }
  }

  /** Draws everything visible; returns how many items that were. */
  paintAll(paper: CanvasRenderingContext2D, { parts, projection }: ValueLayerJob): number {
    paper.clearRect(0, 0, paper.canvas.width, paper.canvas.height);
    paintItems(paper, this.#visible, { parts, projection });
    return this.#visible.length;
  }

  /** Redraws what these components show, and whatever overlaps it; returns how many items that were. */
  paintChanged(paper: CanvasRenderingContext2D, changed: ReadonlySet<ComponentId>, job: ValueLayerJob): number {
    const dirty: ValueItem[] = [];
    for (const id of changed) {
      dirty.push(...(this.#byComponent.get(id) ?? []), ...this.#hostOf(id, job.plates));
    }
    if (dirty.length === 0) {
      return 0;
    }
    if (dirty.length > this.#visible.length * wholeFrom) {
      return this.paintAll(paper, job);
    }
    const due = this.#visible.filter((item) => dirty.some((one) => one === item || overlaps(one.extent, item.extent)));
    paper.save();
    paper.beginPath();
    for (const { extent } of dirty) {
      addDeviceRectangle(paper, extent, job.projection);
    }
    paper.clip();
    paper.clearRect(0, 0, paper.canvas.width, paper.canvas.height);
    paintItems(paper, due, job);
    paper.restore();
    return due.length;
  }

  visible(): readonly ValueItem[] {
    return this.#visible;
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

function addDeviceRectangle(
  paper: CanvasRenderingContext2D,
  extent: Extent,
  { ratio, originX, originY }: Projection,
): void {
  const x = Math.floor(extent.x * ratio) + originX - 1;
  const y = Math.floor(extent.y * ratio) + originY - 1;
  paper.rect(x, y, Math.ceil(extent.width * ratio) + 2, Math.ceil(extent.height * ratio) + 2);
}
