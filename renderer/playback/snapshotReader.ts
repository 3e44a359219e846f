import type { PlantSnapshot } from '../../shared/contract/calls';
import type { EngineClient } from '../../shared/contract/engineClient';
import type { AppError } from '../../shared/lib/appError';
import type { Result } from '../../shared/lib/result';
import type { SensorId } from '../../shared/model/ids';
import type { ValueColumns } from '../../shared/playback/valueFrame';
import type { RunnerClock } from './runnerClock';

/** The source's own answer for one moment. */
export interface ExactAnswer {
  readonly timeMs: number;
  readonly result: Result<ValueColumns, AppError>;
  readonly tookMs: number;
}

function columnsOf(snapshot: PlantSnapshot, timeMs: number): ValueColumns {
  const { values, states, timesMs } = snapshot;
  return { values, states, agesMs: timesMs.map((sampleMs) => timeMs - sampleMs) };
}

/** Reads exact snapshots, one at a time: a newer question aborts the older. */
export class SnapshotReader {
  readonly #client: EngineClient;
  readonly #clock: RunnerClock;
  #running: AbortController | undefined;

  constructor(client: EngineClient, clock: RunnerClock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** Stops the question under way. Its answer never comes. */
  abort(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  /** Undefined: a newer question came in between. */
  async read(sensorIds: readonly SensorId[], timeMs: number): Promise<ExactAnswer | undefined> {
    this.abort();
    const controller = new AbortController();
    this.#running = controller;
    const startedMs = this.#clock.nowMs();
    const request = { sensorIds: [...sensorIds], timeMs };
    const answer = await this.#client.call('history:snapshot', request, { signal: controller.signal });
    if (controller.signal.aborted) {
      return undefined;
    }
    this.#running = undefined;
    const tookMs = this.#clock.nowMs() - startedMs;
    const result = answer.ok ? { ok: true as const, value: columnsOf(answer.value, timeMs) } : answer;
    return { timeMs, result, tookMs };
  }
}
