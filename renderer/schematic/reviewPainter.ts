import type { PlantComponent, Point } from '../../shared/model/plantModel';
import { assertNever } from '../../shared/lib/assertNever';
import {
  type GhostSide,
  type PlacedLabel,
  type PlacedPin,
  placeReview,
  type ReviewGhost,
  type ReviewLayer,
  type ReviewPlaces,
} from '../../shared/schematic/reviewLayer';
import type { Extent, SymbolCatalogue } from '../../shared/symbols/symbolClass';
import { bodyExtentOf } from '../../shared/schematic/placedPorts';
import { deviceX, deviceY, fontOf, type Paper, type Projection } from './paper';
import type { SceneParts } from './sceneParts';
import type { SceneTokens } from './sceneTokens';
import { pathOf } from './symbolPainter';
import { addSymbolText } from './symbolText';
import { TextBatch } from './textBatch';

/** What a review's layer is painted with. */
export interface ReviewJob {
  readonly layer: ReviewLayer;
  readonly catalogue: SymbolCatalogue;
  readonly parts: SceneParts;
  readonly projection: Projection;
}

/** A side's ghosts while they are drawn. */
interface Pen extends ReviewJob {
  readonly paper: Paper;
  readonly side: GhostSide;
}

const labelSizePx = 11;
const labelWeight = 600;
const dashes: Readonly<Record<GhostSide, readonly number[]>> = { base: [1, 4], mine: [], theirs: [6, 4] };
const lineWidths: Readonly<Record<GhostSide, number>> = { base: 2.5, mine: 3, theirs: 3 };

function colorOf(side: GhostSide, tokens: SceneTokens): string {
  return side === 'mine' ? tokens.accent : tokens[side];
}

/** Where labels and pins stand; painter and pointer agree on it. */
export function reviewPlaces(layer: ReviewLayer, parts: SceneParts, zoom: number): ReviewPlaces {
  return placeReview(layer, zoom, (text) => parts.ruler.widthOf(text, labelSizePx, labelWeight));
}

/** How a side is stroked: base dotted, mine solid, theirs dashed. `unit`: paper px of one CSS px. */
function strokeAs({ paper, side, parts, projection }: Pen, unit = projection.ratio): void {
  paper.strokeStyle = colorOf(side, parts.tokens);
  paper.lineCap = side === 'base' ? 'round' : 'butt';
  paper.lineJoin = 'round';
  paper.setLineDash(dashes[side].map((length) => length * unit));
}

function paintSymbolGhost(pen: Pen, component: PlantComponent): void {
  const { paper, side, projection, parts, catalogue } = pen;
  const symbol = catalogue.get(component.symbolId);
  if (symbol === undefined) {
    paintFrame(pen, bodyExtentOf(component, undefined));
    return;
  }
  const { scale, ratio } = projection;
  paper.save();
  paper.translate(deviceX(projection, component.x), deviceY(projection, component.y));
  paper.rotate((component.rotation * Math.PI) / 180);
  paper.scale(component.mirrored ? -scale : scale, scale);
  strokeAs(pen, ratio / scale);
  for (const shape of symbol.shapes) {
    if (shape.geometry.kind === 'text') {
      continue;
    }
    const path = pathOf(shape);
    if (shape.motion === 'fill' || shape.part === 'actuator' || shape.part === 'bubble') {
      paper.fillStyle = parts.tokens.canvas;
      paper.fill(path);
    }
    if (shape.strokeWidth > 0) {
      paper.lineWidth = (Math.max(1.5, shape.strokeWidth) * ratio) / scale;
      paper.stroke(path);
    }
  }
  paper.restore();
  paper.setLineDash([]);
  const batch = new TextBatch();
  const placed = { component, symbol, body: bodyExtentOf(component, symbol) };
  addSymbolText(batch, placed, { projection, color: colorOf(side, parts.tokens) });
  batch.write(paper, ratio);
}

