import type { EngineClient } from '../../../shared/contract/engineClient';
import type { SensorId } from '../../../shared/model/ids';
import { sparklinePath, type SparkBox } from './sparkline';

/** What a list shows of a sensor's history: its last value and the line of the last day. */
export interface Glimpse {
  /** NaN: it has no samples. */
  readonly value: number;
  readonly timeMs: number;
  readonly state: number;
  /** SVG path; empty when there is nothing to draw. */
  readonly line: string;
}

/** The span of the small line. */
const dayMs = 86_400_000;
/** The box of the small line, as the dock draws it. */
export const sparkBox: SparkBox = { width: 112, height: 20 };
/** Requests within this time go out together. */
const gatherMs = 60;

/**
 * Last values and small lines of the sensors that are on screen. Asked for in batches, kept until the history
 * changes. Values of the moment of playback never come this way.
 */
export class GlimpseStore {
  readonly #client: EngineClient;
  readonly #known = new Map<SensorId, Glimpse>();
  readonly #asked = new Set<SensorId>();
  readonly #wanted = new Set<SensorId>();
  readonly #listeners = new Set<() => void>();
  readonly #stopListening: () => void;
  readonly #gone = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #version = 0;

  constructor(client: EngineClient) {
    this.#client = client;
    this.#stopListening = client.on('history:changed', () => this.#forget());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Changes whenever an answer of `get` may have changed. */
  readonly version = (): number => this.#version;

  get(id: SensorId): Glimpse | undefined {
    return this.#known.get(id);
  }

  /** Asks for what is not known yet; listeners are woken when it has come. */
  want(ids: Iterable<SensorId>): void {
    for (const id of ids) {
      if (!this.#asked.has(id)) {
        this.#asked.add(id);
        this.#wanted.add(id);
      }
    }
    if (this.#wanted.size > 0 && this.#timer === undefined) {
      this.#timer = setTimeout(() => void this.#fetch(), gatherMs);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#gone.abort();
    this.#stopListening();
    this.#listeners.clear();
  }

  #forget(): void {
    this.#known.clear();
    this.#asked.clear();
    this.#wake();
  }

  #wake(): void {
    this.#version += 1;
    this.#listeners.forEach((listener) => listener());
  }

  async #fetch(): Promise<void> {
    this.#timer = undefined;
    const sensorIds = [...this.#wanted];
    this.#wanted.clear();
    const { signal } = this.#gone;
    const extent = await this.#client.call('history:describe', {}, { signal });
    const endMs = extent.ok ? extent.value.lastMs : undefined;
    if (endMs === undefined) {
      return;
    }
    const range = { startMs: endMs - dayMs, endMs };
    const [snapshot, lines] = await Promise.all([
      this.#client.call('history:snapshot', { sensorIds, timeMs: endMs }, { signal }),
      this.#client.call('history:window', { sensorIds, ...range, points: sparkBox.width * 2 }, { signal }),
    ]);
    if (!snapshot.ok || !lines.ok) {
      return;
    }
    const { values, timesMs, states } = snapshot.value;
    sensorIds.forEach((id, index) => {
      const samples = lines.value.windows[index];
      this.#known.set(id, {
        value: values[index] ?? Number.NaN,
        timeMs: timesMs[index] ?? Number.NaN,
        state: states[index] ?? 0,
        line: samples === undefined ? '' : sparklinePath(samples, range, sparkBox),
      });
    });
    this.#wake();
  }
}
