import { expect, test } from 'vitest';
import { explainError, AppFailure } from '../../../../shared/lib/appError';
import { letRun } from './handClock';
import { OfflineJobs } from './offlineJobs';
import type { OfflineJob, OfflineTask } from './offlineRows';
import { storedFixture, type StoredFixture, type StoredFixtureOptions } from './storedFixture';

const never = new AbortController().signal;
const minuteMs = 60_000;
const dayMs = 86_400_000;
const startMs = 20_000 * dayMs;
const nowMs = startMs + 40 * dayMs;
const names = Array.from({ length: 12 }, (_, at) => `s${at}`);
/** Thirty days that end ten days ago. */
const month = { startMs, endMs: startMs + 30 * dayMs };
const task: OfflineTask = { name: 'October', sourceId: 'one', names, range: month };

interface Taken extends StoredFixture {
  jobs: OfflineJobs;
  readonly told: OfflineJob[];
  /** Closes everything and opens it again. */
  reopen(): void;
}

async function using(use: (taken: Taken) => Promise<void>, options: Partial<StoredFixtureOptions> = {}): Promise<void> {
  const samples = Array.from({ length: 40 * 1_440 }, (_, at) => [startMs + at * minuteMs, at % 61] as const);
  const fixture = storedFixture(
    names.map((name) => ({ name, unit: '', samples })),
    { nowMs, ...options },
  );
  const told: OfflineJob[] = [];
  let ids = 0;
  const openJobs = (): OfflineJobs =>
    new OfflineJobs({
      cache: taken.cache,
      sourceOf: (sourceId) => (sourceId === 'one' ? taken.source : undefined),
      newId: () => `job${(ids += 1)}`,
      onProgress: (job) => told.push(job),
    });
  const taken: Taken = Object.assign(fixture, {
    told,
    jobs: undefined as unknown as OfflineJobs,
    reopen: () => {
      taken.jobs.dispose();
      taken.restart();
      taken.jobs = openJobs();
    },
  });
  taken.jobs = openJobs();
  await taken.source.describe(never);
  taken.remote.calls.length = 0;
  // So slow that a month takes several pieces.
  taken.remote.samplesPerSecond = 150_000;
  taken.remote.onWay = () => taken.clock.wait(250, never);
  try {
    await use(taken);
  } finally {
    taken.jobs.dispose();
    taken.dispose();
  }
}

/** Lets 200 ms a round go by. */
async function run({ clock }: Taken, rounds = 60): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await clock.advance(200);
  }
}

function rawCount({ remote }: Taken): number {
  return remote.count('raw');
}

test('[T22] a job says before it begins what it will take and how much is here', () =>
  using(async ({ jobs, source, remote }) => {
    const before = jobs.estimate(task);
    expect(before).toEqual({ samples: 518_400, bytes: 518_400 * 3, seconds: 518_400 / 150_000, shareHere: 0 });
    remote.onWay = () => Promise.resolve();
    await source.readFrames(names, { startMs, stepMs: minuteMs, frameCount: 3 * 1_440 }, never);
    const after = jobs.estimate(task);
    expect(after.shareHere).toBeCloseTo(0.1, 2);
    expect(after.samples / before.samples).toBeCloseTo(0.9, 2);
  }));

test('[T22] [T23] what a job has brought in is answered without the source; it tells how far it is', () =>
  using(async (taken) => {
    const { jobs, source, remote, told } = taken;
    const job = await jobs.start(task);
    expect(job).toMatchObject({ ...task, id: 'job1', state: 'running', doneFraction: 0 });
    await run(taken);
    const [done] = jobs.list();
    expect(done).toMatchObject({ state: 'done', doneFraction: 1, error: undefined });
    expect(done?.storedSamples).toBeGreaterThanOrEqual(518_400);
    expect(done?.bytes).toBeGreaterThan(100_000);
    const fractions = told.map(({ doneFraction }) => doneFraction);
    expect([...fractions].sort((left, right) => left - right)).toEqual(fractions);
    remote.failure = new Error('gone');
    const grid = { startMs, stepMs: dayMs / 10, frameCount: 300 };
    expect(await source.readFrames(names, grid, never)).toEqual(await remote.truth.readFrames(names, grid, never));
  }));

