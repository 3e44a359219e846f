import { expect, test } from 'vitest';
import { boundsOfGeometry, readPath } from './pathBounds';

function boundsOfPath(d: string): unknown {
  const { x, y, width, height } = boundsOfGeometry({ kind: 'path', d });
  return [x, y, width, height].map((value) => Math.round(value * 10) / 10);
}

test('lines, with relative ones', () => {
  expect(boundsOfPath('M0 -12m-4 -3l4 4l4 -4')).toEqual([-4, -15, 8, 4]);
  expect(boundsOfPath('M-24 -12V12L24 -12V12Z')).toEqual([-24, -12, 48, 24]);
});

test('curves reach as far as they are drawn, not as far as their handles', () => {
  expect(boundsOfPath('M-32 0C-32 -32 32 -32 32 0')).toEqual([-32, -24, 64, 24]);
});

test('arcs go the way that their flags say', () => {
  expect(boundsOfPath('M-16 -28H16A16 12 0 0 0 -16 -28Z')).toEqual([-16, -40, 32, 12]);
  expect(boundsOfPath('M-10 0A10 10 0 0 0 10 0')).toEqual([-10, 0, 20, 10]);
  expect(boundsOfPath('M0 -10A10 10 0 1 0 10 0')).toEqual([-10, -10, 20, 20]);
});

test('a command repeated without its letter is several', () => {
  expect(readPath('M0 0 8 0 8 8').map((command) => command.letter)).toEqual(['M', 'L', 'L']);
});

test('commands that symbols do not use are refused', () => {
  expect(() => readPath('M0 0Q1 1 2 2')).toThrow('Q');
});
