import type { PlantComponent } from '../../shared/model/plantModel';
import type { PlacedComponent } from '../../shared/schematic/sheetGeometry';
import { placedPoint } from '../../shared/symbols/symbolPlacement';
import { deviceX, deviceY, type Projection } from './paper';
import type { TextBatch } from './textBatch';

/** Letters and number of an instrument's tag: `FT-101` is FT over 101. */
export function splitTag(tag: string): { readonly letters: string; readonly number: string } {
  const match = /([A-Za-z]+)[\s_-]*(\d.*)$/.exec(tag.trim());
  return match === null ? { letters: tag.trim(), number: '' } : { letters: match[1] ?? '', number: match[2] ?? '' };
}

function textOf(component: PlantComponent, part: string): string | undefined {
  switch (part) {
    case 'letters':
      return component.tag === '' ? undefined : splitTag(component.tag).letters;
    case 'number':
      return component.tag === '' ? undefined : splitTag(component.tag).number;
    case 'text':
      return component.properties['text'] ?? (component.tag === '' ? undefined : component.tag);
    default:
      return undefined;
  }
}

const anchors = { start: 'left', middle: 'center', end: 'right' } as const;
/** From the base line to the middle of the capitals, as a part of the size. */
const riseOfMiddle = 0.35;
/** Below this size on the screen text is a smear. */
const smallestPx = 6;
/** Words of the drawing itself stay readable; only the letters in a bubble shrink with it. */
const smallestWordsPx = 11;
const wordsFrom = 0.5;
/** The point of an off-page connector and a margin, where no text goes. */
const offPagePoint = 18;

/** Adds the text inside a symbol to a batch. It scales with the symbol and stays upright however that is turned. */
export function addSymbolText(
  batch: TextBatch,
  placed: PlacedComponent,
  at: { projection: Projection; color: string },
): void {
  const { projection, color } = at;
  const zoom = projection.scale / projection.ratio;
  for (const shape of placed.symbol?.shapes ?? []) {
    if (shape.geometry.kind !== 'text') {
      continue;
    }
    const { x, y, weight, anchor } = shape.geometry;
    const smallest = shape.part === 'text' && zoom >= wordsFrom ? smallestWordsPx / zoom : 0;
    const sizePx = Math.max(shape.geometry.sizePx, smallest);
    if (sizePx * zoom < smallestPx) {
      continue;
    }
    const rise = sizePx * riseOfMiddle;
    const middle = placedPoint({ x, y: y - rise }, placed.component);
    const text = textOf(placed.component, shape.part) ?? shape.geometry.text;
    batch.add({ sizePx: sizePx * zoom, weight, color }, text, {
      x: deviceX(projection, middle.x),
      y: deviceY(projection, middle.y + rise),
      align: anchors[anchor],
      ...(placed.symbol?.behaviour === 'off-page'
        ? { mostWidth: (placed.symbol.extent.width - offPagePoint) * projection.scale }
        : {}),
    });
  }
}
