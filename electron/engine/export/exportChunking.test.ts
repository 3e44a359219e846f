import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HistorySource, SampleBlock } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import {
  day0,
  dayMs,
  freeContext,
  minuteMs,
  plainSeries,
  rawSource,
  readFolder,
  requestFor,
  useExportFolder,
} from './exportFixture';
import { exportHistory } from './exportHistory';
import { mostCost, PieceSize } from './pieceSize';
import { readRuns } from './readRuns';
import { readSlices } from './readSlices';

// Rule numbers refer to docs/spec/export.md.

const at = useExportFolder();

/** Samples of one series: distinct whole milliseconds, ascending. */
type Samples = readonly (readonly [timeMs: number, value: number])[];

const samples: fc.Arbitrary<Samples> = fc
  .uniqueArray(fc.integer({ min: day0 - minuteMs, max: day0 + 2 * dayMs }), { maxLength: 60 })
  .chain((times) =>
    fc
      .array(fc.double({ noNaN: false }), { minLength: times.length, maxLength: times.length })
      .map((values) =>
        times
          .toSorted((one, other) => one - other)
          .map((timeMs, index): readonly [number, number] => [timeMs, values[index] ?? 0]),
      ),
  );

/** Hands samples out in blocks of odd sizes, interleaved as the cuts say, some of them empty. */
function choppySource(all: readonly Samples[], cuts: readonly number[]): HistorySource {
  async function* readRaw(names: readonly string[], { startMs, endMs }: TimeRange): AsyncGenerator<SampleBlock> {
    const left = names.map((name) =>
      (all[Number(name.slice(1))] ?? []).filter(([timeMs]) => timeMs >= startMs && timeMs < endMs),
    );
    for (let turn = 0; left.some((rest) => rest.length > 0); turn += 1) {
      const index = turn % names.length;
      // Every other round takes something, or a series could be passed over for ever.
      const least = Math.floor(turn / names.length) % 2;
      const taken = left[index]?.splice(0, Math.max(least, cuts[turn % cuts.length] ?? 1)) ?? [];
      yield {
        index,
        timesMs: Float64Array.from(taken, ([timeMs]) => timeMs),
        values: Float64Array.from(taken, ([, value]) => value),
        qualities: new Uint8Array(taken.length),
      };
    }
  }
  return rawSource(readRaw);
}

const cases = fc.record({
  all: fc.array(samples, { minLength: 1, maxLength: 6 }),
  cuts: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }),
  startMs: fc.integer({ min: day0 - dayMs, max: day0 + dayMs }),
  lengthMs: fc.integer({ min: 1, max: 2 * dayMs }),
  format: fc.constantFrom('csv' as const, 'parquet' as const),
});

test('[EX1] an export holds exactly the source’s samples, however they are cut', { timeout: 60_000 }, async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(cases, async ({ all, cuts, startMs, lengthMs, format }) => {
      run += 1;
      const source = choppySource(all, cuts);
      const range = { startMs, endMs: startMs + lengthMs };
      const path = at.path(String(run));
      const series = all.map((_, index) => plainSeries(source, { name: `S${index}`, unit: '' }));
      await exportHistory(requestFor(series, { range, format, target: { kind: 'folder', path } }), freeContext());
      const key = (sensor: string, timeMs: number, value: number): string =>
        `${sensor} ${timeMs} ${Object.is(value, -0) ? '-0' : value}`;
      const written = (await readFolder(path)).map(({ sensor, timeMs, value }) => key(sensor, timeMs, value));
      const held = all.flatMap((ofSeries, index) =>
        ofSeries
          .filter(([timeMs]) => timeMs >= range.startMs && timeMs < range.endMs)
          .map(([timeMs, value]) => key(`S${index}`, timeMs, value)),
      );
      expect(written.toSorted()).toEqual(held.toSorted());
    }),
    { numRuns: 120 },
  );
});

