import type { Point } from '../model/plantModel';
import { eachLeg } from './polyline';

/** An arrow head on a pipe, pointing the drawn way. */
export interface FlowArrow extends Point {
  /** Degrees clockwise from east. */
  readonly rotation: 0 | 90 | 180 | 270;
}

/** A straight run longer than this carries one arrow. */
export const arrowRunPx = 96;
/** After a tee a shorter run carries one too, as long as the head does not touch the node. */
const shortestAfterTeePx = 40;

function rotationOf(a: Point, b: Point): FlowArrow['rotation'] {
  if (a.y === b.y) {
    return b.x > a.x ? 0 : 180;
  }
  return b.y > a.y ? 90 : 270;
}

/** One arrow in the middle of each long straight run, and one on the first run after a tee. */
export function flowArrowsOf(line: readonly Point[], afterTee: boolean): readonly FlowArrow[] {
  const arrows: FlowArrow[] = [];
  eachLeg(line, (a, b, leg) => {
    const length = Math.abs(b.x - a.x) + Math.abs(b.y - a.y);
    if (length > arrowRunPx || (leg === 0 && afterTee && length >= shortestAfterTeePx)) {
      arrows.push({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, rotation: rotationOf(a, b) });
    }
  });
  return arrows;
}
