import type { Point } from '../../shared/model/plantModel';
import { breakPx, stretchesOf } from '../../shared/schematic/crossings';
import type { LineFlow } from '../../shared/schematic/lineFlow';
import type { PlacedLine } from '../../shared/schematic/sheetGeometry';
import type { Detail } from './detail';
import { deviceX, deviceY, type Paper, type Projection } from './paper';
import type { SceneTokens } from './sceneTokens';

/** What lines are painted with. */
export interface LinePaint {
  readonly tokens: SceneTokens;
  readonly detail: Detail;
  readonly projection: Projection;
  readonly flowOf: (line: PlacedLine) => LineFlow;
}

interface Stroke {
  readonly color: string;
  readonly widthPx: number;
  readonly dash: readonly number[];
}

/** Pipes keep their width down to this zoom; further out they thin with the symbols. */
const fullWidthFrom = 0.5;
const pipePx = 3;
const idlePx = 4;
const idleCorePx = 1.5;
const unknownDash = [2, 5];

function thinning({ scale, ratio }: Projection): number {
  return Math.min(1, scale / ratio / fullWidthFrom);
}

function pipeStrokes(line: PlacedLine, flow: LineFlow, paint: LinePaint): readonly Stroke[] {
  const { tokens } = paint;
  const thin = thinning(paint.projection);
  const color = line.lineClass?.role === 'return' ? tokens.pipe2 : tokens.pipe;
  const widthPx = Math.max(1, pipePx * thin);
  if (flow === 'none' && thin === 1) {
    return [
      { color: tokens.pipeIdle, widthPx: idlePx, dash: [] },
      { color: tokens.canvas, widthPx: idleCorePx, dash: [] },
    ];
  }
  if (flow === 'none') {
    return [{ color: tokens.pipeIdle, widthPx: 1, dash: [] }];
  }
  return [{ color, widthPx, dash: flow === 'unknown' ? unknownDash : [] }];
}

function signalStroke(line: PlacedLine, { tokens }: LinePaint): Stroke {
  const dashed = line.lineClass?.kind === 'electric';
  return { color: tokens.equipment, widthPx: 1, dash: dashed ? [5, 3] : [] };
}

function isPipe(line: PlacedLine): boolean {
  return line.lineClass === undefined || line.lineClass.kind === 'pipe';
}

interface StrokeJob {
  readonly stroke: Stroke;
  readonly lines: PlacedLine[];
}

/** Lines by how they are stroked, so that each look is one call; cores after their shells. */
function groupByStroke(lines: readonly PlacedLine[], paint: LinePaint): readonly StrokeJob[] {
  const jobs = new Map<string, StrokeJob>();
  for (const line of lines) {
    const strokes = isPipe(line) ? pipeStrokes(line, paint.flowOf(line), paint) : [signalStroke(line, paint)];
    strokes.forEach((stroke, pass) => {
      const order = isPipe(line) ? pass : 2;
      const key = `${order}${stroke.color}${stroke.widthPx}${stroke.dash.join()}`;
      const job = jobs.get(key) ?? { stroke, lines: [] };
      job.lines.push(line);
      jobs.set(key, job);
    });
  }
  return [...jobs].sort(([a], [b]) => Number(a[0]) - Number(b[0])).map(([, job]) => job);
}

/** Adds a polyline to the paper's path. Lines of an odd width of pixels lie on half pixels, so that they stay sharp. */
function trace(
  paper: Paper,
  points: readonly Point[],
  { projection, half }: { projection: Projection; half: number },
): void {
  points.forEach((point, index) => {
    const x = deviceX(projection, point.x) + half;
    const y = deviceY(projection, point.y) + half;
    if (index === 0) {
      paper.moveTo(x, y);
    } else {
      paper.lineTo(x, y);
    }
  });
}

function strokeJob(paper: Paper, { stroke, lines }: StrokeJob, { projection }: LinePaint): void {
  const { ratio, scale } = projection;
  const width = Math.max(1, stroke.widthPx * ratio);
  const half = Math.round(width) % 2 === 1 && width <= 1 ? 0.5 : 0;
  const breakWidth = Math.max(breakPx, (7 * ratio) / scale);
  paper.strokeStyle = stroke.color;
  paper.lineWidth = width;
  paper.lineJoin = 'miter';
  paper.lineCap = 'butt';
  paper.setLineDash(stroke.dash.map((length) => length * ratio));
  paper.beginPath();
  for (const line of lines) {
    for (const stretch of stretchesOf(line.points, line.breaks, breakWidth)) {
      trace(paper, stretch, { projection, half });
    }
  }
  paper.stroke();
  paper.setLineDash([]);
}

