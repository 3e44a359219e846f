import type { EngineClient } from '../../shared/contract/engineClient';
import type { AppError } from '../../shared/lib/appError';
import type { SensorId } from '../../shared/model/ids';
import { tileName } from '../../shared/playback/frameGrid';
import type { FrameColumns } from '../../shared/playback/frameTileStore';
import type { MissingTile } from '../../shared/playback/playerMessages';
import type { RunnerClock } from './runnerClock';

/** So many requests the picture waits for may be under way, and so many others. */
const mostUrgent = 2;
const mostBackground = 1;
/** A tile that could not be read is not asked for again before this. */
const retryMs = 2_000;

/** What the fetcher works with. */
export interface TileFetcherOptions {
  readonly client: EngineClient;
  readonly clock: RunnerClock;
  readonly onTile: (tile: MissingTile, columns: FrameColumns, generation: number) => void;
  readonly onProblem: (error: AppError) => void;
}

interface Running {
  readonly urgent: boolean;
  readonly controller: AbortController;
}

/** Asks the engine for tiles: few at a time, most needed first, and aborts what nobody needs any more. */
export class TileFetcher {
  readonly #options: TileFetcherOptions;
  readonly #running = new Map<string, Running>();
  readonly #failed = new Set<string>();
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
    this.want([]);
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
    return [...this.#running.values()].filter((running) => running.urgent === urgent).length;
  }

  #pump(): void {
    for (const tile of this.#wanted) {
      const name = tileName(tile);
      const isFull = this.#count(tile.urgent) >= (tile.urgent ? mostUrgent : mostBackground);
      if (!isFull && !this.#running.has(name) && !this.#failed.has(name)) {
        void this.#fetch(tile, name);
      }
    }
  }

  async #fetch(tile: MissingTile, name: string): Promise<void> {
    const { client, onTile, onProblem, clock } = this.#options;
    const controller = new AbortController();
    const generation = this.#generation;
    this.#running.set(name, { urgent: tile.urgent, controller });
    const { startMs, stepMs, frameCount } = tile;
    const request = { sensorIds: [...this.#sensorIds], startMs, stepMs, frameCount };
    const answer = await client.call('history:frames', request, { signal: controller.signal });
    if (controller.signal.aborted) {
      return;
    }
    this.#running.delete(name);
    this.#wanted = this.#wanted.filter((other) => tileName(other) !== name);
    if (answer.ok) {
      const { values, agesMs, states } = answer.value;
      onTile(tile, { values, agesMs, states }, generation);
    } else {
      this.#failed.add(name);
      clock.after(retryMs, () => this.#failed.delete(name));
      onProblem(answer.error);
    }
    this.#pump();
  }
}
