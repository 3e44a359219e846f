import { invariant } from '../lib/invariant.ts';
import type { Extent, SymbolGeometry } from './symbolClass.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Numbers a command takes; all other commands are refused. */
const argumentCounts: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, C: 6, A: 7, Z: 0 };
const stepsPerCurve = 32;

/** One command of a path with absolute coordinates. `m` and `l` are made absolute while reading. */
export interface PathCommand {
  readonly letter: string;
  readonly values: readonly number[];
}

/** Splits path data into commands; a command repeated without its letter becomes several. */
export function readPath(d: string): readonly PathCommand[] {
  const commands: PathCommand[] = [];
  for (const [, letter = '', list = ''] of d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const values = (list.match(/-?(?:\d+\.?\d*|\.\d+)/g) ?? []).map(Number);
    const count = argumentCounts[letter.toUpperCase()];
    invariant(count !== undefined, `path command ${letter} is not used in symbols`);
    invariant(count === 0 ? values.length === 0 : values.length > 0 && values.length % count === 0, `${letter}${list}`);
    for (let start = 0; start < Math.max(values.length, 1); start += Math.max(count, 1)) {
      const repeated = start > 0 && letter.toUpperCase() === 'M' ? (letter === 'M' ? 'L' : 'l') : letter;
      commands.push({ letter: repeated, values: values.slice(start, start + count) });
    }
  }
  return commands;
}

function cubicPoints(from: Point, values: readonly number[]): readonly Point[] {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = values;
  return Array.from({ length: stepsPerCurve + 1 }, (_, index) => {
    const t = index / stepsPerCurve;
    const s = 1 - t;
    const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t] as const;
    return { x: a * from.x + b * x1 + c * x2 + d * x3, y: a * from.y + b * y1 + c * y2 + d * y3 };
  });
}

/** Points on an elliptic arc whose axes are not turned, as SVG defines it by its ends. */
function arcPoints(from: Point, values: readonly number[]): readonly Point[] {
  const [rawX = 0, rawY = 0, , large = 0, sweep = 0, x = 0, y = 0] = values;
  const halfX = (from.x - x) / 2;
  const halfY = (from.y - y) / 2;
  const need = Math.sqrt((halfX / rawX) ** 2 + (halfY / rawY) ** 2);
  const radiusX = rawX * Math.max(1, need);
  const radiusY = rawY * Math.max(1, need);
  const across = (halfX / radiusX) ** 2 + (halfY / radiusY) ** 2;
  const reach = Math.sqrt(Math.max(0, 1 / across - 1)) * (large === sweep ? -1 : 1);
  const centreX = (reach * radiusX * halfY) / radiusY + (from.x + x) / 2;
  const centreY = (-reach * radiusY * halfX) / radiusX + (from.y + y) / 2;
  const angle = (point: Point): number => Math.atan2((point.y - centreY) / radiusY, (point.x - centreX) / radiusX);
  const start = angle(from);
  const turn = 2 * Math.PI;
  const forward = (((angle({ x, y }) - start) % turn) + turn) % turn;
  const span = sweep === 1 ? forward : forward - turn;
  return Array.from({ length: stepsPerCurve + 1 }, (_, index) => {
    const at = start + (span * index) / stepsPerCurve;
    return { x: centreX + radiusX * Math.cos(at), y: centreY + radiusY * Math.sin(at) };
  });
}

function pathPoints(d: string): readonly Point[] {
  const points: Point[] = [];
  let at: Point = { x: 0, y: 0 };
  for (const { letter, values } of readPath(d)) {
    const relative = letter !== letter.toUpperCase();
    const base = relative ? at : { x: 0, y: 0 };
    const [first = 0, second = 0] = values;
    switch (letter) {
      case 'M':
      case 'L':
      case 'm':
      case 'l':
        points.push({ x: base.x + first, y: base.y + second });
        break;
      case 'H':
        points.push({ x: first, y: at.y });
        break;
      case 'V':
        points.push({ x: at.x, y: first });
        break;
      case 'C':
        points.push(...cubicPoints(at, values));
        break;
      case 'A':
        points.push(...arcPoints(at, values));
        break;
      default:
        invariant(letter === 'Z', `path command ${letter} is not used in symbols`);
    }
    at = points.at(-1) ?? at;
  }
  return points;
}

function boundsOfPoints(points: readonly Point[]): Extent {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** The rectangle round what is drawn, without the stroke. Text counts as the one point where it stands. */
export function boundsOfGeometry(geometry: SymbolGeometry): Extent {
  switch (geometry.kind) {
    case 'circle':
      return {
        x: geometry.cx - geometry.r,
        y: geometry.cy - geometry.r,
        width: geometry.r * 2,
        height: geometry.r * 2,
      };
    case 'text':
      return { x: geometry.x, y: geometry.y, width: 0, height: 0 };
    case 'path':
      return boundsOfPoints(pathPoints(geometry.d));
  }
}

/** The rectangle round several shapes. */
export function boundsOf(geometries: readonly SymbolGeometry[]): Extent {
  return boundsOfPoints(
    geometries.map(boundsOfGeometry).flatMap(({ x, y, width, height }) => [
      { x, y },
      { x: x + width, y: y + height },
    ]),
  );
}
