import type { PlantComponent, Point } from '../model/plantModel';
import type { Extent, SymbolClass } from '../symbols/symbolClass';

/** Where lines of text begin, in px of the screen. Lines keep their size at any zoom. */
export interface TextPlace {
  readonly x: number;
  /** Base line of the first line. */
  readonly y: number;
  readonly align: 'left' | 'center' | 'right';
}

/** Places of the tag and of the state's words. */
export interface LabelPlaces {
  readonly tag: TextPlace;
  readonly words: TextPlace;
  /** The words follow the tag in its line. */
  readonly inLine: boolean;
}

/** Distance between base lines. */
export const labelLinePx = 14;
const gapPx = 16;
const sideGapPx = 6;
/** Room for the position bar under a modulating valve. */
const barRoomPx = 8;
/** A symbol that reaches this far above its axis carries an actuator: its label stands beside that. */
const actuatorReach = 24;

/** Which side the label stands on: the engineer's choice, else the symbol's. */
export function placementOf(
  component: Pick<PlantComponent, 'labelPlacement'>,
  symbol: SymbolClass | undefined,
): Exclude<PlantComponent['labelPlacement'], 'auto'> {
  const { labelPlacement } = component;
  return labelPlacement === 'auto' ? (symbol?.labelPlacement ?? 'below') : labelPlacement;
}

/** What the places are worked out from, in px of the screen. */
export interface LabelBody {
  readonly body: Extent;
  readonly origin: Point;
  readonly zoom: number;
  readonly hasBar: boolean;
}

function beside(right: boolean, { body, origin, zoom }: LabelBody): LabelPlaces {
  const x = right ? body.x + body.width + sideGapPx : body.x - sideGapPx;
  const besideActuator = origin.y - body.y > actuatorReach * zoom;
  const y = besideActuator ? body.y + 8 : body.y + body.height / 2 - 3;
  const align = right ? 'left' : 'right';
  return { tag: { x, y, align }, words: { x, y: y + labelLinePx, align }, inLine: false };
}

function inside(symbol: SymbolClass | undefined, { body }: LabelBody): LabelPlaces {
  const x = body.x + body.width / 2;
  const middle = body.y + body.height / 2;
  const at = (y: number): TextPlace => ({ x, y, align: 'center' });
  switch (symbol?.behaviour) {
    case 'chiller':
      return { tag: at(middle + 6), words: at(body.y + body.height + gapPx), inLine: false };
    case 'tower':
      return { tag: at(middle + 4), words: at(middle + 4 + labelLinePx), inLine: false };
    default:
      return { tag: at(middle - 8), words: at(middle + 18), inLine: false };
  }
}

/** Where tag and words stand on a side of a symbol. */
export function labelPlaces(
  placement: 'above' | 'below' | 'left' | 'right' | 'inside',
  symbol: SymbolClass | undefined,
  body: LabelBody,
): LabelPlaces {
  const x = body.body.x + body.body.width / 2;
  switch (placement) {
    case 'below': {
      const y = body.body.y + body.body.height + gapPx + (body.hasBar ? barRoomPx : 0);
      return {
        tag: { x, y, align: 'center' },
        words: { x, y: y + labelLinePx, align: 'center' },
        inLine: false,
      };
    }
    case 'above': {
      const tag: TextPlace = { x, y: body.body.y - 8, align: 'center' };
      return { tag, words: tag, inLine: true };
    }
    case 'left':
      return beside(false, body);
    case 'right':
      return beside(true, body);
    case 'inside':
      return inside(symbol, body);
  }
}

/** Fittings and hand valves carry their tag small, so that the eye finds the equipment first. */
export function isMinor(symbol: SymbolClass | undefined): boolean {
  return (
    symbol !== undefined &&
    (symbol.behaviour === 'check-valve' ||
      symbol.behaviour === 'fitting' ||
      symbol.group === 'valves' ||
      symbol.group === 'safety')
  );
}
