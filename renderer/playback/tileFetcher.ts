import type { PlantFrames } from '../../shared/contract/calls';
import type { EngineClient } from '../../shared/contract/engineClient';
import type { TimeRange } from '../../shared/history/timeRange';
import { valueState } from '../../shared/history/valueState';
import type { AppError } from '../../shared/lib/appError';
import type { SensorId } from '../../shared/model/ids';
import { tileName } from '../../shared/playback/frameGrid';
import type { TileAnswer } from '../../shared/playback/frameTileStore';
import type { MissingTile } from '../../shared/playback/playerMessages';
import type { RunnerClock } from './runnerClock';

/** So many requests the picture waits for may be under way, and so many others. */
const mostUrgent = 2;
const mostBackground = 1;
/** A tile that could not be read is not asked for again before this. */
const retryMs = 2_000;

/** A tile the picture does not wait for is not read again before this. */
const againMs = 1_000;

/** How far the history is known. */
export interface KnownUntil {
  /** The source's present: of later moments nothing can be known yet. */
  readonly presentMs: number;
  /** Up to here no sample can arrive late. */
  readonly settledMs: number;
}

/** What the fetcher works with. */
export interface TileFetcherOptions {
  readonly client: EngineClient;
  readonly clock: RunnerClock;
  readonly onTile: (tile: MissingTile, columns: TileAnswer, generation: number) => void;
  readonly onProblem: (error: AppError) => void;
  readonly knownUntil: () => KnownUntil;
}

interface Running {
  readonly tile: MissingTile;
  readonly controller: AbortController;
  /** History of its time was stored meanwhile. */
  isOutdated: boolean;
}

function endOf({ startMs, stepMs, frameCount }: MissingTile): number {
  return startMs + stepMs * (frameCount - 1);
}

/** Whatever was answered for moments that had not come yet is not sure. */
function withoutFuture(frames: PlantFrames, presentMs: number): PlantFrames {
  const { startMs, stepMs, sensorCount, states } = frames;
  const firstLater = Math.max(0, Math.floor((presentMs - startMs) / stepMs) + 1);
  if (firstLater < frames.frameCount) {
    states.fill(valueState.approximate, firstLater * sensorCount);
  }
  return frames;
}

/** Asks the engine for tiles: few at a time, most needed first, and aborts what nobody needs any more. */
export class TileFetcher {
  readonly #options: TileFetcherOptions;
  readonly #running = new Map<string, Running>();
  readonly #failed = new Set<string>();
  readonly #fresh = new Set<string>();
  #sensorIds: readonly SensorId[] = [];
  #generation = 0;
  #wanted: readonly MissingTile[] = [];

  constructor(options: TileFetcherOptions) {
    this.#options = options;
  }

  /** Other sensors: what is under way is of no use. */
  watch(sensorIds: readonly SensorId[], generation: number): void {
    this.#sensorIds = sensorIds;
    this.#generation = generation;
    this.#failed.clear();
    this.#fresh.clear();
    this.want([]);
  }

  /** What is being read of a range may have been answered without what was stored just now. */
  outdate({ startMs, endMs }: TimeRange): void {
    for (const running of this.#running.values()) {
      running.isOutdated ||= running.tile.startMs < endMs && endOf(running.tile) >= startMs;
    }
  }

  /** Replaces the list of missing tiles, most needed first. */
  want(tiles: readonly MissingTile[]): void {
    this.#wanted = tiles;
    const names = new Set(tiles.map(tileName));
    for (const [name, { controller }] of this.#running) {
      if (!names.has(name)) {
        controller.abort();
        this.#running.delete(name);
      }
    }
    this.#pump();
  }

  dispose(): void {
    this.want([]);
  }

  #count(urgent: boolean): number {
    return [...this.#running.values()].filter(({ tile }) => tile.urgent === urgent).length;
  }

  #pump(): void {
    for (const tile of this.#wanted) {
      const name = tileName(tile);
      const isFull = this.#count(tile.urgent) >= (tile.urgent ? mostUrgent : mostBackground);
      const mayAsk = !this.#failed.has(name) && (tile.urgent || !this.#fresh.has(name));
      if (mayAsk && !isFull && !this.#running.has(name)) {
        void this.#fetch(tile, name);
      }
    }
  }

  async #fetch(tile: MissingTile, name: string): Promise<void> {
    const { client, onTile, onProblem, knownUntil } = this.#options;
    const generation = this.#generation;
    const running: Running = { tile, controller: new AbortController(), isOutdated: false };
    this.#running.set(name, running);
    const { startMs, stepMs, frameCount } = tile;
    const { presentMs, settledMs } = knownUntil();
    const { signal } = running.controller;
    const request = { sensorIds: [...this.#sensorIds], startMs, stepMs, frameCount };
    const answer = await client.call('history:frames', request, { signal });
    if (signal.aborted) {
      return;
    }
    this.#running.delete(name);
    this.#wanted = this.#wanted.filter((other) => tileName(other) !== name);
    if (answer.ok) {
      const { values, agesMs, states } = withoutFuture(answer.value, presentMs);
      const settled = endOf(tile) <= settledMs;
      this.#rest(this.#fresh, name, againMs);
      onTile(tile, { values, agesMs, states, settled, outdated: running.isOutdated }, generation);
    } else {
      this.#rest(this.#failed, name, retryMs);
      onProblem(answer.error);
    }
    this.#pump();
  }

  #rest(resting: Set<string>, name: string, forMs: number): void {
    resting.add(name);
    this.#options.clock.after(forMs, () => {
      resting.delete(name);
      this.#pump();
    });
  }
}
