import { describe, expect, it } from 'vitest';
import { crossingsOf, stretchesOf } from './crossings';
import { flowArrowsOf } from './flowArrows';

const across = [
  { x: 0, y: 50 },
  { x: 200, y: 50 },
];
const down = [
  { x: 100, y: 0 },
  { x: 100, y: 100 },
];

describe('[SC8] lines that cross', () => {
  it('[SC8] break where they cross and nowhere else', () => {
    expect(crossingsOf(across, down)).toEqual([{ x: 100, y: 50, leg: 0 }]);
    expect(crossingsOf(down, across)).toEqual([{ x: 100, y: 50, leg: 0 }]);
  });

  it('[SC8] do not break where one only touches the other, as at a tee', () => {
    const teeing = [
      { x: 100, y: 50 },
      { x: 100, y: 100 },
    ];
    expect(crossingsOf(across, teeing)).toEqual([]);
    expect(crossingsOf(teeing, across)).toEqual([]);
  });

  it('[SC9] leave a break of the asked width', () => {
    expect(stretchesOf(across, crossingsOf(across, down), 11)).toEqual([
      [
        { x: 0, y: 50 },
        { x: 94.5, y: 50 },
      ],
      [
        { x: 105.5, y: 50 },
        { x: 200, y: 50 },
      ],
    ]);
  });
});

describe('[SC10] flow arrows', () => {
  it('[SC10] one on each straight run over 96, pointing the drawn way', () => {
    const line = [
      { x: 0, y: 0 },
      { x: 200, y: 0 },
      { x: 200, y: 90 },
      { x: 0, y: 90 },
    ];
    expect(flowArrowsOf(line, false)).toEqual([
      { x: 100, y: 0, rotation: 0 },
      { x: 100, y: 90, rotation: 180 },
    ]);
  });

  it('[SC10] one after a tee on a shorter run, when there is room', () => {
    const shorter = [
      { x: 0, y: 0 },
      { x: 0, y: 64 },
    ];
    expect(flowArrowsOf(shorter, true)).toEqual([{ x: 0, y: 32, rotation: 90 }]);
    expect(flowArrowsOf(shorter, false)).toEqual([]);
  });
});
