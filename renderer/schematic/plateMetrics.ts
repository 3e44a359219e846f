import type { ComponentId } from '../../shared/model/ids';
import type { Point, Sensor } from '../../shared/model/plantModel';
import type { PlateWish } from '../../shared/schematic/plateLayout';
import type { PlacedComponent, SheetGeometry } from '../../shared/schematic/sheetGeometry';
import { widestText } from '../../shared/schematic/valueText';
import type { TextRuler } from './textBatch';

/** The plate of the design: 38 high; bar 6 x 30 at 5 from the left; text from 18. */
export const plateHeight = 38;
export const textFromPlateLeft = 18;
export const textWithoutBar = 8;
const rightRoom = 8;
const narrowest = 92;
/** Room beside the tag for age and glyph, so that a state change does not widen the plate. */
const ageRoom = 47;
const unitGap = 4;
const bubbleGap = 4;

/** Widest digit of a font: every digit gets this much, so that numbers never shift. */
export function digitWidth(ruler: TextRuler, sizePx: number, weight: number): number {
  return Math.max(...['0', '3', '4', '6', '8'].map((digit) => ruler.widthOf(digit, sizePx, weight)));
}

/** Width of a number whose digits are all equally wide. */
export function numberWidth(
  ruler: TextRuler,
  text: string,
  font: { readonly sizePx: number; readonly weight: number },
): number {
  const digit = digitWidth(ruler, font.sizePx, font.weight);
  let width = 0;
  for (const sign of text) {
    width += sign >= '0' && sign <= '9' ? digit : ruler.widthOf(sign, font.sizePx, font.weight);
  }
  return width;
}

/** Room kept for the number, from the sensor's range. */
export function reservedWidth(ruler: TextRuler, sensor: Sensor): number {
  return Math.ceil(numberWidth(ruler, widestText(sensor), { sizePx: 16, weight: 600 }));
}

/** Where an instrument measures: the tap or the flow element its impulse line leads to; undefined: its own place. */
export function tapOf(geometry: SheetGeometry, { component }: PlacedComponent): Point | undefined {
  for (const id of geometry.linesAt(component.id)) {
    const line = geometry.lines.get(id);
    if (line === undefined || (line.lineClass !== undefined && line.lineClass.kind !== 'impulse')) {
      continue;
    }
    const { from, to } = line.connection;
    const otherId = from.componentId === component.id ? to.componentId : from.componentId;
    const other = geometry.components.get(otherId);
    if (other?.symbol?.behaviour === 'tap' || other?.symbol?.behaviour === 'junction') {
      return { x: other.component.x, y: other.component.y };
    }
    if (other !== undefined && other.symbol?.behaviour !== 'instrument') {
      return from.componentId === component.id ? line.points.at(-1) : line.points[0];
    }
  }
  return undefined;
}

/** What a plate's wish depends on besides its instrument. */
export interface PlateSurroundings {
  readonly zoom: number;
  readonly ruler: TextRuler;
  readonly geometry: SheetGeometry;
  /** Bubbles are drawn too. */
  readonly bubbles: boolean;
}

/** The wish of one instrument's plate at a zoom, in CSS px from the sheet's origin. */
export function plateWish(
  placed: PlacedComponent,
  sensor: Sensor,
  { zoom, ruler, geometry, bubbles }: PlateSurroundings,
): PlateWish<ComponentId> {
  const { component } = placed;
  const unit = sensor.unit === '' ? 0 : ruler.widthOf(sensor.unit, 11, 400) + unitGap;
  const value = reservedWidth(ruler, sensor) + unit;
  const tag = ruler.widthOf(component.tag, 11, 500) + ageRoom;
  const width = Math.max(narrowest, Math.ceil(textFromPlateLeft + Math.max(tag, value + rightRoom)));
  const tap = tapOf(geometry, placed);
  // Where the bubble itself is drawn, its plate stands above it.
  const lift = bubbles && component.readoutX === 0 && component.readoutY === 0;
  const above = lift ? (placed.body.height / 2) * zoom + plateHeight / 2 + bubbleGap : 0;
  return {
    id: component.id,
    centre: { x: (component.x + component.readoutX) * zoom, y: (component.y + component.readoutY) * zoom - above },
    width,
    height: plateHeight,
    barWidth: textFromPlateLeft - textWithoutBar,
    unitWidth: Math.ceil(unit),
    tap: tap && { x: tap.x * zoom, y: tap.y * zoom },
  };
}
