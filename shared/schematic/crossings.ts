import type { Point } from '../model/plantModel';
import { eachLeg } from './polyline';

/** A place where a line is interrupted for another one that it does not join. */
export interface LineBreak extends Point {
  /** Leg of the interrupted line. */
  readonly leg: number;
}

/** Width of the break, at 100 %. */
export const breakPx = 11;
/** A crossing this near to a bend or an end of either line is a touch, not a crossing. */
const nearEndPx = 4;

function isInside(value: number, a: number, b: number): boolean {
  return value > Math.min(a, b) + nearEndPx && value < Math.max(a, b) - nearEndPx;
}

/** Where `line` crosses `other`, in the order of its legs. Lines that share a stretch or a point do not cross there. */
export function crossingsOf(line: readonly Point[], other: readonly Point[]): readonly LineBreak[] {
  const breaks: LineBreak[] = [];
  eachLeg(line, (a, b, leg) => {
    const alongX = a.y === b.y;
    eachLeg(other, (c, d) => {
      if (alongX && c.x === d.x && isInside(c.x, a.x, b.x) && isInside(a.y, c.y, d.y)) {
        breaks.push({ x: c.x, y: a.y, leg });
      } else if (!alongX && c.y === d.y && isInside(c.y, a.y, b.y) && isInside(a.x, c.x, d.x)) {
        breaks.push({ x: a.x, y: c.y, leg });
      }
    });
  });
  return breaks;
}

function alongLeg(a: Point, point: Point): number {
  return Math.abs(point.x - a.x) + Math.abs(point.y - a.y);
}

/** The stretches of a line that are drawn when it is interrupted at `breaks`, each break `width` wide. */
export function stretchesOf(
  line: readonly Point[],
  breaks: readonly LineBreak[],
  width: number,
): readonly (readonly Point[])[] {
  if (breaks.length === 0) {
    return [line];
  }
  const stretches: Point[][] = [];
  let current: Point[] = line[0] === undefined ? [] : [line[0]];
  eachLeg(line, (a, b, leg) => {
    const length = alongLeg(a, b);
    const step = { x: Math.sign(b.x - a.x), y: Math.sign(b.y - a.y) };
    const cuts = breaks
      .filter((cut) => cut.leg === leg)
      .map((cut) => alongLeg(a, cut))
      .sort((p, q) => p - q);
    for (const cut of cuts) {
      const from = Math.max(0, cut - width / 2);
      const to = Math.min(length, cut + width / 2);
      current.push({ x: a.x + step.x * from, y: a.y + step.y * from });
      stretches.push(current);
      current = [{ x: a.x + step.x * to, y: a.y + step.y * to }];
    }
    current.push(b);
  });
  stretches.push(current);
  return stretches;
}
