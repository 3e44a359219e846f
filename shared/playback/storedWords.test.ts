import { expect, it } from 'vitest';
import { percentWords, spanWords, storedFraction, storedSentence } from './storedWords';
import { createZoneClock } from './zoneClock';

const clock = createZoneClock('UTC');
const hourMs = 3_600_000;

it('[P62] says what is stored here, with gaps or without', () => {
  const dayMs = Date.UTC(2026, 2, 14);
  const morning = { startMs: dayMs, endMs: dayMs + 6 * hourMs };
  const noon = { startMs: dayMs + 11 * hourMs, endMs: dayMs + 14.05 * hourMs };
  expect(storedSentence([{ startMs: dayMs, endMs: dayMs + 14.05 * hourMs }], clock)).toBe(
    'Showing what is stored here, 00:00 to 14:03.',
  );
  expect(storedSentence([morning, noon], clock)).toBe('Showing what is stored here, 00:00 to 14:03, with gaps.');
  expect(storedSentence([], clock)).toBe('Nothing of this sheet is stored here.');
  expect(storedSentence(undefined, clock)).toBe('Showing what is stored here.');
  expect(spanWords({ startMs: dayMs - hourMs, endMs: dayMs }, clock)).toBe('13 Mar 2026 23:00 to 14 Mar 2026 00:00');
});

it('[P60] a part is never called all or nothing', () => {
  const range = { startMs: 0, endMs: 1_000 };
  const stored = [
    { startMs: -500, endMs: 100 },
    { startMs: 900, endMs: 5_000 },
  ];
  expect(storedFraction(stored, range)).toBe(0.2);
  expect([0, 0.001, 0.2, 0.999, 1].map(percentWords)).toEqual(['0 %', '1 %', '20 %', '99 %', '100 %']);
});
