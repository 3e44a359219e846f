import type { PlantComponent, Point } from '../model/plantModel';
import type { Extent } from '../symbols/symbolClass';

/** Whose a ghost is: what stood before both, one's own, the others'. */
export type GhostSide = 'base' | 'mine' | 'theirs';

/** What a ghost draws, in sheet coordinates. */
export type GhostShape =
  | { readonly kind: 'symbol'; readonly component: PlantComponent }
  | { readonly kind: 'route'; readonly points: readonly Point[] }
  /** Crosses out what was deleted. */
  | { readonly kind: 'cross'; readonly extent: Extent }
  /** From where something stood to where it stands. */
  | { readonly kind: 'move'; readonly from: Point; readonly to: Point }
  /** A label alone. */
  | { readonly kind: 'label' };

/** One thing as one side has it, laid over the drawing. */
export interface ReviewGhost {
  readonly side: GhostSide;
  readonly shape: GhostShape;
  /** `Mine`, `Deleted by theirs`; empty: none. */
  readonly label: string;
  /** What the label belongs to: it stands below, or beside where that is taken. */
  readonly at: Extent;
}

/** The number of an item at its thing. */
export interface ReviewPin {
  readonly number: number;
  /** What it belongs to: it stands above. */
  readonly at: Extent;
  readonly focused: boolean;
  readonly decided: boolean;
}

/** What a review lays over one sheet. */
export interface ReviewLayer {
  readonly ghosts: readonly ReviewGhost[];
  readonly pins: readonly ReviewPin[];
  /** What should stay readable: the symbols of the sheet with their tags. */
  readonly obstacles: readonly Extent[];
}

/** A label or a pin where it stands, CSS px from the sheet's origin. */
export interface PlacedLabel {
  readonly text: string;
  readonly side: GhostSide;
  readonly box: Extent;
  /** From the label to what it belongs to, where it had to stand apart. */
  readonly leader: { readonly from: Point; readonly to: Point } | undefined;
}

/** A pin where it stands. */
export interface PlacedPin {
  readonly pin: ReviewPin;
  readonly box: Extent;
}

/** Labels and pins of a layer, none over another. */
export interface ReviewPlaces {
  readonly labels: readonly PlacedLabel[];
  readonly pins: readonly PlacedPin[];
}

const labelHeightPx = 20;
const labelPaddingPx = 8;
const gapPx = 6;
/** A label keeps clear of a tag below its symbol. */
const tagPx = 4;
const pinPx = 20;
/** From a pin's foot to what it belongs to. */
const pinDistancePx = 12;
const mostSteps = 12;

function shared(one: Extent, other: Extent): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Two px between neighbours. */
function isFree(box: Extent, taken: readonly Extent[]): boolean {
  const spaced = { x: box.x - 2, y: box.y - 2, width: box.width + 4, height: box.height + 4 };
  return taken.every((other) => shared(spaced, other) === 0);
}

/** The box, moved on by its own height until it lies on no other. */
function movedOn(box: Extent, taken: readonly Extent[], way: 1 | -1): Extent {
  let free = box;
  for (let step = 0; step < mostSteps && !isFree(free, taken); step += 1) {
    free = { ...free, y: free.y + way * (box.height + gapPx / 2) };
  }
  return free;
}

/** What a px away from the wanted place weighs against a square px of the drawing that is covered. */
const distanceWeight = 0.75;

/** The place that covers little of the drawing and is near the wanted one, among those that lie on no label or pin. */
function bestPlace(wanted: readonly Extent[], field: Field, way: 1 | -1): Extent {
  const { taken, obstacles } = field;
  const [first = { x: 0, y: 0, width: 0, height: 0 }] = wanted;
  const places = wanted.filter((place) => isFree(place, taken));
  const cost = (place: Extent): number =>
    obstacles.reduce((sum, obstacle) => sum + shared(place, obstacle), 0) +
    distanceWeight * (Math.abs(place.x - first.x) + Math.abs(place.y - first.y));
  const [one, ...others] = places;
  return one === undefined
    ? movedOn(first, taken, way)
    : others.reduce((best, place) => (cost(place) < cost(best) ? place : best), one);
}

