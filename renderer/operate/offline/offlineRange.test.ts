import { expect, it } from 'vitest';
import { createZoneClock } from '../../../shared/playback/zoneClock';
import { chosenRange, type RangeContext, typedRangeOf } from './offlineRange';

const dayMs = 86_400_000;
const context: RangeContext = {
  window: { startMs: 29.2 * dayMs, endMs: 29.4 * dayMs },
  range: { startMs: 0, endMs: 30 * dayMs },
  playheadMs: 29.3 * dayMs,
  clock: createZoneClock('UTC'),
};
/** The last moment there is belongs to what is taken, and ranges are half open. */
const afterLastMs = 30 * dayMs + 1;
const nothing = { from: '', to: '' };

it('[P63] the times are the window, the last days, or all, as far as there is history', () => {
  expect(chosenRange('window', nothing, context)).toEqual({ ok: true, range: context.window });
  expect(chosenRange('week', nothing, context)).toEqual({
    ok: true,
    range: { startMs: 23 * dayMs, endMs: afterLastMs },
  });
  expect(chosenRange('all', nothing, context)).toEqual({ ok: true, range: { startMs: 0, endMs: afterLastMs } });
  const short = { ...context, range: { startMs: 29 * dayMs, endMs: 30 * dayMs } };
  expect(chosenRange('month', nothing, short)).toEqual({
    ok: true,
    range: { startMs: 29 * dayMs, endMs: afterLastMs },
  });
});

it('[P63] own times are typed as at the timeline, and say what is wrong with them', () => {
  const typed = (from: string, to: string) => chosenRange('own', { from, to }, context);
  expect(typed('06:00', '07:30')).toEqual({
    ok: true,
    range: { startMs: 29.25 * dayMs, endMs: 29 * dayMs + 7.5 * 3_600_000 },
  });
  expect(typed('29 Jan 1970', 'now')).toEqual({ ok: true, range: { startMs: 28 * dayMs, endMs: afterLastMs } });
  expect(typed('soon', 'now')).toMatchObject({ ok: false, field: 'from' });
  expect(typed('06:00', 'soon')).toMatchObject({ ok: false, field: 'to' });
  expect(typed('07:30', '06:00')).toMatchObject({
    ok: false,
    field: 'to',
    problem: 'The end has to be after the beginning',
  });
  expect(typed('2026-01-01', '2026-01-02')).toMatchObject({ ok: false, problem: 'There is no history at that time' });
});

it('[P63] a range that is written down can be typed again', () => {
  const range = { startMs: 3 * dayMs + 12_000, endMs: 4 * dayMs };
  expect(chosenRange('own', typedRangeOf(range, context.clock), context)).toEqual({ ok: true, range });
});
