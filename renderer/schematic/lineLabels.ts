import type { Point } from '../../shared/model/plantModel';
import { eachLeg } from '../../shared/schematic/polyline';
import type { PlacedLine } from '../../shared/schematic/sheetGeometry';
import type { Extent } from '../../shared/symbols/symbolClass';
import { deviceX, deviceY, fontOf, type Paper, type Projection } from './paper';
import type { SceneParts } from './sceneParts';

/** Legs shorter than the words on them carry none. */
const roomPx = { model: 24, operate: 64 };
const abovePipePx = 8;

interface LabelLeg {
  readonly line: PlacedLine;
  readonly a: Point;
  readonly b: Point;
  readonly length: number;
}

/** The longest leg of each numbered line: a number cut by valves into many connections is written once. */
export function longestLegs(lines: Iterable<PlacedLine>): ReadonlySet<PlacedLine> {
  const longest = new Map<string, LabelLeg>();
  for (const line of lines) {
    const name = line.connection.lineNumber;
    const leg = name === '' ? undefined : longestLegOf(line);
    if (leg !== undefined && leg.length > (longest.get(name)?.length ?? 0)) {
      longest.set(name, leg);
    }
  }
  return new Set([...longest.values()].map(({ line }) => line));
}

function longestLegOf(line: PlacedLine): LabelLeg | undefined {
  let best: LabelLeg | undefined;
  eachLeg(line.points, (a, b) => {
    const length = Math.abs(b.x - a.x) + Math.abs(b.y - a.y);
    if (length > (best?.length ?? 0)) {
      best = { line, a, b, length };
    }
  });
  return best;
}

/** What is written on a line: its number where there is room for it, in Operate the service and size. */
function labelOf(line: PlacedLine, parts: SceneParts): string {
  const { size, lineNumber } = line.connection;
  const digits = /\d+/.exec(size)?.[0];
  const brief = parts.mode === 'operate' && !parts.detail.ports && line.lineClass !== undefined && digits !== undefined;
  return brief ? `${line.lineClass.code} ${digits}` : lineNumber;
}

/** Shares of a leg at which its label may stand: the arrow is in the middle. */
const placesOnLeg = [0.3, 0.7, 0.5];

interface LabelJob {
  readonly parts: SceneParts;
  readonly projection: Projection;
  /** Whether something else stands there, CSS px from the sheet's origin. */
  readonly isTaken: (extent: Extent) => boolean;
}

/** Writes line numbers along their pipes, upright ones reading upwards. */
export function addLineLabels(paper: Paper, lines: readonly PlacedLine[], job: LabelJob): void {
  const { parts, projection } = job;
  if (!parts.detail.lineNumbers) {
    return;
  }
  paper.font = fontOf(11, 500, projection.ratio);
  paper.fillStyle = parts.tokens.ink3;
  paper.textAlign = 'center';
  paper.textBaseline = 'alphabetic';
  for (const line of lines) {
    const leg = parts.isLabelled(line) ? longestLegOf(line) : undefined;
    const upright = leg?.a.x === leg?.b.x;
    // In Operate the plates need the room beside upright pipes.
    if (leg !== undefined && !(upright && parts.mode === 'operate' && !parts.detail.ports)) {
      writeOnLeg(paper, leg, { ...job, text: labelOf(line, parts), upright });
    }
  }
}

function writeOnLeg(
  paper: Paper,
  leg: LabelLeg,
  { parts, projection, isTaken, text, upright }: LabelJob & { readonly text: string; readonly upright: boolean },
): void {
  const { ratio, scale } = projection;
  const zoom = scale / ratio;
  const width = parts.ruler.widthOf(text, 11, 500);
  if (leg.length * zoom < width + roomPx[parts.mode]) {
    return;
  }
  const spots = leg.length * zoom > 2.6 * width ? placesOnLeg : [0.5];
  for (const part of spots) {
    const x = leg.a.x + (leg.b.x - leg.a.x) * part;
    const y = leg.a.y + (leg.b.y - leg.a.y) * part;
    const [long, high] = [width, 11 + abovePipePx];
    const taken = upright
      ? isTaken({ x: x * zoom - high, y: y * zoom - long / 2, width: high, height: long })
      : isTaken({ x: x * zoom - long / 2, y: y * zoom - high, width: long, height: high });
    if (!taken) {
      paper.save();
      paper.translate(deviceX(projection, x), deviceY(projection, y));
      if (upright) {
        paper.rotate(-Math.PI / 2);
      }
      paper.fillText(text, 0, -abovePipePx * ratio);
      paper.restore();
      return;
    }
  }
}
