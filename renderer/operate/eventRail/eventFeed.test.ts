import { expect, it } from 'vitest';
import type { EngineRequest, PlantEvents } from '../../../shared/contract/calls';
import type { CallOptions, EngineClient } from '../../../shared/contract/engineClient';
import type { AppError } from '../../../shared/lib/appError';
import { err, ok, type Result } from '../../../shared/lib/result';
import type { SensorId } from '../../../shared/model/ids';
import { EventFeed, type EventQuestion } from './eventFeed';

const hourMs = 3_600_000;
const sensorIds = ['a' as SensorId];
const range = { startMs: 0, endMs: 100 * hourMs };
const asOf = {};

interface Waiting {
  readonly request: EngineRequest<'history:events'>;
  readonly signal: AbortSignal | undefined;
  readonly answer: (result: Result<PlantEvents, AppError>) => Promise<void>;
}

/** A feed whose engine answers and whose clock runs when the test says so. */
function createDesk() {
  const asked: Waiting[] = [];
  const call = (_name: string, request: unknown, { signal }: CallOptions = {}) =>
    new Promise((resolve) => {
      const answer = async (result: Result<PlantEvents, AppError>): Promise<void> => {
        resolve(result);
        // The feed goes on after the promise it waits for.
        await Promise.resolve().then(() => Promise.resolve());
      };
      asked.push({ request: request as EngineRequest<'history:events'>, signal, answer });
    });
  let nowMs = 0;
  const timers = new Map<() => void, number>();
  const clock = {
    nowMs: () => nowMs,
    after: (delayMs: number, callback: () => void) => {
      timers.set(callback, nowMs + delayMs);
      return () => timers.delete(callback);
    },
  };
  const turn = (byMs: number): void => {
    nowMs += byMs;
    for (const [callback, dueMs] of timers) {
      if (dueMs <= nowMs) {
        timers.delete(callback);
        callback();
      }
    }
  };
  const feed = new EventFeed({ call } as unknown as EngineClient, clock);
  return { feed, asked, turn };
}

function question(startHour: number, endHour: number, rest: Partial<EventQuestion> = {}): EventQuestion {
  return { sensorIds, range, asOf, window: { startMs: startHour * hourMs, endMs: endHour * hourMs }, ...rest };
}

function events(rest: Partial<PlantEvents> = {}): Result<PlantEvents, AppError> {
  return ok({ events: [], truncated: false, completeToMs: 100 * hourMs, gapsLeftOut: 0, partlyHere: false, ...rest });
}

it('[P50] the first window is asked for at once, with room at both sides; windows inside of it ask nothing', async () => {
  const { feed, asked, turn } = createDesk();
  feed.want(question(10, 12));
  turn(0);
  expect(asked.map(({ request }) => [request.startMs / hourMs, request.endMs / hourMs])).toEqual([[9, 13]]);
  await asked[0]?.answer(events());
  expect(feed.store.getState().loaded?.asked.startMs).toBe(9 * hourMs);
  [question(10.5, 12.5), question(9, 13), question(11, 11.1)].forEach((inside) => feed.want(inside));
  turn(10_000);
  expect(asked.length).toBe(1);
});

it('[P50] a window that moves is asked for once, when it rests', async () => {
  const { feed, asked, turn } = createDesk();
  feed.want(question(10, 12));
  turn(0);
  await asked[0]?.answer(events());
  for (let step = 0; step < 5; step += 1) {
    feed.want(question(30 + step / 100, 32 + step / 100));
    turn(50);
  }
  expect(asked.length).toBe(1);
  turn(120);
  expect(asked.length).toBe(2);
  expect(asked[1]?.request.startMs).toBe(29.04 * hourMs);
});

it('[P50] a window that never rests is asked for all the same', async () => {
  const { feed, asked, turn } = createDesk();
  feed.want(question(10, 12));
  turn(0);
  await asked[0]?.answer(events());
  for (let step = 0; step < 30; step += 1) {
    feed.want(question(30 + 3 * step, 32 + 3 * step));
    turn(50);
  }
  expect(asked.length).toBeGreaterThan(1);
  expect(asked.length).toBeLessThan(5);
});

it('[P50] what is not wanted any more is aborted; its answer changes nothing', async () => {
  const { feed, asked, turn } = createDesk();
  feed.want(question(10, 12));
  turn(0);
  feed.want(question(10.2, 12.2));
  expect(asked[0]?.signal?.aborted).toBe(false);
  feed.want(question(40, 42));
  expect(asked[0]?.signal?.aborted).toBe(true);
  await asked[0]?.answer(events());
  expect(feed.store.getState().loaded).toBeUndefined();
  turn(600);
  await asked[1]?.answer(events());
  expect(feed.store.getState().loaded?.asked.startMs).toBe(39 * hourMs);
});

it('[P50] other sensors and new samples are asked for at once; the old events stay until the answer', async () => {
  const { feed, asked, turn } = createDesk();
  feed.want(question(10, 12));
  turn(0);
  await asked[0]?.answer(events());
  const others = ['b' as SensorId];
  feed.want(question(10, 12, { sensorIds: others }));
  turn(0);
  expect(feed.store.getState().loaded?.sensorIds).toBe(sensorIds);
  await asked[1]?.answer(events());
  expect(feed.store.getState().loaded?.sensorIds).toBe(others);
  feed.want(question(10, 12, { sensorIds: others, asOf: {} }));
  turn(0);
  expect(asked.length).toBe(3);
});

it('[P44] a list cut before the end of the window is asked for again without the room at its sides, and no third time', async () => {
  const { feed, asked, turn } = createDesk();
  feed.want(question(10, 12));
  turn(0);
  await asked[0]?.answer(events({ truncated: true, completeToMs: 11 * hourMs }));
  expect(asked.map(({ request }) => [request.startMs / hourMs, request.endMs / hourMs])).toEqual([
    [9, 13],
    [10, 12],
  ]);
  await asked[1]?.answer(events({ truncated: true, completeToMs: 11.5 * hourMs }));
  feed.want(question(10, 12));
  feed.want(question(10.1, 11.4));
  turn(1_000);
  expect(asked.length).toBe(2);
  feed.want(question(11, 12));
  turn(1_000);
  expect(asked.length).toBe(3);
});

it('a question that fails says why, and the next that is answered clears it', async () => {
  const { feed, asked, turn } = createDesk();
  feed.want(question(10, 12));
  turn(0);
  await asked[0]?.answer(err({ code: 'damaged-history', detail: 'x' }));
  expect(feed.store.getState()).toMatchObject({ loaded: undefined, problem: { code: 'damaged-history' } });
  feed.want(question(10, 12.5));
  turn(0);
  await asked[1]?.answer(events());
  expect(feed.store.getState().problem).toBeUndefined();
});
