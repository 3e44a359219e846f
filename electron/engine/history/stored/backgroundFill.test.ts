import { expect, test } from 'vitest';
import type { TimeRange } from '../../../../shared/history/timeRange';
import { AppFailure } from '../../../../shared/lib/appError';
import { letRun } from './handClock';
import { storedFixture, type StoredFixture, type StoredFixtureOptions } from './storedFixture';

const never = new AbortController().signal;
const minuteMs = 60_000;
const dayMs = 86_400_000;
const nowMs = 200 * dayMs;
const startMs = 100 * dayMs;
const names = ['a', 'b'];
/** Thirty days, coarsely. */
const month = { startMs, stepMs: dayMs / 4, frameCount: 120 };

async function using(
  use: (fixture: StoredFixture) => Promise<void>,
  options: Partial<StoredFixtureOptions> & { readonly series?: readonly string[]; readonly days?: number } = {},
): Promise<void> {
  const { series = names, days = 40 } = options;
  const samples = Array.from({ length: days * 1_440 }, (_, at) => [startMs + at * minuteMs, at % 61] as const);
  const fixture = storedFixture(
    series.map((name) => ({ name, unit: '', samples })),
    { nowMs, ...options },
  );
  try {
    await fixture.source.describe(never);
    fixture.remote.calls.length = 0;
    // Reading a month takes too long, reading a few days does not.
    fixture.remote.samplesPerSecond = 20_000;
    await use(fixture);
  } finally {
    fixture.dispose();
  }
}

function rawRanges({ remote }: StoredFixture): readonly TimeRange[] {
  return remote.calls.flatMap(({ kind, range }) => (kind === 'raw' && range !== undefined ? [range] : []));
}

/** Turns the clock until everything has been brought in that will be. */
async function bringIn({ clock }: StoredFixture): Promise<void> {
  for (let round = 0; round < 40; round += 1) {
    await clock.advance(250);
  }
}

test('[T10] what was answered coarsely is brought in behind, and then answered exactly without the source', () =>
  using(async (fixture) => {
    const { source, remote } = fixture;
    await source.readFrames(names, month, never);
    expect(remote.count('coarse')).toBe(1);
    await bringIn(fixture);
    const asked = remote.count();
    expect(await source.readFrames(names, month, never)).toEqual(await remote.truth.readFrames(names, month, never));
    expect(remote.count()).toBe(asked);
  }));

const many = Array.from({ length: 80 }, (_, at) => `s${at}`);

test('[T10] the piece nearest to the moment that was asked for last comes first', () =>
  using(
    async (fixture) => {
      const { source, clock } = fixture;
      const grid = { startMs, stepMs: dayMs / 4, frameCount: 40 };
      await source.readFrames(many, grid, never);
      const momentMs = startMs + 6.5 * dayMs;
      await source.readSnapshot(many, momentMs, never);
      await clock.advance(400);
      const reads = rawRanges(fixture);
      const distances = reads.map((read) => Math.max(0, read.startMs - momentMs, momentMs - read.endMs));
      expect(reads.length).toBeGreaterThan(4);
      expect(reads[0]?.startMs).toBe(startMs + 6 * dayMs);
      // A piece may be a few reads, in ascending time.
      const days = distances.map((distance) => Math.floor(distance / dayMs));
      expect(days[0]).toBe(0);
      expect(days.filter((day, at) => day < (days[at - 1] ?? 0) - 2)).toEqual([]);
    },
    { series: many, days: 10 },
  ));

test('[T10] nothing is brought in while a read is under way nor 300 ms after it', () =>
  using(async (fixture) => {
    const { source, clock, remote } = fixture;
    await source.readFrames(names, month, never);
    await clock.advance(299);
    expect(rawRanges(fixture)).toEqual([]);
    let arrive: () => void = () => undefined;
    remote.onWay = () => new Promise((resolve) => (arrive = resolve));
    const read = source.readSnapshot(names, startMs - 5 * dayMs, never);
    await clock.advance(5_000);
    expect(rawRanges(fixture)).toEqual([]);
    remote.onWay = () => Promise.resolve();
    arrive();
    await read;
    await clock.advance(299);
    expect(rawRanges(fixture)).toEqual([]);
    await clock.advance(2);
    expect(rawRanges(fixture).length).toBeGreaterThan(0);
  }));

test('[T10] one piece at a time is asked for', () =>
  using(async (fixture) => {
    const { source, remote } = fixture;
    let underWay = 0;
    let most = 0;
    remote.onAnswer = async ({ kind }) => {
      underWay += 1;
      most = kind === 'coarse' ? most : Math.max(most, underWay);
      await letRun();
      underWay -= 1;
    };
    await source.readFrames(names, month, never);
    await bringIn(fixture);
    expect(most).toBe(1);
  }));

test('[T10] what nobody has asked for again in two minutes is dropped', () =>
  using(async (fixture) => {
    const { source, clock, remote } = fixture;
    await source.readFrames(names, month, never);
    remote.failure = new Error('gone');
    await clock.advance(125_000);
    remote.failure = undefined;
    await clock.advance(60_000);
    const { length } = rawRanges(fixture);
    await clock.advance(60_000);
    expect(rawRanges(fixture).length).toBe(length);
    expect(source.coverageOf(names, { startMs, endMs: startMs + 30 * dayMs })).toEqual([]);
  }));

test('[T10] [T18] a wish that there is no room for ends', () =>
  using(
    async (fixture) => {
      await fixture.source.readFrames(names, month, never);
      await bringIn(fixture);
      const { length } = rawRanges(fixture);
      await bringIn(fixture);
      expect(rawRanges(fixture).length).toBe(length);
      expect(fixture.cache.storedBytes()).toBeLessThanOrEqual(20_000);
    },
    { limitBytes: 20_000 },
  ));

test('[T11] what was brought in is announced, at most twice a second', async () => {
  const told: { atMs: number; range: TimeRange; names: readonly string[] }[] = [];
  let now = (): number => 0;
  await using(
    async (fixture) => {
      now = () => fixture.clock.now();
      await fixture.source.readFrames(names, month, never);
      await bringIn(fixture);
      expect(told.length).toBeGreaterThan(0);
      told.slice(1).forEach(({ atMs }, at) => expect(atMs - (told[at]?.atMs ?? 0)).toBeGreaterThanOrEqual(500));
      const startsMs = told.map(({ range }) => range.startMs);
      const endsMs = told.map(({ range }) => range.endMs);
      expect([Math.min(...startsMs), Math.max(...endsMs)]).toEqual([startMs, startMs + 119 * (dayMs / 4) + 1]);
      expect(told[0]?.names).toEqual(names);
    },
    { onStored: (of, range) => told.push({ atMs: now(), range, names: of }) },
  );
});

test('[T13] a question that the source refuses is dropped, and the source is not taken for failing', () =>
  using(async (fixture) => {
    const { source, remote } = fixture;
    remote.onAnswer = async ({ kind }) => {
      if (kind === 'raw') {
        throw new AppFailure({ code: 'source-failed', reason: 'limit', host: 'h:1', detail: 'max-select-point' });
      }
    };
    await source.readFrames(names, month, never);
    await bringIn(fixture);
    expect(rawRanges(fixture).length).toBe(1);
    expect(source.status().kind).toBe('ok');
  }));
