import type { Direction, Nozzle, Rotation } from '../model/plantModel.ts';
import type { Extent, SymbolClass, SymbolPort } from './symbolClass';

/** Where a symbol stands on a sheet: flipped in its own x first, then turned clockwise, then moved. */
export interface SymbolPlacement {
  readonly x: number;
  readonly y: number;
  readonly rotation: Rotation;
  readonly mirrored: boolean;
}

/** A port on the sheet. */
export interface PlacedPort {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly direction: Direction;
}

const clockwise: readonly Direction[] = ['north', 'east', 'south', 'west'];

function turnedPoint(x: number, y: number, rotation: Rotation): readonly [number, number] {
  switch (rotation) {
    case 0:
      return [x, y];
    case 90:
      return [-y, x];
    case 180:
      return [-x, -y];
    case 270:
      return [y, -x];
  }
}

/** Sheet coordinates of a point given in the symbol's own. */
export function placedPoint(
  point: { readonly x: number; readonly y: number },
  placement: SymbolPlacement,
): { readonly x: number; readonly y: number } {
  const [x, y] = turnedPoint(placement.mirrored ? -point.x : point.x, point.y, placement.rotation);
  // Adding zero turns -0 into 0, so that equal places are equal.
  return { x: placement.x + x + 0, y: placement.y + y + 0 };
}

/** Where a direction of the symbol points on the sheet. */
export function placedDirection(direction: Direction, placement: SymbolPlacement): Direction {
  const index = clockwise.indexOf(direction);
  const mirrored = placement.mirrored && index % 2 === 1 ? index + 2 : index;
  return clockwise[(mirrored + placement.rotation / 90) % 4] ?? direction;
}

/** A port, or a nozzle added by hand, as it lies on the sheet. */
export function portPosition(port: SymbolPort | Nozzle, placement: SymbolPlacement): PlacedPort {
  const { x, y } = placedPoint(port, placement);
  return { name: port.name, x, y, direction: placedDirection(port.direction, placement) };
}

/** The symbol's extent on the sheet. */
export function extentOf(symbol: Pick<SymbolClass, 'extent'>, placement: SymbolPlacement): Extent {
  const { x, y, width, height } = symbol.extent;
  const one = placedPoint({ x, y }, placement);
  const other = placedPoint({ x: x + width, y: y + height }, placement);
  return {
    x: Math.min(one.x, other.x),
    y: Math.min(one.y, other.y),
    width: Math.abs(one.x - other.x),
    height: Math.abs(one.y - other.y),
  };
}
