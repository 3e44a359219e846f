import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quality } from '../../../../shared/history/historySource';
import { letRun } from './handClock';
import {
  heldAt,
  StoredWorld,
  worldLateMs,
  worldNames as names,
  worldSpanMs as spanMs,
  worldStartMs,
  type Truth,
} from './storedWorld';

const never = new AbortController().signal;

function expectPossible(
  world: StoredWorld,
  name: string,
  at: { momentMs: number; begunMs: number; found: readonly [number, number]; single: boolean },
) {
  const { momentMs, begunMs, found, single } = at;
  const possible = world.possible(begunMs);
  const isFound = (sampleMs: number, value: number): boolean =>
    single
      ? Object.is(Math.fround(momentMs - sampleMs), found[0]) && Object.is(Math.fround(value), found[1])
      : Object.is(sampleMs, found[0]) && Object.is(value, found[1]);
  const samples = possible.flatMap((truth) => [...(truth.get(name) ?? [])]).filter((sample) => isFound(...sample));
  const sampleMs = Number.isNaN(found[0]) ? -Infinity : samples[0]?.[0];
  // The sample was there, and some look at what lies between it and the moment found nothing.
  const isHeld = (truth: Truth): boolean => !((heldAt(truth, name, momentMs)[0] ?? NaN) > (sampleMs ?? Infinity));
  expect([sampleMs, possible.some(isHeld)]).toEqual([expect.any(Number), true]);
}

async function checkSnapshot(world: StoredWorld, momentMs: number): Promise<void> {
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

async function checkFrames(
  world: StoredWorld,
  grid: { startMs: number; stepMs: number; frameCount: number },
): Promise<void> {
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

async function checkRaw(world: StoredWorld, range: { startMs: number; endMs: number }): Promise<void> {
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
  fc.integer({ min: -2 * worldLateMs, max: 20_000 }),
  fc.integer({ min: -20_000, max: 5_000 }),
);
const lateBy = fc.integer({ min: 0, max: worldLateMs - 1 });
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
async function read(world: StoredWorld, begin: () => Promise<void>): Promise<void> {
  if (world.areHeld()) {
    const work = begin();
    // Heard of when all answers are let through.
    work.catch(() => undefined);
    world.underWay.push(work);
    await letRun();
  } else {
    await begin();
  }
}

async function take(world: StoredWorld, one: Step): Promise<void> {
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
    if (timeMs !== undefined && timeMs < nowMs - worldLateMs) {
      world.change(one.correct.name, timeMs, one.correct.gone ? undefined : 333);
      await fixture.source.reread([one.correct.name], { startMs: timeMs, endMs: timeMs + 1 });
    }
  } else if ('load' in one) {
    // The history of a series that had none is loaded into the remote.
    const isNew = !world.hadSamples.has(one.load);
    [-2_000_000, -1_000_000].forEach((at) => isNew && world.change(one.load, worldStartMs + at, at));
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
        const world = new StoredWorld();
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
