import type { Point } from '../model/plantModel';
import type { Extent } from '../symbols/symbolClass';
import { SpatialIndex } from './spatialIndex';

/** A read-out plate that wants a place, in px of the screen from the sheet's origin. */
export interface PlateWish<Id> {
  readonly id: Id;
  /** Wanted centre. */
  readonly centre: Point;
  readonly width: number;
  readonly height: number;
  /** What the plate gains without its bar, and without its unit. */
  readonly barWidth: number;
  readonly unitWidth: number;
  /** Where it measures; the plate may move along the line to it. */
  readonly tap: Point | undefined;
}

/** Where a plate stands, and what it had to leave out. */
export interface PlatePlace<Id> extends Extent {
  readonly withBar: boolean;
  readonly withUnit: boolean;
  /** The instruments it speaks for: itself, or several where there was no room for each. */
  readonly members: readonly Id[];
}

/** Plates keep this distance from each other. */
const gapPx = 2;
const stepPx = 8;
const farthestPx = 48;

/** Ways to move: not at all, then away from the tap and towards it, a step further each time. */
function shiftsOf(wish: PlateWish<unknown>): readonly Point[] {
  const { centre, tap } = wish;
  const away = tap === undefined ? { x: 0, y: -1 } : { x: centre.x - tap.x, y: centre.y - tap.y };
  const alongX = Math.abs(away.x) > Math.abs(away.y);
  const sign = (alongX ? away.x : away.y) < 0 ? -1 : 1;
  const shifts: Point[] = [{ x: 0, y: 0 }];
  for (let distance = stepPx; distance <= farthestPx; distance += stepPx) {
    for (const way of [sign, -sign]) {
      shifts.push(alongX ? { x: way * distance, y: 0 } : { x: 0, y: way * distance });
    }
  }
  return shifts;
}

function overlapsAny<Id>(index: SpatialIndex<Id>, extent: Extent): Id | undefined {
  const grown = {
    x: extent.x - gapPx + 0.5,
    y: extent.y - gapPx + 0.5,
    width: extent.width + 2 * gapPx - 1,
    height: extent.height + 2 * gapPx - 1,
  };
  let met: Id | undefined;
  index.visit(grown, (id) => {
    met ??= id;
  });
  return met;
}

type Search<Id> =
  { readonly kind: 'free'; readonly place: PlatePlace<Id> } | { readonly kind: 'taken'; readonly by: Id };

/** The places of one sheet being given out. */
interface Ground<Id> {
  readonly taken: SpatialIndex<Id>;
  /** Symbols and words: better not covered, but never a reason to leave something out. */
  readonly obstacles: SpatialIndex<number>;
}

/** The whole plate where it covers neither a plate nor anything else; undefined: there is no such place near. */
function findClear<Id>(wish: PlateWish<Id>, { taken, obstacles }: Ground<Id>): PlatePlace<Id> | undefined {
  for (const shift of shiftsOf(wish)) {
    const extent = extentAt(wish, shift, wish.width);
    if (overlapsAny(obstacles, extent) === undefined && overlapsAny(taken, extent) === undefined) {
      return { ...extent, withBar: true, withUnit: true, members: [wish.id] };
    }
  }
  return undefined;
}

function extentAt({ centre, height }: PlateWish<unknown>, shift: Point, width: number): Extent {
  return {
    x: Math.round(centre.x + shift.x - width / 2),
    y: Math.round(centre.y + shift.y - height / 2),
    width,
    height,
  };
}

function findPlace<Id>(wish: PlateWish<Id>, ground: Ground<Id>): Search<Id> {
  const clear = findClear(wish, ground);
  return clear === undefined ? findFree(wish, ground.taken) : { kind: 'free', place: clear };
}

function findFree<Id>(wish: PlateWish<Id>, index: SpatialIndex<Id>): Search<Id> {
  const variants = [
    { width: wish.width, withBar: true, withUnit: true },
    { width: wish.width - wish.barWidth, withBar: false, withUnit: true },
    { width: wish.width - wish.barWidth - wish.unitWidth, withBar: false, withUnit: false },
  ];
  let inTheWay: Id | undefined;
  for (const { width, withBar, withUnit } of variants) {
    for (const shift of shiftsOf(wish)) {
      const extent = extentAt(wish, shift, width);
      const met = overlapsAny(index, extent);
      if (met === undefined) {
        return { kind: 'free', place: { ...extent, withBar, withUnit, members: [wish.id] } };
      }
      inTheWay ??= met;
    }
  }
  return { kind: 'taken', by: inTheWay ?? wish.id };
}

/**
 * Gives every plate a place where no two overlap, clear of obstacles where it can: moved along its leader, then without its bar, then
 * without its unit, else spoken for by the plate in its way. A plate not in the answer is a member of another.
 * The same wishes in the same order always give the same places.
 */
export function layoutPlates<Id>(
  wishes: readonly PlateWish<Id>[],
  obstacles: readonly Extent[] = [],
): ReadonlyMap<Id, PlatePlace<Id>> {
  const ground: Ground<Id> = { taken: new SpatialIndex(), obstacles: new SpatialIndex() };
  obstacles.forEach((extent, number) => ground.obstacles.set(number, extent));
  const places = new Map<Id, PlatePlace<Id>>();
  for (const wish of wishes) {
    const found = findPlace(wish, ground);
    if (found.kind === 'free') {
      places.set(wish.id, found.place);
      ground.taken.set(wish.id, found.place);
      continue;
    }
    const host = places.get(found.by);
    if (host !== undefined) {
      places.set(found.by, { ...host, members: [...host.members, wish.id] });
    }
  }
  return places;
}
