import type { EngineClient } from '../../shared/contract/engineClient';
import type { TimeRange } from '../../shared/history/timeRange';
import type { AppError } from '../../shared/lib/appError';
import { assertNever } from '../../shared/lib/assertNever';
import type { SensorId } from '../../shared/model/ids';
import type { PlayerAnswer, PlayerPort } from '../../shared/playback/playerMessages';
import type { PlaybackView } from '../../shared/playback/tilePlan';
import type { ValueColumns } from '../../shared/playback/valueFrame';
import type { RunnerClock } from './runnerClock';
import { type KnownUntil, TileFetcher } from './tileFetcher';

/** Frames kept by the player. With the drawing's own it stays below what one window may take. */
const playerMemoryBytes = 64 * 1024 * 1024;

/** The values of a moment, as the player answers a look. */
export type FrameAnswer = Extract<PlayerAnswer, { kind: 'frame' }>;

/** What the link works with. */
export interface PlayerLinkOptions {
  readonly client: EngineClient;
  readonly clock: RunnerClock;
  readonly port: PlayerPort;
  readonly knownUntil: () => KnownUntil;
  readonly onFrame: (answer: FrameAnswer) => void;
  readonly onProblem: (problem: AppError) => void;
}

/** Speaks to the player about one set of sensors, and brings it the tiles it lacks. */
export class PlayerLink {
  readonly #options: PlayerLinkOptions;
  readonly #tiles: TileFetcher;
  #sensorIds: readonly SensorId[] = [];
  #unreachable: ReadonlySet<SensorId> = new Set();
  #generation = 0;
  #lastLookId = 0;

  constructor(options: PlayerLinkOptions) {
    const { client, clock, port, knownUntil, onProblem } = options;
    this.#options = options;
    this.#tiles = new TileFetcher({
      ...{ client, clock, knownUntil, onProblem },
      onTile: (key, columns, generation) => port.post({ kind: 'tile', generation, key, columns }),
    });
    port.listen((answer) => this.#receive(answer));
  }

  /** Other sensors or other samples: nothing kept is right any more. */
  watch(sensorIds: readonly SensorId[], closestSamplesMs: number | undefined): void {
    this.#sensorIds = sensorIds;
    this.#generation += 1;
    const generation = this.#generation;
    this.#tiles.watch(sensorIds, generation);
    const memoryBytes = playerMemoryBytes;
    const sensorCount = sensorIds.length;
    this.#options.port.post({ kind: 'reset', generation, sensorCount, closestSamplesMs, memoryBytes });
    this.#sayReach();
  }

  /** Ascends with every `watch`: answers to questions of before are of no use. */
  generation(): number {
    return this.#generation;
  }

  /** Of these sensors nothing more can be had than what is here. */
  setUnreachable(sensorIds: ReadonlySet<SensorId>): void {
    this.#unreachable = sensorIds;
    this.#sayReach();
  }

  /** True when nothing more can be had of some of the sensors watched. */
  isAnyUnreachable(): boolean {
    return this.#unreachable.size > 0 && this.#sensorIds.some((id) => this.#unreachable.has(id));
  }

  #sayReach(): void {
    const unreachable = this.isAnyUnreachable()
      ? Uint8Array.from(this.#sensorIds, (id) => Number(this.#unreachable.has(id)))
      : undefined;
    this.#options.port.post({ kind: 'reach', unreachable });
  }

  sendView(view: PlaybackView): void {
    this.#options.port.post({ kind: 'view', view });
  }

  /** Tells an answer from those of other looks. */
  newLookId(): number {
    this.#lastLookId += 1;
    return this.#lastLookId;
  }

  /** Asks for the values of a moment from what is here. */
  look(timeMs: number): void {
    this.#options.port.post({ kind: 'look', lookId: this.newLookId(), timeMs, playing: false });
  }

  /** Asks for the values with which the clock could run to a moment. The answer may come at once. */
  lookAhead(timeMs: number, lookId: number): void {
    this.#options.port.post({ kind: 'look', lookId, timeMs, playing: true });
  }

  /** Shows the source's own answer for a moment. */
  showExact(timeMs: number, columns: ValueColumns): void {
    const generation = this.#generation;
    this.#options.port.post({ kind: 'exact', generation, lookId: this.newLookId(), timeMs, columns });
  }

  /** What is not final of a range is read again. */
  readAgain(range: TimeRange): void {
    this.#tiles.outdate(range);
    this.#options.port.post({ kind: 'again', range, corrected: false });
  }

  /** The source is being corrected: from now on nothing of a range is final. */
  reopen(range: TimeRange): void {
    this.#options.port.post({ kind: 'again', range, corrected: true });
  }

  dispose(): void {
    this.#tiles.dispose();
    this.#options.port.close();
  }

  #receive(answer: PlayerAnswer): void {
    if (answer.generation !== this.#generation) {
      return;
    }
    switch (answer.kind) {
      case 'missing':
        this.#tiles.want(answer.tiles);
        return;
      case 'frame':
        this.#options.onFrame(answer);
        return;
      default:
        assertNever(answer, 'PlayerAnswer');
    }
  }
}
