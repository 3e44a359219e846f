import { valueState, type ValueState } from '../../shared/history/valueState';
import { fractionOf, type SlotReading } from '../../shared/schematic/componentLook';
import type { PlatePlace } from '../../shared/schematic/plateLayout';
import type { ComponentId } from '../../shared/model/ids';
import { absentWord, ageText, valueText } from '../../shared/schematic/valueText';
import { fontOf, type Paper } from './paper';
import { paintStateGlyph } from './plateGlyphs';
import { digitWidth, reservedWidth, textFromPlateLeft, textWithoutBar } from './plateMetrics';
import type { SceneTokens } from './sceneTokens';
import type { TextBatch, TextRuler, TextStyle } from './textBatch';

/** What one plate shows. */
export interface PlateContent {
  readonly tag: string;
  /** Undefined: no frame has come yet, so the plate stands empty. */
  readonly reading: SlotReading | undefined;
  readonly setPoint: SlotReading | undefined;
  /** For several instruments: how many, and the state that most needs to be seen. */
  readonly count: number;
  readonly worst: ValueState;
}

/** Draws plates. All lengths are CSS px from the plate's left top corner. */
export interface PlateTools {
  readonly tokens: SceneTokens;
  readonly ruler: TextRuler;
  readonly ratio: number;
  readonly batch: TextBatch;
}

const barLeft = 5;
const barTop = 4;
const barWidth = 6;
const barHeight = 30;
const cornerRadius = 3;

function roundedPath(
  paper: Paper,
  { width, height }: { readonly width: number; readonly height: number },
  inset: number,
): void {
  paper.beginPath();
  paper.roundRect(inset, inset, width - 2 * inset, height - 2 * inset, cornerRadius);
}

function paintOutline(
  paper: Paper,
  place: PlatePlace<ComponentId>,
  { state, tokens }: { state: ValueState; tokens: SceneTokens },
): void {
  const [color, width, dash]: readonly [string, number, readonly number[]] =
    state === valueState.held
      ? [tokens.ink3, 1, [1, 3]]
      : state === valueState.stale
        ? [tokens.ink2, 1, [5, 3]]
        : state === valueState.noData
          ? [tokens.line3, 1, []]
          : [tokens.ink1, 1.5, []];
  if (state === valueState.measured || state === valueState.approximate) {
    return;
  }
  paper.strokeStyle = color;
  paper.lineWidth = width;
  paper.lineCap = state === valueState.held ? 'round' : 'butt';
  paper.setLineDash([...dash]);
  roundedPath(paper, place, 0.5);
  paper.stroke();
  paper.setLineDash([]);
  paper.lineCap = 'butt';
}

/** Slanting hatch of a plate without data. */
function paintHatch(paper: Paper, place: PlatePlace<ComponentId>, tokens: SceneTokens): void {
  paper.save();
  roundedPath(paper, place, 0);
  paper.clip();
  paper.strokeStyle = tokens.hatch;
  paper.lineWidth = 1.5;
  paper.beginPath();
  for (let x = -place.height; x < place.width; x += 8.5) {
    paper.moveTo(x, place.height);
    paper.lineTo(x + place.height, 0);
  }
  paper.stroke();
  paper.restore();
}

function barY(reading: SlotReading, value: number): number {
  return barTop + barHeight * (1 - fractionOf({ ...reading, value }));
}

function paintBar(paper: Paper, content: PlateContent, { tokens }: PlateTools): void {
  const { reading, setPoint } = content;
  paper.fillStyle = tokens.canvas;
  paper.strokeStyle = tokens.line3;
  paper.lineWidth = 1;
  paper.fillRect(barLeft, barTop, barWidth, barHeight);
  if (reading !== undefined) {
    paintScale(paper, reading, tokens);
  }
  paper.strokeStyle = tokens.line3;
  paper.strokeRect(barLeft + 0.5, barTop + 0.5, barWidth - 1, barHeight - 1);
  if (reading === undefined) {
    return;
  }
  paintLimits(paper, reading, tokens);
  if (setPoint !== undefined && !Number.isNaN(setPoint.value)) {
    paper.fillStyle = tokens.ink1;
    paper.fillRect(barLeft - 1, Math.round(barY(reading, setPoint.value)), barWidth + 2, 1);
  }
  if (!Number.isNaN(reading.value) && reading.state !== valueState.noData) {
    const y = barY(reading, reading.value);
    paper.fillStyle = tokens.ink1;
    paper.beginPath();
    paper.moveTo(barLeft + barWidth + 1, y);
    paper.lineTo(barLeft - 1, y - 4.5);
    paper.lineTo(barLeft - 1, y + 4.5);
    paper.fill();
  }
}

/** The grey band between the inner limits. */
function paintScale(paper: Paper, reading: SlotReading, tokens: SceneTokens): void {
  const { limitLow, limitHigh, rangeLow, rangeHigh } = reading.sensor;
  if (limitLow === undefined && limitHigh === undefined) {
    return;
  }
  const top = barY(reading, limitHigh ?? rangeHigh ?? 100);
  const bottom = barY(reading, limitLow ?? rangeLow ?? 0);
  paper.fillStyle = tokens.level;
  paper.fillRect(barLeft, top, barWidth, bottom - top);
}

function paintLimits(paper: Paper, reading: SlotReading, tokens: SceneTokens): void {
  const { limitLowLow, limitLow, limitHigh, limitHighHigh } = reading.sensor;
  paper.fillStyle = tokens.ink2;
  for (const limit of [limitLowLow, limitLow, limitHigh, limitHighHigh]) {
    if (limit !== undefined) {
      paper.fillRect(barLeft - 1, barY(reading, limit) - 0.75, barWidth + 2, 1.5);
    }
  }
}