function paintFrame(pen: Pen, extent: Extent): void {
  const { paper, projection } = pen;
  strokeAs(pen);
  paper.lineWidth = 2 * projection.ratio;
  const [x, y] = [deviceX(projection, extent.x), deviceY(projection, extent.y)];
  paper.strokeRect(x, y, extent.width * projection.scale, extent.height * projection.scale);
  paper.setLineDash([]);
}

function trace(paper: Paper, points: readonly Point[], projection: Projection): void {
  paper.beginPath();
  points.forEach((point, index) => {
    const [x, y] = [deviceX(projection, point.x), deviceY(projection, point.y)];
    if (index === 0) {
      paper.moveTo(x, y);
    } else {
      paper.lineTo(x, y);
    }
  });
}

function paintRoute(pen: Pen, points: readonly Point[]): void {
  const { paper, side, projection, parts } = pen;
  trace(paper, points, projection);
  if (side !== 'base') {
    // Over a pipe that runs the same way the ghost would not be told from it.
    paper.setLineDash([]);
    paper.strokeStyle = parts.tokens.canvas;
    paper.lineWidth = 5 * projection.ratio;
    paper.lineJoin = 'miter';
    paper.stroke();
  }
  strokeAs(pen);
  paper.lineWidth = lineWidths[side] * projection.ratio;
  paper.stroke();
  paper.setLineDash([]);
}

const crossMarginPx = 4;

function paintCross(pen: Pen, extent: Extent): void {
  const { paper, projection } = pen;
  const margin = crossMarginPx * projection.ratio;
  const left = deviceX(projection, extent.x) - margin;
  const top = deviceY(projection, extent.y) - margin;
  const right = deviceX(projection, extent.x + extent.width) + margin;
  const bottom = deviceY(projection, extent.y + extent.height) + margin;
  strokeAs(pen);
  paper.lineWidth = 2 * projection.ratio;
  paper.beginPath();
  paper.moveTo(left, top);
  paper.lineTo(right, bottom);
  paper.moveTo(right, top);
  paper.lineTo(left, bottom);
  paper.stroke();
  paper.setLineDash([]);
}

const headPx = 6;

function paintMove(pen: Pen, way: { readonly from: Point; readonly to: Point }): void {
  const { paper, projection } = pen;
  const { ratio } = projection;
  const [fromX, fromY] = [deviceX(projection, way.from.x), deviceY(projection, way.from.y)];
  const [toX, toY] = [deviceX(projection, way.to.x), deviceY(projection, way.to.y)];
  const angle = Math.atan2(toY - fromY, toX - fromX);
  strokeAs(pen);
  paper.lineWidth = 1.5 * ratio;
  paper.beginPath();
  paper.moveTo(fromX, fromY);
  paper.lineTo(toX, toY);
  paper.stroke();
  paper.setLineDash([]);
  paper.beginPath();
  for (const turn of [-1, 1]) {
    paper.moveTo(toX, toY);
    const wing = angle + Math.PI + (turn * Math.PI) / 6;
    paper.lineTo(toX + headPx * ratio * Math.cos(wing), toY + headPx * ratio * Math.sin(wing));
  }
  paper.stroke();
}

function paintGhost(pen: Pen, { shape }: ReviewGhost): void {
  switch (shape.kind) {
    case 'symbol':
      return paintSymbolGhost(pen, shape.component);
    case 'route':
      return paintRoute(pen, shape.points);
    case 'cross':
      return paintCross(pen, shape.extent);
    case 'move':
      return paintMove(pen, shape);
    case 'label':
      return undefined;
    default:
      return assertNever(shape, 'GhostShape');
  }
}

/** A box given in CSS px from the sheet's origin, in device px. */
function deviceBox({ x, y, width, height }: Extent, { ratio, originX, originY }: Projection): Extent {
  return {
    x: Math.round(x * ratio) + originX,
    y: Math.round(y * ratio) + originY,
    width: Math.round(width * ratio),
    height: Math.round(height * ratio),
  };
}

interface Written {
  readonly text: string;
  readonly color: string;
  readonly ratio: number;
  readonly weight: number;
}

