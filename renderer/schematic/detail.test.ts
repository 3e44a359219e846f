import { expect, it } from 'vitest';
import { detailOf } from './detail';

it('[SC54] detail comes in steps and never goes again while zooming in', () => {
  const zooms = [0.05, 0.2, 0.25, 0.4, 0.5, 0.7, 1, 1.5, 1.6, 3];
  for (const mode of ['operate', 'model'] as const) {
    const shown = zooms.map((zoom) => {
      return Object.values(detailOf(zoom, mode)).filter(Boolean).length;
    });
    shown.forEach((count, index) => expect(count).toBeGreaterThanOrEqual(shown[index - 1] ?? 0));
  }
});

it('[SC55] plates stand for bubbles in Operate, and Model mode has no states', () => {
  expect(detailOf(1, 'operate')).toMatchObject({ readouts: true, bubbles: false, states: true, signals: false });
  expect(detailOf(1, 'model')).toMatchObject({ readouts: false, bubbles: true, states: false, signals: true });
  expect(detailOf(0.2, 'operate')).toMatchObject({ readouts: false, tags: false, states: false });
});
