import { valueState } from '../../shared/history/valueState';
import type { ComponentLook } from '../../shared/schematic/componentLook';
import { placementOf } from '../../shared/schematic/labelPlaces';
import { isReversed } from '../../shared/schematic/pipeFlow';
import type { PlacedComponent } from '../../shared/schematic/sheetGeometry';
import { addLabel } from './labelPainter';
import { deviceX, deviceY, fontOf, type Paper, type Projection } from './paper';
import { addPlateText, paintPlate, type PlateContent } from './platePainter';
import { isSymbolShown, type SceneParts } from './sceneParts';
import { paintComponent } from './standingPainter';
import { addSymbolText } from './symbolText';
import { TextBatch } from './textBatch';
import { type ValueItem, worstOf } from './valueItems';

/** What a set of items is drawn with. */
export interface ValueJob {
  readonly parts: SceneParts;
  readonly projection: Projection;
}

/** From a plate's edge to the base line of the word below it. */
const reversedBelowPx = 14;

/** Draws symbols by their state, then plates, then all words. */
export function paintItems(paper: Paper, items: readonly ValueItem[], job: ValueJob): void {
  const batch = new TextBatch();
  for (const item of items) {
    if (item.kind === 'symbol') {
      paintLive(paper, item.placed, { ...job, batch });
    }
  }
  batch.write(paper, job.projection.ratio);
  for (const item of items) {
    if (item.kind === 'plate') {
      paintPlateItem(paper, item, { ...job, batch });
    }
  }
  batch.write(paper, job.projection.ratio);
}

type BatchJob = ValueJob & { readonly batch: TextBatch };

function paintLive(paper: Paper, placed: PlacedComponent, { parts, projection, batch }: BatchJob): void {
  const look = parts.values.lookOf(placed);
  if (isSymbolShown(parts, placed)) {
    paintComponent(paper, placed, { parts, projection });
    addSymbolText(batch, placed, { projection, color: parts.tokens.onBrightText });
  }
  if (parts.detail.words) {
    paintMarks(paper, placed, { look, parts, projection });
  }
  addLabel(batch, parts, { placed, look, projection });
}

interface MarkJob extends ValueJob {
  readonly look: ComponentLook;
}

/** Position bar, chevrons of what travels, question mark of what is not known. */
function paintMarks(paper: Paper, placed: PlacedComponent, { look, parts, projection }: MarkJob): void {
  const { ratio, scale } = projection;
  const { tokens } = parts;
  const x = deviceX(projection, placed.component.x);
  const bottom = deviceY(projection, placed.body.y + placed.body.height);
  // Beside a label on the right there is no room: then the signs stand on the left.
  const onLeft = placementOf(placed.component, placed.symbol) === 'right';
  const left = deviceX(projection, placed.body.x);
  const side = onLeft ? left - 12 * ratio : deviceX(projection, placed.body.x + placed.body.width) + 2 * ratio;
  const top = deviceY(projection, placed.body.y);
  if (look.bar !== undefined) {
    const [barLeft, y] = [x - 16 * ratio, bottom + 3 * ratio];
    paper.fillStyle = tokens.canvas;
    paper.strokeStyle = tokens.line3;
    paper.lineWidth = Math.max(1, Math.round(ratio));
    paper.fillRect(barLeft, y, 32 * ratio, 5 * ratio);
    paper.strokeRect(barLeft + 0.5, y + 0.5, 32 * ratio - 1, 5 * ratio - 1);
    paper.fillStyle = tokens.ink1;
    paper.fillRect(barLeft, y, 32 * ratio * look.bar, 5 * ratio);
  }
  if (look.moving) {
    paintChevrons(paper, { x: side, y: top + 6 * ratio }, { ratio, color: tokens.ink1 });
  }
  if (look.fill === 'unknown' && placed.symbol?.level === undefined && scale / ratio >= 0.5) {
    paper.font = fontOf(14, 700, ratio);
    paper.fillStyle = tokens.ink1;
    paper.textAlign = 'left';
    paper.fillText('?', side, top + 8 * ratio);
  }
}

function paintChevrons(
  paper: Paper,
  { x, y }: { readonly x: number; readonly y: number },
  { ratio, color }: { readonly ratio: number; readonly color: string },
): void {
  paper.strokeStyle = color;
  paper.lineWidth = 1.75 * ratio;
  paper.lineJoin = 'miter';
  paper.beginPath();
  for (const shift of [0, 5]) {
    paper.moveTo(x + shift * ratio, y - 4 * ratio);
    paper.lineTo(x + (shift + 4) * ratio, y);
    paper.lineTo(x + shift * ratio, y + 4 * ratio);
  }
  paper.stroke();
}

function contentOf(parts: SceneParts, item: Extract<ValueItem, { kind: 'plate' }>): PlateContent {
  const { component } = item.placed;
  const { members } = item.place;
  const states = members.map((id) => parts.values.readingOf(id, 'value')?.state ?? valueState.measured);
  return {
    tag: component.tag,
    reading: parts.values.readingOf(component.id, 'value'),
    setPoint: parts.values.readingOf(component.id, 'set-point'),
    count: members.length,
    worst: worstOf(states),
  };
}

function paintPlateItem(
  paper: Paper,
  item: Extract<ValueItem, { kind: 'plate' }>,
  { parts, projection, batch }: BatchJob,
): void {
  const { ratio, originX, originY } = projection;
  const at = { x: Math.round(item.place.x * ratio) + originX, y: Math.round(item.place.y * ratio) + originY };
  const tools = { tokens: parts.tokens, ruler: parts.ruler, ratio, batch };
  const content = contentOf(parts, item);
  paper.save();
  paper.translate(at.x, at.y);
  paper.scale(ratio, ratio);
  paintPlate(paper, item.place, { content, tools });
  paper.restore();
  addPlateText(at, item.place, { content, tools, paper });
  const { tokens } = parts;
  if (content.count === 1 && content.reading !== undefined && isReversed(content.tag, content.reading)) {
    const style = { sizePx: 12, weight: 400, color: tokens.ink2, halo: tokens.canvas };
    batch.add(style, 'Reversed', { x: at.x, y: at.y + (item.place.height + reversedBelowPx) * ratio, align: 'left' });
  }
}