/** Paints the plate's ground, bar, outline and glyph, and puts its words into the batch. The paper's origin is the plate's corner. */
export function paintPlate(
  paper: Paper,
  place: PlatePlace<ComponentId>,
  { content, tools }: { readonly content: PlateContent; readonly tools: PlateTools },
): void {
  const state = content.count > 1 ? content.worst : (content.reading?.state ?? valueState.measured);
  const bad = state === valueState.bad;
  paper.fillStyle = tools.tokens.plate;
  roundedPath(paper, place, 0);
  paper.fill();
  if (state === valueState.noData) {
    paintHatch(paper, place, tools.tokens);
  }
  const withBar = place.withBar && content.count === 1 && !bad && content.reading?.sensor.kind !== 'state';
  if (withBar) {
    paintBar(paper, content, tools);
  }
  paintOutline(paper, place, { state, tokens: tools.tokens });
  paper.save();
  paper.translate(place.width - 11, 9.5);
  paper.strokeStyle = tools.tokens.ink2;
  paintStateGlyph(paper, state);
  paper.restore();
}

/** Adds the words of a plate to the batch; (x, y) is the plate's corner in device px. */
export function addPlateText(
  at: { readonly x: number; readonly y: number },
  place: PlatePlace<ComponentId>,
  { content, tools, paper }: { readonly content: PlateContent; readonly tools: PlateTools; readonly paper: Paper },
): void {
  const { tokens, ratio, batch } = tools;
  const state = content.count > 1 ? content.worst : (content.reading?.state ?? valueState.measured);
  const noBar =
    !place.withBar || content.count > 1 || state === valueState.bad || content.reading?.sensor.kind === 'state';
  const left = noBar ? textWithoutBar : textFromPlateLeft;
  const put = (style: TextStyle, text: string, where: { x: number; y: number; align: CanvasTextAlign }): void => {
    batch.add(style, text, { x: at.x + where.x * ratio, y: at.y + where.y * ratio, align: where.align });
  };
  if (content.count > 1) {
    put({ sizePx: 13, weight: 600, color: tokens.ink1 }, `${content.count} values`, { x: left, y: 24, align: 'left' });
    return;
  }
  put({ sizePx: 11, weight: 500, color: tokens.ink3 }, content.tag, { x: left, y: 13, align: 'left' });
  if (content.reading === undefined) {
    return;
  }
  const aged = state === valueState.held || state === valueState.stale || state === valueState.noData;
  if (aged) {
    const age = ageText(content.reading.ageMs);
    const room = place.width - 20 - left - tools.ruler.widthOf(content.tag, 11, 500) - 4;
    const fits = tools.ruler.widthOf(age, 11, 500) <= room;
    // Without room beside the tag the age stands below the glyph, at the end of the value's line.
    put({ sizePx: 11, weight: 500, color: tokens.ink2 }, age, {
      x: fits ? place.width - 20 : place.width - 6,
      y: fits ? 13 : 31,
      align: 'right',
    });
  }
  const absent = absentWord(state, content.reading.value);
  if (absent !== undefined) {
    const weight = state === valueState.approximate ? 400 : 600;
    put({ sizePx: 13, weight, color: tokens.ink1 }, absent, { x: left, y: 31, align: 'left' });
    return;
  }
  writeNumber(paper, { x: at.x + left * ratio, y: at.y + 31 * ratio }, { reading: content.reading, place, tools });
}

const weightOf = (state: ValueState): number =>
  state === valueState.measured ? 600 : state === valueState.held ? 500 : 400;

/** Writes the number with equally wide digits, flush right in the room kept for it, and its unit. */
function writeNumber(
  paper: Paper,
  at: { readonly x: number; readonly y: number },
  {
    reading,
    place,
    tools,
  }: { readonly reading: SlotReading; readonly place: PlatePlace<ComponentId>; readonly tools: PlateTools },
): void {
  const { tokens, ruler, ratio, batch } = tools;
  const { sensor, state } = reading;
  const text = valueText(sensor, reading.value);
  const approximate = state === valueState.approximate;
  const style = { sizePx: 16, weight: weightOf(state), color: state === valueState.stale ? tokens.ink3 : tokens.ink1 };
  if (sensor.kind === 'state') {
    batch.add({ ...style, sizePx: 13 }, text, { ...at, align: 'left' });
    return;
  }
  const reserved = reservedWidth(ruler, sensor);
  const digit = digitWidth(ruler, 16, 600);
  const signs = [...text];
  const widths = signs.map((sign) => (sign >= '0' && sign <= '9' ? digit : ruler.widthOf(sign, 16, 600)));
  const width = widths.reduce((sum, one) => sum + one, 0);
  const lead = approximate ? ruler.widthOf('≈', 16, 400) + 2 : 0;
  const end = Math.max(reserved, width + lead);
  let x = end - width;
  if (approximate) {
    batch.add(style, '≈', { x: at.x + (x - lead) * ratio, y: at.y, align: 'left' });
  }
  paper.font = fontOf(16, style.weight, ratio);
  paper.fillStyle = style.color;
  paper.textAlign = 'center';
  paper.textBaseline = 'alphabetic';
  signs.forEach((sign, index) => {
    const own = widths[index] ?? 0;
    paper.fillText(sign, at.x + (x + own / 2) * ratio, at.y);
    x += own;
  });
  if (place.withUnit && sensor.unit !== '') {
    batch.add({ sizePx: 11, weight: 400, color: tokens.ink2 }, sensor.unit, {
      x: at.x + (end + 4) * ratio,
      y: at.y,
      align: 'left',
    });
  }
}
