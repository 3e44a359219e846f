import type { EngineClient } from '../../../../shared/contract/engineClient';
import type { BrowsedSeries, SourceGlimpse } from '../../../../shared/contract/sourceCalls';
import { seriesKeyOf } from '../../../../shared/influx/seriesAddress';
import type { DataSourceId } from '../../../../shared/model/ids';
import { sparkBox } from '../glimpseStore';
import { sparklinePath } from '../sparkline';

/** What a row shows of a series' history: its last value and the line of its last day. */
export interface SeriesGlimpse {
  /** NaN: it has no samples, or the last of them has no value. */
  readonly value: number;
  /** By the source's clock; NaN: it has no samples. */
  readonly timeMs: number;
  /** SVG path; empty when there is nothing to draw. */
  readonly line: string;
  readonly readMs: number;
}

const dayMs = 86_400_000;
/** Rows that are on screen for less than this are on their way past. */
const restMs = 200;
/** A glimpse is asked for again when it is older. */
const freshMs = 60_000;
/** The contract's limit for one call. */
const mostAddresses = 200;

/** The glimpses of one answer on a common axis, which ends with the latest of their samples. */
function glimpsesOf(answers: readonly SourceGlimpse[], readMs: number): readonly SeriesGlimpse[] {
  const endMs = Math.max(...answers.map(({ lastMs }) => lastMs ?? -Infinity));
  const range = { startMs: endMs - dayMs, endMs };
  return answers.map(({ lastMs, lastValue, timesMs, values }) => ({
    value: lastValue ?? NaN,
    timeMs: lastMs ?? NaN,
    line: sparklinePath({ timesMs, values }, range, sparkBox),
    readMs,
  }));
}

/**
 * Last values and small lines of the series that are in view. Only what is wanted now is asked for, once the wish has
 * rested; a request of which nothing is wanted any more is cancelled.
 */
export class SourceGlimpses {
  readonly #client: EngineClient;
  readonly #sourceId: DataSourceId;
  readonly #nowMs: () => number;
  readonly #known = new Map<string, SeriesGlimpse>();
  readonly #listeners = new Set<() => void>();
  #wanted: ReadonlyMap<string, BrowsedSeries> = new Map();
  /** Asked for and not answered well: not asked again for the same rows. */
  #failed = new Set<string>();
  #request: { readonly keys: readonly string[]; readonly controller: AbortController } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #version = 0;

  constructor(client: EngineClient, sourceId: DataSourceId, nowMs: () => number) {
    this.#client = client;
    this.#sourceId = sourceId;
    this.#nowMs = nowMs;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Changes whenever an answer of `get` may have changed. */
  readonly version = (): number => this.#version;

  get(key: string): SeriesGlimpse | undefined {
    return this.#known.get(key);
  }

  /** The rows in view now, in place of those before. */
  want(rows: readonly BrowsedSeries[]): void {
    const wanted = new Map(rows.map((series) => [seriesKeyOf(series.address), series]));
    const hasMoved = wanted.size !== this.#wanted.size || [...wanted.keys()].some((key) => !this.#wanted.has(key));
    this.#wanted = wanted;
    if (hasMoved) {
      this.#failed = new Set();
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
    if (this.#request !== undefined && !this.#request.keys.some((key) => wanted.has(key))) {
      this.#request.controller.abort();
      this.#request = undefined;
    }
    this.#schedule();
  }

  /** Asks anew for everything that is in view; what is known stays until the answer is here. */
  refresh(): void {
    this.#failed = new Set();
    this.#known.forEach((glimpse, key) => this.#known.set(key, { ...glimpse, readMs: -Infinity }));
    this.#schedule();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#request?.controller.abort();
    this.#listeners.clear();
  }

  #missing(): readonly string[] {
    const oldestMs = this.#nowMs() - freshMs;
    return [...this.#wanted.keys()]
      .filter((key) => !this.#failed.has(key) && (this.#known.get(key)?.readMs ?? -Infinity) <= oldestMs)
      .slice(0, mostAddresses);
  }

  #schedule(): void {
    if (this.#timer === undefined && this.#request === undefined && this.#missing().length > 0) {
      this.#timer = setTimeout(() => void this.#fetch(), restMs);
    }
  }

  async #fetch(): Promise<void> {
    this.#timer = undefined;
    const keys = this.#missing();
    const controller = new AbortController();
    this.#request = { keys, controller };
    const addresses = keys.flatMap((key) => this.#wanted.get(key)?.address ?? []);
    const { signal } = controller;
    const answer = await this.#client.call('source:glimpse', { sourceId: this.#sourceId, addresses }, { signal });
    if (signal.aborted) {
      return;
    }
    this.#request = undefined;
    if (answer.ok) {
      const glimpses = glimpsesOf(answer.value.glimpses, this.#nowMs());
      keys.forEach((key, index) => {
        const glimpse = glimpses[index];
        if (glimpse === undefined) {
          this.#failed.add(key);
        } else {
          this.#known.set(key, glimpse);
        }
      });
      this.#version += 1;
      this.#listeners.forEach((listener) => listener());
    } else {
      keys.forEach((key) => this.#failed.add(key));
    }
    this.#schedule();
  }
}
