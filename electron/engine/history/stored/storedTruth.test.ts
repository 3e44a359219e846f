import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quality } from '../../../../shared/history/historySource';
import { letRun } from './handClock';
import { storedFixture, type StoredFixture } from './storedFixture';

/** Samples of each series by time, as the remote has them. */
type Truth = ReadonlyMap<string, ReadonlyMap<number, number>>;

const never = new AbortController().signal;
const startMs = 1_700_000_000_000;
const lateDataMs = 60_000;
/** No answer may be older than this, not even of the last minutes. */
const longestFreshMs = 30_000;
const skewMs = 7_000;
const names = ['ten', 'minute', 'sparse', 'empty', 'nobody'];
const spanMs = 3_600_000;

function initialTruth(): Map<string, Map<number, number>> {
  const steady = (periodMs: number, factor: number): Map<number, number> =>
    new Map(
      Array.from(
        { length: spanMs / periodMs },
        (_, at) => [startMs - spanMs + at * periodMs, (at % 97) * factor] as const,
      ),
    );
  return new Map([
    ['ten', steady(10_000, 1)],
    ['minute', steady(60_000, 0.1)],
    ['sparse', new Map([-3_000_000, -2_999_000, -1_000_500, -30_000].map((at) => [startMs + at, at / 1_000] as const))],
    ['empty', new Map()],
  ]);
}

function heldAt(truth: Truth, name: string, timeMs: number): readonly [number, number] {
  let found: readonly [number, number] = [NaN, NaN];
  for (const [sampleMs, value] of truth.get(name) ?? []) {
    if (sampleMs <= timeMs && !(sampleMs <= found[0])) {
      found = [sampleMs, value];
    }
  }
  return found;
}

/** The remote, the stored source before it, and what the remote held at any time. */
class World {
  readonly fixture: StoredFixture;
  #truth = initialTruth();
  /** Until when, by our clock, each state of the remote was the last one. */
  readonly #past: { readonly untilMs: number; readonly truth: Truth }[] = [];
  readonly hadSamples = new Set(['ten', 'minute', 'sparse']);
  /** Counts the failures that the remote was told to have. */
  failures = 0;
  /** Reads whose answers are on their way. */
  readonly underWay: Promise<void>[] = [];
  #release: (() => void) | undefined;

