import type { Point } from '../../shared/model/plantModel';
import type { ComponentLook } from '../../shared/schematic/componentLook';
import {
  isMinor,
  type LabelBody,
  labelLinePx,
  labelPlaces,
  placementOf,
  type TextPlace,
} from '../../shared/schematic/labelPlaces';
import type { PlacedComponent } from '../../shared/schematic/sheetGeometry';
import { deviceX, deviceY, type Projection } from './paper';
import { isSymbolShown, type SceneParts } from './sceneParts';
import type { TextBatch, TextStyle } from './textBatch';

/** A space between a tag and the words in its line. */
const inLineGapPx = 5;
/** Tags of fittings and hand valves would run into each other below this zoom. */
const minorTagsFrom = 0.5;

interface LabelText {
  readonly tag: string;
  readonly words: string;
  readonly caption: string;
}

function stylesOf(
  parts: SceneParts,
  placed: PlacedComponent,
  look: ComponentLook,
): Record<'tag' | 'words' | 'caption', TextStyle> {
  const { tokens } = parts;
  const minor = isMinor(placed.symbol) && parts.values.slotsOf(placed.component.id) === undefined;
  const level = placed.symbol?.behaviour === 'vessel';
  const inside = placementOf(placed.component, placed.symbol) === 'inside';
  const halo = inside || !parts.detail.words ? {} : { halo: tokens.canvas };
  return {
    tag: minor
      ? { sizePx: 11, weight: 400, color: tokens.ink3, ...halo }
      : { sizePx: 12, weight: 600, color: tokens.ink1, ...halo },
    words: level
      ? { sizePx: 12, weight: 600, color: tokens.ink1 }
      : look.strong
        ? { sizePx: 12, weight: 600, color: tokens.ink1, ...halo }
        : { sizePx: 12, weight: 400, color: tokens.ink2, ...halo },
    caption: { sizePx: 11, weight: 400, color: tokens.ink3 },
  };
}

function textsOf(parts: SceneParts, placed: PlacedComponent, look: ComponentLook): LabelText {
  const { component } = placed;
  const operate = parts.mode === 'operate';
  return {
    tag: component.tag,
    words: operate && parts.detail.words ? look.words : '',
    caption: !operate && parts.detail.words ? (component.properties['caption'] ?? '') : '',
  };
}

interface LabelJob {
  readonly placed: PlacedComponent;
  readonly look: ComponentLook;
  readonly projection: Projection;
}

/** Adds tag, state words and caption of a component to a batch. */
export function addLabel(batch: TextBatch, parts: SceneParts, job: LabelJob): void {
  const { placed, look } = job;
  const { ratio } = job.projection;
  const placement = placementOf(placed.component, placed.symbol);
  if (placement === 'hidden' || !isLabelShown(parts, job)) {
    return;
  }
  const places = labelPlaces(placement, placed.symbol, bodyOnScreen(parts, job));
  const texts = textsOf(parts, placed, look);
  const styles = stylesOf(parts, placed, look);
  const second = texts.words === '' ? texts.caption : texts.words;
  const secondStyle = texts.words === '' ? styles.caption : styles.words;
  if (places.inLine) {
    const pieces = [[texts.tag, styles.tag] as const, [second, secondStyle] as const];
    addInLine(batch, parts, { ratio, place: places.tag, pieces });
    return;
  }
  addAt(batch, { text: texts.tag, style: styles.tag, place: places.tag, ratio });
  const secondPlace = texts.tag === '' && placement !== 'inside' ? places.tag : places.words;
  second.split('\n').forEach((text, index) => {
    const y = secondPlace.y + index * labelLinePx;
    addAt(batch, { text, style: secondStyle, place: { ...secondPlace, y }, ratio });
  });
}

/** Bubbles carry their tag inside; far out only equipment is named. */
function isLabelShown(parts: SceneParts, { placed, projection }: LabelJob): boolean {
  const bubble = placed.symbol?.behaviour === 'instrument' && !placed.symbol.inline;
  const tooSmall = isMinor(placed.symbol) && projection.scale / projection.ratio < minorTagsFrom;
  return parts.detail.tags && !bubble && !tooSmall && isSymbolShown(parts, placed);
}

function bodyOnScreen(parts: SceneParts, { placed, look, projection }: LabelJob): LabelBody {
  const { scale, ratio } = projection;
  const { body, component } = placed;
  const at = (x: number, y: number): Point => ({
    x: deviceX(projection, x) / ratio,
    y: deviceY(projection, y) / ratio,
  });
  const zoom = scale / ratio;
  return {
    body: { ...at(body.x, body.y), width: body.width * zoom, height: body.height * zoom },
    origin: at(component.x, component.y),
    zoom,
    hasBar: look.bar !== undefined && parts.detail.words,
  };
}

function addAt(
  batch: TextBatch,
  {
    text,
    style,
    place,
    ratio,
  }: { readonly text: string; readonly style: TextStyle; readonly place: TextPlace; readonly ratio: number },
): void {
  batch.add(style, text, {
    x: Math.round(place.x * ratio),
    y: Math.round(place.y * ratio),
    align: place.align,
  });
}

function addInLine(
  batch: TextBatch,
  parts: SceneParts,
  line: {
    readonly ratio: number;
    readonly place: TextPlace;
    readonly pieces: readonly (readonly [string, TextStyle])[];
  },
): void {
  const shown = line.pieces
    .filter(([text]) => text !== '')
    .map(([text, style]) => [text.replace('\n', ' '), style] as const);
  const widths = shown.map(([text, style]) => parts.ruler.widthOf(text, style.sizePx, style.weight));
  const whole = widths.reduce((sum, width) => sum + width, 0) + inLineGapPx * Math.max(0, shown.length - 1);
  let x = line.place.x - whole / 2;
  shown.forEach(([text, style], index) => {
    addAt(batch, { text, style, place: { ...line.place, x, align: 'left' }, ratio: line.ratio });
    x += (widths[index] ?? 0) + inLineGapPx;
  });
}