test('[T22] a job that the limit leaves no room for is refused in words', () =>
  using(
    async ({ jobs }) => {
      const refusal: unknown = await jobs.start(task).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(AppFailure);
      const { error } = refusal as AppFailure;
      expect(error).toMatchObject({ code: 'store-full', limitBytes: 1_000_000 });
      expect(explainError(error)).toMatch(/^There is no room .*2 MB.*1 MB\. What is stored stays\./);
      expect(jobs.list()).toEqual([]);
      await expect(jobs.start({ ...task, sourceId: 'nobody' })).rejects.toMatchObject({ error: { code: 'not-found' } });
    },
    { limitBytes: 1_000_000 },
  ));

test('[T23] paused, it asks nothing; resumed, it goes on where it stopped', () =>
  using(async (taken) => {
    const { jobs, remote } = taken;
    const { id } = await jobs.start(task);
    await run(taken, 9);
    jobs.pause(id);
    await run(taken, 5);
    const asked = rawCount(taken);
    const [paused] = jobs.list();
    expect(paused?.state).toBe('paused');
    expect(paused?.doneFraction).toBeGreaterThan(0);
    expect(paused?.doneFraction).toBeLessThan(1);
    await run(taken, 20);
    expect(rawCount(taken)).toBe(asked);
    jobs.resume(id);
    await run(taken);
    expect(jobs.list()[0]?.state).toBe('done');
    expectNothingTwice(remote.calls, 1);
  }));

/** Reads that were under way when the job was stopped are lost. */
function expectNothingTwice(calls: StoredFixture['remote']['calls'], stops: number): void {
  const samples = calls.reduce(
    (sum, { kind, names: asked, range }) =>
      kind === 'raw' && range !== undefined
        ? sum + ((range.endMs - range.startMs) / minuteMs) * (asked?.length ?? 0)
        : sum,
    0,
  );
  expect(samples).toBeLessThan(518_400 * 1.02 + stops * 60_000);
}

test('[T23] after a restart a running job goes on by itself, and reads nothing twice', () =>
  using(async (taken) => {
    await taken.jobs.start(task);
    for (let opening = 0; opening < 4; opening += 1) {
      await run(taken, 6);
      const before = taken.jobs.list()[0]?.doneFraction ?? 0;
      taken.reopen();
      expect(taken.jobs.list()[0]).toMatchObject({ id: 'job1', name: 'October', doneFraction: before });
    }
    await run(taken);
    expect(taken.jobs.list()[0]).toMatchObject({ state: 'done', doneFraction: 1 });
    expectNothingTwice(taken.remote.calls, 4);
  }));

test('[T24] what was taken offline outlives eviction and a restart, until it is removed', () =>
  using(async (taken) => {
    const { id } = await taken.jobs.start(task);
    await run(taken);
    taken.reopen();
    taken.cache.setLimitBytes(1);
    await taken.cache.settled();
    expect(taken.source.shareHere(names, month)).toBe(1);
    taken.cache.setLimitBytes(1e9);
    await taken.jobs.remove(id);
    expect(taken.jobs.list()).toEqual([]);
    expect(taken.source.shareHere(names, month)).toBe(1);
    taken.cache.setLimitBytes(1);
    await taken.cache.settled();
    expect(taken.source.shareHere(names, month)).toBeLessThan(0.01);
    taken.reopen();
    expect(taken.jobs.list()).toEqual([]);
  }));