  constructor() {
    const series = [...this.#truth].map(([name, samples]) => ({ name, unit: '', samples: [...samples] }));
    this.fixture = storedFixture(series, { nowMs: startMs, lateDataMs });
    this.fixture.remote.skewMs = skewMs;
  }

  serverNow(): number {
    return this.fixture.clock.now() + skewMs;
  }

  change(name: string, timeMs: number, value: number | undefined): void {
    this.#past.push({
      untilMs: this.fixture.clock.now(),
      truth: new Map([...this.#truth].map(([of, samples]) => [of, new Map(samples)])),
    });
    const samples = this.#truth.get(name) ?? new Map<number, number>();
    this.#truth.set(name, samples);
    if (value === undefined) {
      samples.delete(timeMs);
      this.fixture.remote.remove(name, { startMs: timeMs, endMs: timeMs + 1 });
    } else {
      samples.set(timeMs, value);
      this.hadSamples.add(name);
      this.fixture.remote.add(name, [[timeMs, value]]);
    }
  }

  timesOf(name: string): readonly number[] {
    return [...(this.#truth.get(name)?.keys() ?? [])];
  }

  /** From now on answers stay on their way. */
  holdAnswers(): void {
    if (this.#release === undefined) {
      const gate = new Promise<void>((resolve) => {
        this.#release = resolve;
      });
      this.fixture.remote.onWay = () => gate;
    }
  }

  areHeld(): boolean {
    return this.#release !== undefined;
  }

  /** Lets all answers arrive. */
  async release(): Promise<void> {
    this.fixture.remote.onWay = () => Promise.resolve();
    this.#release?.();
    this.#release = undefined;
    await Promise.all(this.underWay.splice(0));
  }

  /** What the remote held at some moment since an answer that counted as fresh when a read began. */
  possible(begunMs: number): readonly Truth[] {
    const fromMs = begunMs - longestFreshMs;
    return [this.#truth, ...this.#past.filter(({ untilMs }) => untilMs >= fromMs).map(({ truth }) => truth)];
  }

  /** Time goes by: the plant goes on measuring. */
  async advance(byMs: number): Promise<void> {
    const fromMs = this.serverNow();
    await this.fixture.clock.advance(byMs);
    for (const [name, periodMs] of [
      ['ten', 10_000],
      ['minute', 60_000],
    ] as const) {
      for (let at = Math.ceil((fromMs + 1) / periodMs) * periodMs; at <= this.serverNow(); at += periodMs) {
        this.change(name, at, (at / periodMs) % 97);
      }
    }
  }

  fail(isFailing: boolean): void {
    this.failures += isFailing ? 1 : 0;
    this.fixture.remote.failure = isFailing ? new Error('the network is gone') : undefined;
  }

  /** Begins a read: what it may answer is settled by when it began and by what fails until it ends. */
  begin(): { readonly begunMs: number; readonly wasHealthy: () => boolean } {
    const { failures, fixture } = this;
    const isHealthy = this.isHealthy() && fixture.remote.samplesPerSecond > 1_000;
    const begunMs = fixture.clock.now();
    // What took longer than anything stays fresh may have been overtaken by a newer read.
    const isInTime = (): boolean => fixture.clock.now() - begunMs < longestFreshMs;
    return { begunMs, wasHealthy: () => isHealthy && failures === this.failures && isInTime() };
  }

  /** The remote answers, and the stored source knows that it does. */
  isHealthy(): boolean {
    return this.fixture.remote.failure === undefined && this.fixture.source.status().kind === 'ok';
  }
}

function expectPossible(
  world: World,
  name: string,
  at: { momentMs: number; begunMs: number; found: readonly [number, number]; single: boolean },
) {
  const { momentMs, begunMs, found, single } = at;
  const held = world.possible(begunMs).map((truth) => {
    const [sampleMs, value] = heldAt(truth, name, momentMs);
    return single ? [Math.fround(momentMs - sampleMs), Math.fround(value)] : [sampleMs, value];
  });
  expect(held).toContainEqual(found);
}

async function checkSnapshot(world: World, momentMs: number): Promise<void> {
  const { begunMs, wasHealthy } = world.begin();
  const { timesMs, values, qualities } = await world.fixture.source.readSnapshot(names, momentMs, never);
  names.forEach((name, index) => {
    if (qualities[index] === quality.approximate) {
      expect(wasHealthy()).toBe(false);
    } else {
      expectPossible(world, name, {
        momentMs,
        begunMs,
        found: [timesMs[index] ?? 0, values[index] ?? 0],
        single: false,
      });
    }
  });
}

async function checkFrames(world: World, grid: { startMs: number; stepMs: number; frameCount: number }): Promise<void> {
  const { begunMs, wasHealthy } = world.begin();
  const tile = await world.fixture.source.readFrames(names, grid, never);
  for (let frame = 0; frame < grid.frameCount; frame += 1) {
    const momentMs = grid.startMs + frame * grid.stepMs;
    names.forEach((name, index) => {
      const entry = frame * names.length + index;
      if (tile.qualities[entry] === quality.approximate) {
        expect(wasHealthy()).toBe(false);
      } else {
        const found = [tile.agesMs[entry] ?? 0, tile.values[entry] ?? 0] as const;
        expectPossible(world, name, { momentMs, begunMs, found, single: true });
      }
    });
  }
}

async function checkRaw(world: World, range: { startMs: number; endMs: number }): Promise<void> {
  const { begunMs, wasHealthy } = world.begin();
  const found = names.map(() => new Map<number, number>());
  for await (const block of world.fixture.source.readRaw(names, range, never)) {
    block.timesMs.forEach((timeMs, at) => {
      if (block.qualities[at] === quality.approximate) {
        expect(wasHealthy()).toBe(false);
      } else {
        found[block.index]?.set(timeMs, block.values[at] ?? NaN);
      }
    });
  }
  const possible = world.possible(begunMs);
  names.forEach((name, index) => {
    for (const [timeMs, value] of found[index] ?? []) {
      expect(timeMs >= range.startMs && timeMs < range.endMs).toBe(true);
      expect(possible.map((truth) => truth.get(name)?.get(timeMs))).toContain(value);
    }
    if (wasHealthy()) {
      for (const timeMs of possible[0]?.get(name)?.keys() ?? []) {
        const isIn = timeMs >= range.startMs && timeMs < range.endMs;
        if (isIn && possible.every((truth) => truth.get(name)?.has(timeMs))) {
          expect(found[index]?.has(timeMs)).toBe(true);
        }
      }
    }
  });
}

/** A moment, as its distance from the server's now: mostly near the live edge, where everything is difficult. */
const distance = fc.oneof(
  fc.integer({ min: -spanMs - 60_000, max: 0 }),
  fc.integer({ min: -2 * lateDataMs, max: 20_000 }),
  fc.integer({ min: -20_000, max: 5_000 }),
);
const lateBy = fc.integer({ min: 0, max: lateDataMs - 1 });
const someName = fc.constantFrom('ten', 'minute', 'sparse', 'empty');
const length = fc.oneof(fc.integer({ min: 1, max: 120_000 }), fc.integer({ min: 1, max: spanMs }));

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ snapshot: distance }) },
  {
    weight: 4,
    arbitrary: fc.record({
      frames: fc.record({ from: distance, length, frameCount: fc.integer({ min: 1, max: 12 }) }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ raw: fc.record({ from: distance, length }) }) },
  { weight: 2, arbitrary: fc.record({ together: fc.array(distance, { minLength: 2, maxLength: 3 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      advance: fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 90_000 })),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      late: fc.record({ name: someName, by: lateBy, value: fc.integer({ min: 100, max: 199 }) }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ ahead: fc.record({ name: someName, by: fc.integer({ min: 1, max: 60_000 }) }) }),
  },
  { weight: 2, arbitrary: fc.record({ correct: fc.record({ name: someName, pick: fc.nat(), gone: fc.boolean() }) }) },
  { weight: 2, arbitrary: fc.record({ failing: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ slow: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ load: fc.constantFrom('empty', 'nobody') }) },
  { weight: 2, arbitrary: fc.constant({ hold: true }) },
  { weight: 2, arbitrary: fc.constant({ release: true }) },
  { weight: 1, arbitrary: fc.record({ evict: fc.integer({ min: 0, max: 3_000 }) }) },
  { weight: 1, arbitrary: fc.constant({ restart: true }) },
  { weight: 1, arbitrary: fc.constant({ describe: true }) },
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Reads go on in the background while answers are held. */
async function read(world: World, work: () => Promise<void>): Promise<void> {
  if (world.areHeld()) {
    world.underWay.push(work());
    await letRun();
  } else {
    await work();
  }
}

async function take(world: World, one: Step): Promise<void> {
  const { fixture } = world;
  const nowMs = world.serverNow();
  if ('snapshot' in one) {
    await read(world, () => checkSnapshot(world, nowMs + one.snapshot));
  } else if ('frames' in one) {
    const { from, length: lengthMs, frameCount } = one.frames;
    const grid = { startMs: nowMs + from, stepMs: lengthMs / frameCount, frameCount };
    await read(world, () => checkFrames(world, grid));
  } else if ('raw' in one) {
    const range = { startMs: nowMs + one.raw.from, endMs: nowMs + one.raw.from + one.raw.length };
    await read(world, () => checkRaw(world, range));
  } else if ('together' in one) {
    const checks = one.together.map((at, which) => (): Promise<void> => {
      const momentMs = nowMs + at;
      return which === 0
        ? checkFrames(world, { startMs: momentMs, stepMs: 5_000, frameCount: 5 })
        : checkSnapshot(world, momentMs);
    });
    await read(world, async () => void (await Promise.all(checks.map((check) => check()))));
  } else if ('advance' in one) {
    await world.advance(one.advance);
  } else if ('late' in one) {
    world.change(one.late.name, nowMs - one.late.by, one.late.value);
  } else if ('ahead' in one) {
    world.change(one.ahead.name, nowMs + one.ahead.by, 77);
  } else if ('correct' in one) {
    const times = world.timesOf(one.correct.name);
    const timeMs = times[one.correct.pick % Math.max(1, times.length)];
    if (timeMs !== undefined && timeMs < nowMs - lateDataMs) {
      world.change(one.correct.name, timeMs, one.correct.gone ? undefined : 333);
      await fixture.source.reread([one.correct.name], { startMs: timeMs, endMs: timeMs + 1 });
    }
  } else if ('load' in one) {
    // The history of a series that had none is loaded into the remote.
    const isNew = !world.hadSamples.has(one.load);
    [-2_000_000, -1_000_000].forEach((at) => isNew && world.change(one.load, startMs + at, at));
  } else if ('hold' in one) {
    world.holdAnswers();
  } else if ('release' in one) {
    await world.release();
  } else if ('failing' in one) {
    world.fail(one.failing);
  } else if ('slow' in one) {
    fixture.remote.samplesPerSecond = one.slow ? 1 : 5_000_000;
  } else if ('evict' in one) {
    fixture.cache.setLimitBytes(one.evict);
    await fixture.cache.settled();
    fixture.cache.setLimitBytes(1e9);
  } else if ('restart' in one) {
    await world.release();
    fixture.restart();
  } else {
    await fixture.source.describe(never);
  }
}

test(
  '[T2] whatever happens between, every answer is the truth or says that it is approximate',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        const world = new World();
        try {
          for (const one of steps) {
            await take(world, one);
          }
          // Once the remote answers again, everything is exact again by itself.
          await world.release();
          world.fail(false);
          world.fixture.remote.samplesPerSecond = 5_000_000;
          await world.advance(31_000);
          expect(world.isHealthy()).toBe(true);
          for (let at = -spanMs - 30_000; at < 40_000; at += 97_001) {
            await checkSnapshot(world, world.serverNow() + at);
          }
          await checkFrames(world, { startMs: world.serverNow() - spanMs, stepMs: 61_000, frameCount: 60 });
          await checkRaw(world, { startMs: world.serverNow() - spanMs, endMs: world.serverNow() + 100_000 });
        } finally {
          world.fixture.dispose();
        }
      }),
      { numRuns: 150 },
    );
  },
);