interface Field {
  readonly taken: Extent[];
  readonly obstacles: readonly Extent[];
}

function onScreen({ x, y, width, height }: Extent, zoom: number): Extent {
  return { x: x * zoom, y: y * zoom, width: width * zoom, height: height * zoom };
}

function pinPlaces(at: Extent): readonly Extent[] {
  const size = { width: pinPx, height: pinPx };
  const [middleX, middleY] = [at.x + at.width / 2 - pinPx / 2, at.y + at.height / 2 - pinPx / 2];
  const above = at.y - pinDistancePx - pinPx;
  return [
    { x: middleX, y: above, ...size },
    { x: at.x + at.width - pinPx / 2, y: above, ...size },
    { x: at.x - pinPx / 2, y: above, ...size },
    { x: at.x + at.width + gapPx, y: middleY, ...size },
    { x: at.x - gapPx - pinPx, y: middleY, ...size },
    { x: middleX, y: at.y + at.height + pinDistancePx, ...size },
  ];
}

function labelPlacesAt(at: Extent, width: number): readonly Extent[] {
  const size = { width, height: labelHeightPx };
  const middle = at.x + at.width / 2 - width / 2;
  const aside = at.width / 2 + gapPx + width / 2;
  const row = labelHeightPx + gapPx / 2;
  const below = at.y + at.height + gapPx + tagPx;
  const above = at.y - gapPx - labelHeightPx;
  const level = at.y + at.height / 2 - labelHeightPx / 2;
  const rows = [below, below + row, below + 2 * row, above, above - row, above - 2 * row];
  const columns = [middle, middle + width / 2 + gapPx, middle - width / 2 - gapPx, middle + aside, middle - aside];
  return [
    ...rows.flatMap((y) => columns.map((x) => ({ x, y, ...size }))),
    { x: middle + aside, y: level, ...size },
    { x: middle - aside, y: level, ...size },
  ];
}

/** Further than this from its thing a label needs a line to it. */
const nearPx = 14;

function nearest(low: number, high: number, value: number): number {
  return Math.min(high, Math.max(low, value));
}

/** The shortest way from a label to its thing, where that is worth a line. */
function leaderOf(box: Extent, body: Extent): PlacedLabel['leader'] {
  const [middleX, middleY] = [body.x + body.width / 2, body.y + body.height / 2];
  const from = { x: nearest(box.x, box.x + box.width, middleX), y: nearest(box.y, box.y + box.height, middleY) };
  const to = { x: nearest(body.x, body.x + body.width, from.x), y: nearest(body.y, body.y + body.height, from.y) };
  return Math.hypot(from.x - to.x, from.y - to.y) > nearPx ? { from, to } : undefined;
}

/**
 * Where labels and pins of a layer stand at a zoom: labels below what they belong to, pins above it, beside it where
 * that covers less of the drawing, never over another. `widthOf` measures a label's text in CSS px.
 */
export function placeReview(layer: ReviewLayer, zoom: number, widthOf: (text: string) => number): ReviewPlaces {
  const field: Field = { taken: [], obstacles: layer.obstacles.map((extent) => onScreen(extent, zoom)) };
  const pins = layer.pins.map((pin): PlacedPin => {
    const box = bestPlace(pinPlaces(onScreen(pin.at, zoom)), field, -1);
    field.taken.push(box);
    return { pin, box };
  });
  const labels = layer.ghosts.flatMap(({ label, side, at }): readonly PlacedLabel[] => {
    if (label === '') {
      return [];
    }
    const width = Math.ceil(widthOf(label)) + 2 * labelPaddingPx;
    const body = onScreen(at, zoom);
    const box = bestPlace(labelPlacesAt(body, width), field, 1);
    field.taken.push(box);
    return [{ text: label, side, box, leader: leaderOf(box, body) }];
  });
  return { labels, pins };
}