/** A source of which every series has the same number of samples a day, in blocks of a thousand. */
function denseSource(samplesPerDay: number): { readonly source: HistorySource; readonly asked: number[] } {
  const asked: number[] = [];
  const stepMs = dayMs / samplesPerDay;
  async function* readRaw(names: readonly string[], { startMs, endMs }: TimeRange): AsyncGenerator<SampleBlock> {
    asked.push(names.length);
    const first = Math.ceil((startMs - day0) / stepMs);
    const end = Math.ceil((endMs - day0) / stepMs);
    for (let index = 0; index < names.length; index += 1) {
      for (let from = first; from < end; from += 1_000) {
        const count = Math.min(1_000, end - from);
        const timesMs = Float64Array.from({ length: count }, (_, at) => day0 + (from + at) * stepMs);
        yield { index, timesMs, values: timesMs, qualities: new Uint8Array(count) };
      }
    }
  }
  return { source: rawSource(readRaw), asked };
}

const never = new AbortController().signal;
const oneDay = { startMs: day0, endMs: day0 + dayMs };

function dense(samplesPerDay: number, count: number) {
  const { source, asked } = denseSource(samplesPerDay);
  const series = Array.from({ length: count }, (_, index) => plainSeries(source, { name: `S${index}`, unit: '' }));
  return { series, asked };
}

test('[EX18] pieces grow where samples are few', async () => {
  const { series, asked } = dense(24, 3_000);
  let rows = 0;
  const size = new PieceSize(64, 1_000);
  for await (const run of readRuns(series, oneDay, { signal: never, mayRun: async () => undefined, size })) {
    rows += run.samples.values.length;
  }
  expect(rows).toBe(24 * 3_000);
  expect(asked.slice(0, 3)).toEqual([64, 256, 1_000]);
  expect(asked.length).toBeLessThan(8);
});

test('[EX18] a piece that is too large is read in halves, in the end sensor by sensor, and nothing is lost', async () => {
  const samplesPerDay = 1_200_000;
  const { series, asked } = dense(samplesPerDay, 5);
  const rows = new Map<number, number>();
  let seen = 0;
  const size = new PieceSize(64, 1_000);
  for await (const { place, samples } of readRuns(series, oneDay, {
    signal: never,
    mayRun: async () => undefined,
    size,
  })) {
    expect(place).toBeGreaterThanOrEqual(seen);
    seen = place;
    rows.set(place, (rows.get(place) ?? 0) + samples.values.length);
  }
  expect([...rows]).toEqual([0, 1, 2, 3, 4].map((place) => [place, samplesPerDay]));
  expect(asked).toEqual([5, 2, 1, 1, 1, 1, 1]);
});

test('[EX18] a table is read in stretches of time that can be held', async () => {
  const { series, asked } = dense(86_400, 100);
  let rows = 0;
  let endMs = day0;
  const size = new PieceSize(dayMs, dayMs);
  for await (const slice of readSlices(series, oneDay, { signal: never, mayRun: async () => undefined, size })) {
    const held = slice.blocks.flat().reduce((sum, { values }) => sum + values.length, 0);
    expect(held).toBeLessThanOrEqual(mostCost);
    expect(slice.endMs).toBeGreaterThan(endMs);
    endMs = slice.endMs;
    rows += held;
  }
  expect(rows).toBe(86_400 * 100);
  expect(endMs).toBe(oneDay.endMs);
  expect(asked.length).toBeLessThan(40);
});

test('[EX3] files do not depend on how they were cut', async () => {
  const steady = Array.from({ length: 200 }, (_, index): readonly [number, number] => [day0 + index, index]);
  const texts: string[] = [];
  for (const cuts of [[1], [7, 0, 200], [1_000]]) {
    const source = choppySource([steady, steady, steady], cuts);
    const path = at.path(String(texts.length));
    const series = [0, 1, 2].map((index) => plainSeries(source, { name: `S${index}`, unit: '' }));
    const request = requestFor(series, { range: oneDay, format: 'parquet', target: { kind: 'folder', path } });
    await exportHistory(request, freeContext());
    texts.push(readFileSync(join(path, 'history-2026-03-13.parquet')).toString('base64'));
  }
  expect(new Set(texts).size).toBe(1);
});
