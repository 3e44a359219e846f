import type { Point } from '../../shared/model/plantModel';
import { eachLeg } from '../../shared/schematic/polyline';
import type { PlacedLine } from '../../shared/schematic/sheetGeometry';
import { deviceX, deviceY, fontOf, type Paper, type Projection } from './paper';
import type { SceneParts } from './sceneParts';

/** Legs shorter than the words on them carry none. */
const roomPx = 24;
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

/** Writes line numbers along their pipes, upright ones reading upwards. */
export function addLineLabels(
  paper: Paper,
  lines: readonly PlacedLine[],
  { parts, projection }: { readonly parts: SceneParts; readonly projection: Projection },
): void {
  if (!parts.detail.lineNumbers) {
    return;
  }
  const { ratio, scale } = projection;
  paper.font = fontOf(11, 500, ratio);
  paper.fillStyle = parts.tokens.ink3;
  paper.textAlign = 'center';
  paper.textBaseline = 'alphabetic';
  for (const line of lines) {
    const leg = parts.isLabelled(line) ? longestLegOf(line) : undefined;
    if (leg === undefined) {
      continue;
    }
    const text = line.connection.lineNumber;
    const width = parts.ruler.widthOf(text, 11, 500) * ratio;
    if (leg.length * scale < width + roomPx * ratio) {
      continue;
    }
    // A third of the way along: the arrow stands in the middle.
    const part = leg.length * scale > 2.6 * width ? 0.3 : 0.5;
    const x = deviceX(projection, leg.a.x + (leg.b.x - leg.a.x) * part);
    const y = deviceY(projection, leg.a.y + (leg.b.y - leg.a.y) * part);
    paper.save();
    paper.translate(x, y);
    if (leg.a.x === leg.b.x) {
      paper.rotate(-Math.PI / 2);
    }
    paper.fillText(text, 0, -abovePipePx * ratio);
    paper.restore();
  }
}
