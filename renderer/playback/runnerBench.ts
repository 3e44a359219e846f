import type { EngineRequest, HistoryExtent } from '../../shared/contract/calls';
import type { CallOptions, EngineClient } from '../../shared/contract/engineClient';
import type { TimeRange } from '../../shared/history/timeRange';
import { valueState } from '../../shared/history/valueState';
import { err, ok } from '../../shared/lib/result';
import type { SensorId } from '../../shared/model/ids';
import { PlayerCore } from '../../shared/playback/playerCore';
import type { PlayerAnswer } from '../../shared/playback/playerMessages';
import type { ValueFrame } from '../../shared/playback/valueFrame';
import { createPlaybackStore } from '../state/playbackStore';
import { createValueFrameStore } from '../state/valueFrameStore';
import { PlaybackRunner } from './playbackRunner';
import type { Attention, RunnerClock } from './runnerClock';

/** The sensor has a new value so often. */
export const periodMs = 7_000;

/** What is stored, and does not grow. */
export const extent = {
  live: false,
  clockSkewMs: 0,
  ...{ firstMs: 0, lastMs: 7_000_000, seriesCount: 1, sampleCount: 1_001 },
  series: [{ name: 'A', unit: '', description: '', sampleCount: 1_001, typicalPeriodMs: periodMs }],
};
/** The one sensor watched. */
export const sensorIds = ['a' as SensorId];

/** What the source says: the sensor counts periods. */
export function truthAt(timeMs: number) {
  return { value: Math.floor(timeMs / periodMs), ageMs: timeMs % periodMs };
}

/** Of these moments nothing is stored: frames there are approximate, and so are snapshots while the source is lost. */
export interface FakeStore {
  missing: TimeRange | undefined;
  isLost: boolean;
}

function stateAt(timeMs: number, { missing }: FakeStore): number {
  const isMissing = missing !== undefined && timeMs >= missing.startMs && timeMs < missing.endMs;
  return isMissing ? valueState.approximate : valueState.measured;
}

function framesFor({ startMs, stepMs, frameCount }: EngineRequest<'history:frames'>, stored: FakeStore) {
  const moments = Array.from({ length: frameCount }, (_, frame) => startMs + frame * stepMs);
  const states = Uint8Array.from(moments, (timeMs) => stateAt(timeMs, stored));
  const knownOrNot = (value: number, frame: number): number => (states[frame] === valueState.measured ? value : NaN);
  return {
    ...{ startMs, stepMs, frameCount, sensorCount: 1 },
    values: Float32Array.from(moments, (timeMs, frame) => knownOrNot(truthAt(timeMs).value, frame)),
    agesMs: Float32Array.from(moments, (timeMs, frame) => knownOrNot(truthAt(timeMs).ageMs, frame)),
    states,
  };
}

function snapshotAt(timeMs: number, stored: FakeStore) {
  const { value, ageMs } = truthAt(timeMs);
  const state = stored.isLost ? stateAt(timeMs, stored) : valueState.measured;
  const isKnown = state === valueState.measured;
  return {
    values: Float64Array.of(isKnown ? value : NaN),
    timesMs: Float64Array.of(isKnown ? timeMs - ageMs : NaN),
    states: Uint8Array.of(state),
  };
}

interface WaitingCall {
  readonly name: string;
  readonly request: unknown;
  readonly answer: () => void;
  readonly options: CallOptions;
}

/** An engine whose answers wait until the test lets them go. */
function createFakeEngine(stored: FakeStore) {
  const waiting: WaitingCall[] = [];
  const call = (name: string, request: unknown, options: CallOptions = {}) =>
    new Promise((resolve) => {
      options.signal?.addEventListener('abort', () => resolve(err({ code: 'cancelled' })));
      const answer = (): void => {
        if (name === 'history:frames') {
          resolve(ok(framesFor(request as EngineRequest<'history:frames'>, stored)));
        } else {
          resolve(ok(snapshotAt((request as EngineRequest<'history:snapshot'>).timeMs, stored)));
        }
      };
      waiting.push({ name, request, answer, options });
    });
  const client = { call, on: () => () => undefined } as unknown as EngineClient;
  return { client, waiting };
}

/** A clock that is turned by hand. */
function createHandClock() {
  let nowMs = 0;
  let frame: (() => void) | undefined;
  const timers = new Map<() => void, number>();
  const clock: RunnerClock = {
    nowMs: () => nowMs,
    wallMs: () => nowMs,
    nextFrame: (callback) => {
      frame = callback;
      return () => (frame = undefined);
    },
    after: (delayMs, callback) => {
      timers.set(callback, nowMs + delayMs);
      return () => timers.delete(callback);
    },
  };
  const turn = (byMs: number): void => {
    nowMs += byMs;
    const due = frame;
    frame = undefined;
    due?.();
    [...timers]
      .filter(([, atMs]) => atMs <= nowMs)
      .forEach(([callback]) => {
        timers.delete(callback);
        callback();
      });
  };
  return { clock, turn };
}

async function settle(): Promise<void> {
  for (let count = 0; count < 20; count += 1) {
    await Promise.resolve();
  }
}

/** Somebody who looks, or looks away. */
function createFakeAttention() {
  const listeners = new Set<() => void>();
  let isSeen = true;
  const attention: Attention = {
    isSeen: () => isSeen,
    onSeen: (callback) => {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
  };
  const see = (seen: boolean): void => {
    isSeen = seen;
    if (seen) {
      listeners.forEach((callback) => callback());
    }
  };
  return { attention, see };
}

/** How the bench is set up. */
export interface BenchOptions {
  readonly extent?: HistoryExtent;
  readonly missing?: TimeRange;
}

/** A runner with a real player, between a fake engine and a clock turned by hand. */
export function createBench(options: BenchOptions = {}) {
  const stored: FakeStore = { missing: options.missing, isLost: false };
  const { client, waiting } = createFakeEngine(stored);
  const { clock, turn } = createHandClock();
  const { attention, see } = createFakeAttention();
  const store = createPlaybackStore();
  const frames = createValueFrameStore();
  const shown: ValueFrame[] = [];
  frames.subscribe((frame) => shown.push(frame));
  let hear: (answer: PlayerAnswer) => void = () => undefined;
  const core = new PlayerCore((answer) => hear(answer));
  const port = {
    post: core.receive.bind(core),
    listen: (listener: (answer: PlayerAnswer) => void) => (hear = listener),
    close: () => undefined,
  };
  const runner = new PlaybackRunner({
    ...{ client, port, clock, attention, store, frames },
    periodMs: () => periodMs,
    lateDataMs: () => 0,
  });
  const answer = async (name: string): Promise<void> => {
    const asked = waiting.filter((call) => call.name === name);
    asked.forEach((call) => waiting.splice(waiting.indexOf(call), 1));
    asked.forEach((call) => call.answer());
    await settle();
  };
  const answerAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      await answer('history:frames');
      await answer('history:snapshot');
    }
  };
  const playback = () => {
    const state = store.getState().playback;
    if (state === undefined) {
      throw new Error('no playback');
    }
    return state;
  };
  runner.setExtent(options.extent ?? extent);
  runner.watch(sensorIds);
  return { runner, store, frames, shown, waiting, stored, turn, see, settle, answer, answerAll, playback };
}
