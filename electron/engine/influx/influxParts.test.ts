import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SampleColumns } from '../../../shared/history/historySource';
import type { RowBlock } from './answerRows';
import { samplesOf } from './columnSamples';
import { FrameFiller } from './frameFiller';
import { mergeStreams } from './mergeStreams';
import { medianPeriodMs } from './seriesPeriods';

const never = new AbortController().signal;

describe('streams read at once', () => {
  async function* counting(name: string, count: number): AsyncGenerator<string> {
    for (let index = 0; index < count; index += 1) {
      await Promise.resolve();
      yield `${name}${String(index)}`;
    }
  }

  test('[I10] everything arrives, each stream in its order, at most so many at once', async () => {
    let running = 0;
    let most = 0;
    const makers = ['a', 'b', 'c', 'd', 'e'].map(
      (name) =>
        async function* (): AsyncGenerator<string> {
          running += 1;
          most = Math.max(most, running);
          yield* counting(name, 4);
          running -= 1;
        },
    );
    const seen: string[] = [];
    for await (const one of mergeStreams(makers, 2, never)) {
      seen.push(one);
    }
    expect(most).toBe(2);
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      expect(seen.filter((one) => one.startsWith(name))).toEqual(
        [0, 1, 2, 3].map((index) => `${name}${String(index)}`),
      );
    }
  });

  test('[I18] when one fails, or the reader leaves, the others are stopped', async () => {
    const signals: AbortSignal[] = [];
    const waiting = async function* (signal: AbortSignal): AsyncGenerator<string> {
      signals.push(signal);
      yield 'first';
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    };
    const failing = async function* (): AsyncGenerator<string> {
      yield 'second';
      throw new Error('broken');
    };
    const drain = async (): Promise<void> => {
      for await (const one of mergeStreams([waiting, failing], 2, never)) {
        expect(one).not.toBe('');
      }
    };
    await expect(drain()).rejects.toThrow('broken');
    for await (const one of mergeStreams([waiting, waiting], 2, never)) {
      expect(one).toBe('first');
      break;
    }
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  });
});

/** Rows of a time and two fields, NaN where a row lacks one. */
function blockOf(rows: readonly (readonly number[])[]): RowBlock {
  const stride = rows.length + 3;
  const cells = new Float64Array(stride * 3).fill(-1);
  rows.forEach((row, at) => row.forEach((value, column) => (cells[column * stride + at] = value)));
  return { statement: 0, tags: {}, columns: ['time', 'a', 'b'], rowCount: rows.length, cells, stride };
}

describe('samples of a series in a block', () => {
  const times = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 20 });
  const value = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(NaN));

  test('[I3] rows without a value are left out; times ascend, after the last block, the last of a moment stays', () => {
    fc.assert(
      fc.property(
        times,
        fc.array(value, { minLength: 20, maxLength: 20 }),
        fc.integer({ min: -1, max: 30 }),
        (all, values, afterMs) => {
          const rows = [...all]
            .sort((left, right) => left - right)
            .map((timeMs, at) => [timeMs, values[at] ?? NaN, NaN]);
          const last = new Map(
            rows.filter(([timeMs = 0, one]) => timeMs > afterMs && !Number.isNaN(one)).map(([t = 0, v = 0]) => [t, v]),
          );
          const samples = samplesOf(blockOf(rows), { value: 1, quality: undefined, afterMs });
          expect(Array.from(samples.timesMs, (timeMs, at) => [timeMs, samples.values[at]])).toEqual([...last]);
          expect(samples.timesMs.buffer.byteLength).toBe(samples.timesMs.byteLength);
        },
      ),
    );
  });
});

describe('frames from samples as they arrive', () => {
  const sample = fc.tuple(fc.integer({ min: -50, max: 400 }), fc.integer({ min: 0, max: 99 }));
  const grid = fc.record({
    startMs: fc.integer({ min: -20, max: 100 }),
    stepMs: fc.constantFrom(0, 1, 7, 7.25, 100),
    frameCount: fc.integer({ min: 0, max: 40 }),
  });

  function columns(samples: readonly (readonly [number, number])[]): SampleColumns {
    return {
      timesMs: Float64Array.from(samples, ([timeMs]) => timeMs),
      values: Float64Array.from(samples, ([, one]) => one),
      qualities: Uint8Array.from(samples, ([, one]) => one % 3),
    };
  }

  test('[H13] each frame holds the last sample at or before its moment, however the samples are cut', () => {
    fc.assert(
      fc.property(fc.uniqueArray(sample, { selector: ([timeMs]) => timeMs }), grid, fc.nat(9), (all, asked, cut) => {
        const sorted = [...all].sort(([left], [right]) => left - right);
        const before = sorted.filter(([timeMs]) => timeMs <= asked.startMs).slice(-1);
        const after = sorted.filter(([timeMs]) => timeMs > asked.startMs);
        const start = columns(before.length === 0 ? [[NaN, NaN]] : before);
        const filler = new FrameFiller(asked, start);
        filler.add(0, columns(after.slice(0, cut)));
        filler.add(0, columns(after.slice(cut)));
        const tile = filler.finish();
        for (let frame = 0; frame < asked.frameCount; frame += 1) {
          const momentMs = asked.startMs + frame * asked.stepMs;
          const [timeMs, one] = sorted.filter(([time]) => time <= momentMs).at(-1) ?? [NaN, NaN];
          expect([tile.values[frame], tile.agesMs[frame]]).toEqual([one, Math.fround(momentMs - timeMs)]);
          expect(tile.qualities[frame]).toBe(Number.isNaN(one) ? 0 : one % 3);
        }
      }),
    );
  });
});

test('[I41] the period is the median distance of the last samples, none below three', () => {
  expect(medianPeriodMs([])).toBeUndefined();
  expect(medianPeriodMs([1, 2])).toBeUndefined();
  expect(medianPeriodMs([0, 60, 120])).toBe(60);
  expect(medianPeriodMs([0, 60, 120, 10_000, 10_060])).toBe(60);
  expect(medianPeriodMs(Array.from({ length: 100 }, (_, at) => (at < 80 ? at : 80 + (at - 80) * 5)))).toBe(5);
});
