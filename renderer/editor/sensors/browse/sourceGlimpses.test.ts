import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EngineClient } from '../../../../shared/contract/engineClient';
import type { SeriesAddress } from '../../../../shared/influx/seriesAddress';
import { seriesKeyOf } from '../../../../shared/influx/seriesAddress';
import { err, ok } from '../../../../shared/lib/result';
import { asId } from '../../../../shared/model/ids';
import { SourceGlimpses } from './sourceGlimpses';
import { testSeries } from './testSeries';

// Rule numbers refer to docs/spec/connections.md.

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const rows = (...names: readonly string[]) => names.map(testSeries);
const keyOf = (name: string) => seriesKeyOf(testSeries(name).address);

/** A source that answers at once while it works, and keeps what it was asked. */
function workingSource() {
  const source = { asked: [] as string[][], cancelled: 0, isDown: false, isStalled: false };
  const call = (_name: string, request: { addresses: SeriesAddress[] }, options: { signal: AbortSignal }) => {
    source.asked.push(request.addresses.map(({ field }) => field));
    const glimpse = { lastMs: 1_000, lastValue: 7, timesMs: Float64Array.of(1_000), values: Float64Array.of(7) };
    const answer = source.isDown
      ? err({ code: 'no-project-open' })
      : ok({ glimpses: request.addresses.map(() => glimpse) });
    options.signal.addEventListener('abort', () => (source.cancelled += 1));
    return source.isStalled ? new Promise(() => undefined) : Promise.resolve(answer);
  };
  const client = { call, on: () => () => undefined } as unknown as EngineClient;
  const glimpses = new SourceGlimpses(client, asId('source'), () => Date.now());
  return { source, glimpses };
}

test('[N24] rows are asked for together once the list rests, and only those in view then', async () => {
  const { source, glimpses } = workingSource();
  glimpses.want(rows('a', 'b'));
  await vi.advanceTimersByTimeAsync(150);
  glimpses.want(rows('c', 'd'));
  await vi.advanceTimersByTimeAsync(150);
  expect(source.asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(100);
  expect(source.asked).toEqual([['c', 'd']]);
  expect(glimpses.get(keyOf('c'))).toMatchObject({ value: 7, timeMs: 1_000 });
  expect(glimpses.get(keyOf('a'))).toBeUndefined();
});

test('[N24] what is known is not asked again until it is a minute old', async () => {
  const { source, glimpses } = workingSource();
  glimpses.want(rows('a'));
  await vi.advanceTimersByTimeAsync(300);
  glimpses.want(rows('a', 'b'));
  await vi.advanceTimersByTimeAsync(300);
  expect(source.asked).toEqual([['a'], ['b']]);
  await vi.advanceTimersByTimeAsync(60_000);
  glimpses.want(rows('a', 'b'));
  await vi.advanceTimersByTimeAsync(300);
  expect(source.asked.at(-1)).toEqual(['a', 'b']);
});

test('[N24] a request is cancelled when none of its rows is in view any more', async () => {
  const { source, glimpses } = workingSource();
  source.isStalled = true;
  glimpses.want(rows('a', 'b'));
  await vi.advanceTimersByTimeAsync(300);
  glimpses.want(rows('b', 'c'));
  expect(source.cancelled).toBe(0);
  source.isStalled = false;
  glimpses.want(rows('d'));
  expect(source.cancelled).toBe(1);
  await vi.advanceTimersByTimeAsync(300);
  expect(source.asked.at(-1)).toEqual(['d']);
});

test('[N24] what failed is asked again when the list moves or is refreshed, not by itself', async () => {
  const { source, glimpses } = workingSource();
  source.isDown = true;
  glimpses.want(rows('a'));
  await vi.advanceTimersByTimeAsync(5_000);
  glimpses.want(rows('a'));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(source.asked).toEqual([['a']]);
  glimpses.refresh();
  await vi.advanceTimersByTimeAsync(300);
  expect(source.asked).toEqual([['a'], ['a']]);
  source.isDown = false;
  glimpses.want(rows('a', 'b'));
  await vi.advanceTimersByTimeAsync(300);
  expect(source.asked.at(-1)).toEqual(['a', 'b']);
  expect(glimpses.get(keyOf('b'))?.value).toBe(7);
});

test('[N24] no more than 200 rows go out at once', async () => {
  const { source, glimpses } = workingSource();
  glimpses.want(rows(...Array.from({ length: 450 }, (_, index) => `s${index}`)));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(source.asked.map(({ length }) => length)).toEqual([200, 200, 50]);
});
