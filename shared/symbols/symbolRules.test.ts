import { describe, expect, test } from 'vitest';
import { boundsOf } from './pathBounds';
import { symbolCatalogue } from './symbolCatalogue';
import type { Extent, SymbolClass, SymbolGeometry, SymbolShape } from './symbolClass';

const symbols = symbolCatalogue.all;
const isHalfGrid = (value: number): boolean => Number.isInteger(value / 4);

/** A thin symbol still takes the height of a valve body, so that rows of them line up. */
const usualReachPx = 12;

function drawnGeometries(symbol: SymbolClass, keep: (shape: SymbolShape) => boolean): readonly SymbolGeometry[] {
  const kept = symbol.shapes.filter((shape) => symbol.behaviour === 'text' || shape.geometry.kind !== 'text');
  return kept.filter(keep).map((shape) => shape.geometry);
}

test('there are enough classes for a process plant and its utilities', () => {
  expect(symbols.length).toBeGreaterThanOrEqual(80);
  expect(new Set(symbols.map((symbol) => symbol.id)).size).toBe(symbols.length);
  expect(new Set(symbols.map((symbol) => symbol.title)).size).toBe(symbols.length);
});

describe.each(symbols.map((symbol) => [symbol.id, symbol] as const))('%s', (_, symbol) => {
  const { extent, ports } = symbol;
  const right = extent.x + extent.width;
  const bottom = extent.y + extent.height;

  test('[SY2] ports lie on the half grid and within the extent', () => {
    for (const port of ports) {
      expect(isHalfGrid(port.x) && isHalfGrid(port.y), port.name).toBe(true);
      expect(port.x >= extent.x && port.x <= right && port.y >= extent.y && port.y <= bottom, port.name).toBe(true);
    }
  });

  test('[SY3] an in-line symbol stands on the flow axis and spans a multiple of 8', () => {
    const input = ports.find((port) => port.name === 'in' && port.direction === 'west');
    const output = ports.find((port) => port.name === 'out' && port.direction === 'east');
    expect(symbol.inline).toBe(input !== undefined && output !== undefined);
    if (input !== undefined && output !== undefined) {
      expect([input.y, output.y]).toEqual([0, 0]);
      expect(output.x).toBe(-input.x);
      expect((output.x - input.x) % 8).toBe(0);
    }
  });

  test('[SY4] port names are unique', () => {
    expect(new Set(ports.map((port) => port.name)).size).toBe(ports.length);
  });

  test('[SY5] the extent is the drawing with its ports, rounded outwards', () => {
    const places = ports.map((port) => ({ kind: 'circle' as const, cx: port.x, cy: port.y, r: 0 }));
    const drawn = boundsOf([...drawnGeometries(symbol, () => true), ...places]);
    const outline = boundsOf([...drawnGeometries(symbol, (shape) => shape.strokeWidth > 0), ...places]);
    const sparesOf = (bounds: Extent): readonly number[] => [
      bounds.x - extent.x,
      bounds.y - extent.y,
      right - bounds.x - bounds.width,
      bottom - bounds.y - bounds.height,
    ];
    if (symbol.behaviour === 'text') {
      return;
    }
    expect(Math.min(...sparesOf(outline))).toBeGreaterThanOrEqual(-0.5);
    expect(Math.min(...sparesOf(drawn))).toBeGreaterThanOrEqual(-4);
    const [left, above, beyond, below] = sparesOf(drawn);
    expect(Math.max(left ?? 0, beyond ?? 0)).toBeLessThanOrEqual(4.5);
    expect(extent.y === -usualReachPx ? 0 : above).toBeLessThanOrEqual(4.5);
    expect(bottom === usualReachPx ? 0 : below).toBeLessThanOrEqual(4.5);
  });

  test('[SY6] strokes are at most 3 px and text has a size to be read', () => {
    for (const shape of symbol.shapes) {
      expect(shape.strokeWidth).toBeLessThanOrEqual(3);
      expect(shape.geometry.kind !== 'text' || shape.geometry.sizePx >= 10).toBe(true);
    }
  });

  test('[SY9] what rotates or lifts says how far', () => {
    for (const shape of symbol.shapes) {
      expect(shape.openDegrees !== undefined && shape.closedDegrees !== undefined).toBe(shape.motion === 'rotate');
      expect(shape.liftPx !== undefined).toBe(shape.motion === 'lift');
    }
  });

  test('[SY10] it offers a level exactly when it has contents', () => {
    expect(symbol.slots.includes('level')).toBe(symbol.level !== undefined);
    if (symbol.level !== undefined) {
      expect(symbol.level.emptyY).toBeGreaterThan(symbol.level.fullY);
      expect(symbol.level.emptyY).toBeLessThanOrEqual(bottom);
      expect(symbol.level.fullY).toBeGreaterThanOrEqual(extent.y);
    }
  });

  test('[SY12] the palette has short words for it', () => {
    expect(symbol.shortTitle.length).toBeLessThanOrEqual(14);
    expect(symbol.keywords.length).toBeGreaterThan(0);
    expect(symbol.keywords.every((word) => word === word.toLowerCase())).toBe(true);
    expect(new Set(symbol.slots).size).toBe(symbol.slots.length);
    expect(symbol.tagLetters ?? 'A').toMatch(/^[A-Z]{1,3}$/);
  });
});

test('[SY11] valves and what rotates show their state by a fill', () => {
  const shown = symbols.filter((symbol) => ['valve', 'rotating', 'chiller'].includes(symbol.behaviour));
  const unfilled = shown.filter((symbol) => !symbol.shapes.some((shape) => shape.motion === 'fill'));
  expect(unfilled.map((symbol) => symbol.id)).toEqual([]);
});

test('[SY14] a junction, a tap and a text have the ports that the drawing counts on', () => {
  const portsOf = (id: string): unknown =>
    symbolCatalogue.get(id)?.ports.map((port) => [port.name, port.x, port.y, port.direction]);
  expect(portsOf('junction')).toEqual([
    ['north', 0, 0, 'north'],
    ['east', 0, 0, 'east'],
    ['south', 0, 0, 'south'],
    ['west', 0, 0, 'west'],
  ]);
  expect(portsOf('tap')).toEqual([
    ['in', -4, 0, 'west'],
    ['out', 4, 0, 'east'],
    ['signal', 0, 0, 'north'],
  ]);
  expect(portsOf('text')).toEqual([]);
});
