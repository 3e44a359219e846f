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
}

/** A label or a pin where it stands, CSS px from the sheet's origin. */
export interface PlacedLabel {
  readonly text: string;
  readonly side: GhostSide;
  readonly box: Extent;
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

function overlaps(one: Extent, other: Extent): boolean {
  return (
    one.x < other.x + other.width + 2 &&
    other.x < one.x + one.width + 2 &&
    one.y < other.y + other.height + 2 &&
    other.y < one.y + one.height + 2
  );
}

/** The box, moved on by its own height until it lies on no other. */
function freeBox(box: Extent, taken: readonly Extent[], way: 1 | -1): Extent {
  let free = box;
  for (let step = 0; step < mostSteps && taken.some((other) => overlaps(free, other)); step += 1) {
    free = { ...free, y: free.y + way * (box.height + gapPx / 2) };
  }
  return free;
}

function onScreen({ x, y, width, height }: Extent, zoom: number): Extent {
  return { x: x * zoom, y: y * zoom, width: width * zoom, height: height * zoom };
}

/**
 * Where labels and pins of a layer stand at a zoom: labels below what they belong to, pins above it, moved on where
 * another is there already. `widthOf` measures a label's text in CSS px.
 */
export function placeReview(layer: ReviewLayer, zoom: number, widthOf: (text: string) => number): ReviewPlaces {
  const taken: Extent[] = [];
  const pins = layer.pins.map((pin): PlacedPin => {
    const at = onScreen(pin.at, zoom);
    const wanted = {
      x: at.x + at.width / 2 - pinPx / 2,
      y: at.y - pinDistancePx - pinPx,
      width: pinPx,
      height: pinPx,
    };
    const box = freeBox(wanted, taken, -1);
    taken.push(box);
    return { pin, box };
  });
  const labels = layer.ghosts.flatMap(({ label, side, at }): readonly PlacedLabel[] => {
    if (label === '') {
      return [];
    }
    const body = onScreen(at, zoom);
    const width = Math.ceil(widthOf(label)) + 2 * labelPaddingPx;
    const wanted = {
      x: body.x + body.width / 2 - width / 2,
      y: body.y + body.height + gapPx + tagPx,
      width,
      height: labelHeightPx,
    };
    const box = freeBox(wanted, taken, 1);
    taken.push(box);
    return [{ text: label, side, box }];
  });
  return { labels, pins };
}