function write(paper: Paper, box: Extent, { text, color, ratio, weight }: Written): void {
  paper.font = fontOf(labelSizePx, weight, ratio);
  paper.fillStyle = color;
  paper.textAlign = 'center';
  paper.textBaseline = 'alphabetic';
  paper.fillText(text, box.x + box.width / 2, box.y + box.height / 2 + 4 * ratio);
}

function paintLabel(paper: Paper, { text, side, box }: PlacedLabel, job: ReviewJob): void {
  const { tokens } = job.parts;
  const { ratio } = job.projection;
  const place = deviceBox(box, job.projection);
  const isMine = side === 'mine';
  paper.beginPath();
  paper.roundRect(place.x + 0.5, place.y + 0.5, place.width - 1, place.height - 1, 4 * ratio);
  paper.fillStyle = isMine ? tokens.accent : tokens.plate;
  paper.fill();
  if (!isMine) {
    strokeAs({ ...job, paper, side });
    paper.lineWidth = (side === 'base' ? 1.5 : 1.25) * ratio;
    paper.setLineDash(side === 'base' ? [1, 3].map((px) => px * ratio) : [4, 3].map((px) => px * ratio));
    paper.stroke();
    paper.setLineDash([]);
  }
  write(paper, place, { text, color: isMine ? tokens.onAccent : tokens[side], ratio, weight: labelWeight });
}

function paintPin(paper: Paper, { pin, box }: PlacedPin, job: ReviewJob): void {
  const { tokens } = job.parts;
  const { ratio } = job.projection;
  const place = deviceBox(box, job.projection);
  const middle = place.x + place.width / 2;
  const foot = place.y + place.height;
  paper.beginPath();
  paper.roundRect(place.x, place.y, place.width, place.height, 3 * ratio);
  paper.moveTo(middle - 4 * ratio, foot - ratio);
  paper.lineTo(middle, foot + 5 * ratio);
  paper.lineTo(middle + 4 * ratio, foot - ratio);
  paper.closePath();
  // What is decided steps back.
  paper.fillStyle = pin.focused ? tokens.accent : pin.decided ? tokens.ink3 : tokens.ink1;
  paper.fill();
  const color = pin.focused ? tokens.onAccent : tokens.canvas;
  write(paper, place, { text: String(pin.number), color, ratio, weight: 700 });
}

/** A label that stands apart is joined to its thing by a thin line. */
function paintLeader(paper: Paper, { side, leader }: PlacedLabel, job: ReviewJob): void {
  if (leader === undefined) {
    return;
  }
  const { ratio, originX, originY } = job.projection;
  strokeAs({ ...job, paper, side });
  paper.lineWidth = ratio;
  paper.beginPath();
  paper.moveTo(leader.from.x * ratio + originX, leader.from.y * ratio + originY);
  paper.lineTo(leader.to.x * ratio + originX, leader.to.y * ratio + originY);
  paper.stroke();
  paper.setLineDash([]);
}

/** Draws what a review lays over the sheet: ghosts, then labels, then pins. */
export function paintReview(paper: Paper, job: ReviewJob): void {
  const { layer, parts, projection } = job;
  layer.ghosts.forEach((ghost) => paintGhost({ ...job, paper, side: ghost.side }, ghost));
  const { labels, pins } = reviewPlaces(layer, parts, projection.scale / projection.ratio);
  labels.forEach((label) => paintLeader(paper, label, job));
  labels.forEach((label) => paintLabel(paper, label, job));
  pins.forEach((pin) => paintPin(paper, pin, job));
}

/** The number of the pin at a point, CSS px from the sheet's origin. */
export function pinUnder(
  layer: ReviewLayer,
  { parts, zoom, point }: { readonly parts: SceneParts; readonly zoom: number; readonly point: Point },
): number | undefined {
  const reach = 4;
  return reviewPlaces(layer, parts, zoom).pins.find(
    ({ box }) =>
      point.x >= box.x - reach &&
      point.x <= box.x + box.width + reach &&
      point.y >= box.y - reach &&
      point.y <= box.y + box.height + reach,
  )?.pin.number;
}
