import { expect, test } from 'vitest';
import { movedLeg } from './movedLeg';

const line = [
  { x: 0, y: 0 },
  { x: 48, y: 0 },
  { x: 48, y: 80 },
  { x: 96, y: 80 },
];

test('[E24] an inner leg moves across its own direction only', () => {
  expect(movedLeg(line, 1, { x: 16, y: 99 })).toEqual([
    { x: 0, y: 0 },
    { x: 64, y: 0 },
    { x: 64, y: 80 },
    { x: 96, y: 80 },
  ]);
});

test('[E24] a leg at a port keeps a stub there', () => {
  expect(movedLeg(line, 0, { x: 5, y: -24 })).toEqual([
    { x: 0, y: 0 },
    { x: 16, y: 0 },
    { x: 16, y: -24 },
    { x: 48, y: -24 },
    { x: 48, y: 80 },
    { x: 96, y: 80 },
  ]);
});

test('[E24] a straight line gets a detour between its two stubs', () => {
  const straight = [
    { x: 0, y: 0 },
    { x: 96, y: 0 },
  ];
  expect(movedLeg(straight, 0, { x: 0, y: 32 })).toEqual([
    { x: 0, y: 0 },
    { x: 16, y: 0 },
    { x: 16, y: 32 },
    { x: 80, y: 32 },
    { x: 80, y: 0 },
    { x: 96, y: 0 },
  ]);
});
