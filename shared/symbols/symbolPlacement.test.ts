import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rotation } from '../model/plantModel';
import { symbolCatalogue } from './symbolCatalogue';
import { extentOf, placedDirection, placedPoint, portPosition } from './symbolPlacement';
import type { SymbolPlacement } from './symbolPlacement';
import { placedSymbolSvg } from './symbolSvg';

const rotations: readonly Rotation[] = [0, 90, 180, 270];
const placements = fc.record({
  x: fc.integer({ min: -500, max: 500 }),
  y: fc.integer({ min: -500, max: 500 }),
  rotation: fc.constantFrom(...rotations),
  mirrored: fc.boolean(),
});
const at = (rotation: Rotation, mirrored = false): SymbolPlacement => ({ x: 100, y: 50, rotation, mirrored });
const unit = { north: [0, -1], east: [1, 0], south: [0, 1], west: [-1, 0] } as const;

test('[SY17] a port turns clockwise about the insertion point', () => {
  const port = { name: 'out', x: 24, y: 0, direction: 'east' } as const;
  expect(portPosition(port, at(0))).toEqual({ name: 'out', x: 124, y: 50, direction: 'east' });
  expect(portPosition(port, at(90))).toEqual({ name: 'out', x: 100, y: 74, direction: 'south' });
  expect(portPosition(port, at(180))).toEqual({ name: 'out', x: 76, y: 50, direction: 'west' });
  expect(portPosition(port, at(270))).toEqual({ name: 'out', x: 100, y: 26, direction: 'north' });
});

test('[SY17] a symbol is mirrored before it is turned', () => {
  const port = { name: 'out', x: 24, y: -8, direction: 'east' } as const;
  expect(portPosition(port, at(0, true))).toEqual({ name: 'out', x: 76, y: 42, direction: 'west' });
  expect(portPosition(port, at(90, true))).toEqual({ name: 'out', x: 108, y: 26, direction: 'north' });
});

test('[SY17] a direction turns as a point in that direction does', () => {
  fc.assert(
    fc.property(placements, fc.constantFrom('north', 'east', 'south', 'west'), (placement, direction) => {
      const [x, y] = unit[direction];
      const [turnedX, turnedY] = unit[placedDirection(direction, placement)];
      expect(placedPoint({ x, y }, placement)).toEqual({ x: placement.x + turnedX, y: placement.y + turnedY });
    }),
  );
});

test('[SY17] the extent on the sheet holds every port', () => {
  fc.assert(
    fc.property(placements, fc.constantFrom(...symbolCatalogue.all), (placement, symbol) => {
      const extent = extentOf(symbol, placement);
      for (const port of symbol.ports.map((own) => portPosition(own, placement))) {
        expect(port.x >= extent.x && port.x <= extent.x + extent.width).toBe(true);
        expect(port.y >= extent.y && port.y <= extent.y + extent.height).toBe(true);
      }
    }),
  );
});

test('[SY8] text of a turned symbol stays upright and its place turns', () => {
  const connector = symbolCatalogue.get('off-page');
  expect(connector).toBeDefined();
  if (connector !== undefined) {
    const turned = placedSymbolSvg(connector, at(180), { texts: { text: 'Purge <9>' } });
    expect(turned).toContain('Purge &lt;9&gt;</text>');
    expect(turned).toContain('<text x="104" y="53.7"');
    expect(turned).toContain('<path transform="translate(100 50) rotate(180)"');
  }
});