/** Half of the 13 x 12 arrow head's height; it shrinks with the pipe. */
function paintArrows(paper: Paper, lines: readonly PlacedLine[], paint: LinePaint): void {
  const { projection, tokens } = paint;
  const size = projection.ratio * Math.max(0.5, Math.min(1, projection.scale / projection.ratio / 0.75));
  const byColor = new Map<string, { line: PlacedLine; turn: number }[]>();
  for (const line of lines) {
    const flow = isPipe(line) ? paint.flowOf(line) : 'none';
    if (flow === 'none' || flow === 'unknown') {
      continue;
    }
    const reversed = flow === 'reversed';
    const color = reversed ? tokens.accent : line.lineClass?.role === 'return' ? tokens.pipe2 : tokens.pipe;
    const group = byColor.get(color) ?? [];
    group.push({ line, turn: reversed ? 180 : 0 });
    byColor.set(color, group);
  }
  for (const [color, group] of byColor) {
    paper.fillStyle = color;
    paper.beginPath();
    for (const { line, turn } of group) {
      for (const arrow of line.arrows) {
        const at = { x: deviceX(projection, arrow.x), y: deviceY(projection, arrow.y) };
        arrowHead(paper, at, { rotation: arrow.rotation + turn, size });
      }
    }
    paper.fill();
  }
}

function arrowHead(
  paper: Paper,
  at: Point,
  { rotation, size }: { readonly rotation: number; readonly size: number },
): void {
  const angle = (rotation * Math.PI) / 180;
  const [along, across] = [Math.cos(angle), Math.sin(angle)];
  const corner = (x: number, y: number): [number, number] => [
    at.x + (x * along - y * across) * size,
    at.y + (x * across + y * along) * size,
  ];
  paper.moveTo(...corner(7, 0));
  paper.lineTo(...corner(-6, -6));
  paper.lineTo(...corner(-6, 6));
  paper.closePath();
}

/** Marks along a signal line: double slashes for air, circles for a data link. */
function paintSignalMarks(paper: Paper, lines: readonly PlacedLine[], { projection, tokens }: LinePaint): void {
  const { ratio } = projection;
  const every = 24 * ratio;
  paper.strokeStyle = tokens.equipment;
  paper.lineWidth = ratio;
  paper.beginPath();
  for (const line of lines) {
    const kind = line.lineClass?.kind;
    if (kind !== 'pneumatic' && kind !== 'data') {
      continue;
    }
    for (let i = 1; i < line.points.length; i += 1) {
      const [a, b] = [line.points[i - 1], line.points[i]];
      if (a === undefined || b === undefined) {
        continue;
      }
      const [ax, ay] = [deviceX(projection, a.x), deviceY(projection, a.y)];
      const [bx, by] = [deviceX(projection, b.x), deviceY(projection, b.y)];
      const length = Math.abs(bx - ax) + Math.abs(by - ay);
      const count = Math.floor(length / every);
      for (let mark = 1; mark <= count; mark += 1) {
        const part = mark / (count + 1);
        signalMark(paper, kind, { x: ax + (bx - ax) * part, y: ay + (by - ay) * part, ratio });
      }
    }
  }
  paper.stroke();
}

function signalMark(
  paper: Paper,
  kind: 'pneumatic' | 'data',
  { x, y, ratio }: { readonly x: number; readonly y: number; readonly ratio: number },
): void {
  if (kind === 'data') {
    paper.moveTo(x + 3 * ratio, y);
    paper.arc(x, y, 3 * ratio, 0, 2 * Math.PI);
    return;
  }
  for (const shift of [-2, 2]) {
    paper.moveTo(x + (shift - 2) * ratio, y + 4 * ratio);
    paper.lineTo(x + (shift + 2) * ratio, y - 4 * ratio);
  }
}

/** Draws pipes, signal lines, their arrows and marks. */
export function paintLines(paper: Paper, lines: readonly PlacedLine[], paint: LinePaint): void {
  const shown = lines.filter((line) => isPipe(line) || paint.detail.signals);
  for (const job of groupByStroke(shown, paint)) {
    strokeJob(paper, job, paint);
  }
  if (paint.detail.arrows) {
    paintArrows(paper, shown, paint);
    paintSignalMarks(paper, shown, paint);
  }
}