test('[T24] of two jobs that overlap, removing one leaves what the other needs', () =>
  using(async (taken) => {
    const { jobs, cache, source } = taken;
    const week = { startMs: startMs + 5 * dayMs, endMs: startMs + 12 * dayMs };
    const { id } = await jobs.start(task);
    await jobs.start({ ...task, name: 'A week', range: week });
    await run(taken);
    await jobs.remove(id);
    cache.setLimitBytes(1);
    await cache.settled();
    expect(source.shareHere(names, week)).toBe(1);
    expect(source.shareHere(names, month)).toBeLessThan(0.4);
  }));

test('[T25] a job that meets the limit on its way fails, and what it has stays', () =>
  using(async (taken) => {
    const { jobs, cache, clock } = taken;
    await jobs.start(task);
    while ((jobs.list()[0]?.doneFraction ?? 0) === 0) {
      await clock.advance(100);
    }
    cache.setLimitBytes(cache.storedBytes());
    await run(taken);
    const [failed] = jobs.list();
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'store-full' } });
    expect(failed?.doneFraction).toBeGreaterThan(0);
    const asked = rawCount(taken);
    await run(taken, 10);
    expect(rawCount(taken)).toBe(asked);
    taken.reopen();
    expect(taken.jobs.list()[0]).toMatchObject({ state: 'failed', error: { code: 'store-full' } });
    taken.cache.setLimitBytes(1e9);
    taken.jobs.resume('job1');
    await run(taken);
    expect(taken.jobs.list()[0]).toMatchObject({ state: 'done', error: undefined });
  }));

test('[T25] a job fails when the disk takes no more', () =>
  using(async (taken) => {
    const { jobs, db } = taken;
    await jobs.start(task);
    db.exec(`CREATE TRIGGER full BEFORE INSERT ON cache_chunk BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
    await run(taken, 10);
    expect(jobs.list()[0]).toMatchObject({ state: 'failed', error: { code: 'write-failed' } });
  }));

test('[T25] a job fails when the source refuses what it asks for, and waits while it is away', () =>
  using(async (taken) => {
    const { jobs, remote } = taken;
    remote.failure = new Error('gone');
    const { id } = await jobs.start(task);
    await run(taken, 30);
    expect(jobs.list()[0]).toMatchObject({ state: 'running', doneFraction: 0 });
    remote.failure = undefined;
    remote.onAnswer = async ({ kind }) => {
      if (kind === 'raw') {
        throw new AppFailure({ code: 'source-failed', reason: 'limit', host: 'h:1', detail: 'too much' });
      }
    };
    await run(taken, 100);
    expect(jobs.list()[0]).toMatchObject({ state: 'failed', error: { code: 'source-failed', reason: 'limit' } });
    expect(taken.source.status().kind).toBe('ok');
    remote.onAnswer = () => Promise.resolve();
    jobs.resume(id);
    await run(taken, 100);
    expect(jobs.list()[0]?.state).toBe('done');
  }));

test('[T26] what can still change when a job begins is left out', () =>
  using(async (taken) => {
    const { jobs, source } = taken;
    const range = { startMs: nowMs - dayMs, endMs: nowMs + dayMs };
    await jobs.start({ ...task, range });
    await run(taken);
    await letRun();
    expect(jobs.list()[0]).toMatchObject({ state: 'done', doneFraction: 1 });
    expect(source.coverageOf(names, range)).toEqual([{ startMs: range.startMs, endMs: nowMs - 10 * minuteMs }]);
  }));

test('[T23] a job whose source is not there waits for it', () =>
  using(async (taken) => {
    const { id } = await taken.jobs.start(task);
    const alone = new OfflineJobs({
      cache: taken.cache,
      sourceOf: () => undefined,
      newId: () => 'none',
      onProgress: () => undefined,
    });
    expect(alone.list().map((job) => [job.id, job.state])).toEqual([[id, 'running']]);
    alone.sourcesChanged();
    alone.pause(id);
    expect(alone.list()[0]?.state).toBe('paused');
    expect(() => alone.pause('nobody')).toThrow('There is no such range taken offline here.');
    alone.dispose();
  }));
