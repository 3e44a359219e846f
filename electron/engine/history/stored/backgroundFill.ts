import { setImmediate } from 'node:timers/promises';
import { AbortError, throwIfAborted } from '../../../../shared/history/abortError';
import { type Coverage, coverageOfRanges, gapsOf } from '../../../../shared/history/coverage';
import type { TimeRange } from '../../../../shared/history/timeRange';
import { type AppError, AppFailure } from '../../../../shared/lib/appError';
import type { Clock } from './clock';
import { friendlySamples, type RawRead } from './readPlan';
import type { FillOptions } from './remoteReader';
import { SourceAwayError } from './sourceHealth';

/** A stretch that a person wants to have here, and who hears of it. */
export interface FillTask {
  readonly names: readonly string[];
  /** In whole ms. */
  readonly range: TimeRange;
  /** After every read: how many samples came with it. False ends the task. */
  onRead(samples: number): Promise<boolean>;
  onDone(): void;
  /** The source refuses this, or it cannot be stored. That the source is away only makes the task wait. */
  onFailed(failure: AppError): void;
}

/** What the background fill works with. */
export interface BackgroundFillOptions {
  readonly clock: Clock;
  readonly fill: (names: readonly string[], range: TimeRange, options: FillOptions) => Promise<void>;
  /** Where all of the names are here already. */
  readonly coverageOf: (names: readonly string[], range: TimeRange) => Coverage;
  readonly expectedSamples: (names: readonly string[], range: TimeRange) => number;
  readonly onStored: (names: readonly string[], range: TimeRange) => void;
}

/** A stretch that is to be brought in. */
interface Goal {
  readonly names: readonly string[];
  readonly range: TimeRange;
  /** Undefined: a wish, asked for by a read that was answered coarsely. */
  readonly task: FillTask | undefined;
  readonly dropped: AbortController;
  /** When it was last asked for. */
  askedMs: number;
  /** Read once already: when it is missing again, there is no room for it, or it can still change. */
  tried: Coverage;
}

interface Piece {
  readonly goal: Goal;
  readonly range: TimeRange;
}

const dayMs = 86_400_000;
/** A piece brings at least about this many samples, unless it gets too long. */
const samplesPerPiece = 100_000;
const mostDaysPerPiece = 64;
const mostWishes = 4;
/** A wish that nobody renews is given up: what it was for is not on the screen any more. */
const wishMs = 120_000;
/** So long after a read the background waits for another. */
const quietMs = 300;
/** Looks again after this long while a read is under way or the source is away. */
const lookMs = 100;
const awayMs = 1_000;

/**
 * Brings in what was answered coarsely and what is taken offline: one piece at a time, only while nobody reads, nearest
 * to the moment that was looked at last.
 */
export class BackgroundFill {
  readonly #options: BackgroundFillOptions;
  readonly #closing = new AbortController();
  readonly #goals: Goal[] = [];
  #reads = 0;
  #lastReadMs = -Infinity;
  #askedMs = 0;
  #running = false;

  constructor(options: BackgroundFillOptions) {
    this.#options = options;
  }

  /**
   * A person looks at this moment: what is near it is brought in first. Only single moments tell; a strip of the whole
   * timeline begins wherever the timeline does.
   */
  lookAt(timeMs: number): void {
    this.#askedMs = timeMs;
  }

  /** A read begins. Returns the function that says it has ended. */
  beginRead(): () => void {
    this.#reads += 1;
    return () => {
      this.#reads -= 1;
      this.#lastReadMs = this.#options.clock.now();
    };
  }

  /** Wants a range, in whole ms, to be here. Wanted again in time, it stays wanted. */
  want(names: readonly string[], range: TimeRange): void {
    const isSame = ({ task, ...goal }: Goal): boolean =>
      task === undefined &&
      goal.range.startMs === range.startMs &&
      goal.range.endMs === range.endMs &&
      goal.names.length === names.length &&
      goal.names.every((name, at) => name === names[at]);
    const known = this.#goals.find(isSame);
    if (known !== undefined) {
      this.#goals.splice(this.#goals.indexOf(known), 1);
    }
    this.#begin(known ?? this.#goalOf(names, range, undefined));
    this.#goals
      .filter(({ task }) => task === undefined)
      .slice(mostWishes)
      .forEach((wish) => this.#drop(wish));
  }

  /** Adds a stretch that stays wanted until it is done or given up. Returns the function that gives it up. */
  add(task: FillTask): () => void {
    const goal = this.#goalOf(task.names, task.range, task);
    this.#begin(goal);
    return () => this.#drop(goal);
  }

  #goalOf(names: readonly string[], range: TimeRange, task: FillTask | undefined): Goal {
    return { names, range, task, dropped: new AbortController(), askedMs: 0, tried: [] };
  }

  /** Wishes come before tasks and the last one first; tasks come in the order in which they were added. */
  #begin(goal: Goal): void {
    goal.askedMs = this.#options.clock.now();
    if (goal.task === undefined) {
      this.#goals.unshift(goal);
    } else {
      this.#goals.push(goal);
    }
    if (!this.#running && !this.#closing.signal.aborted) {
      this.#running = true;
      void this.#run();
    }
  }

  #drop(goal: Goal): void {
    const at = this.#goals.indexOf(goal);
    if (at !== -1) {
      this.#goals.splice(at, 1);
      goal.dropped.abort();
    }
  }

  async #run(): Promise<void> {
    try {
      // What comes first is chosen when there is peace: by then something else may be looked at.
      await this.#peace();
      for (let piece = this.#nextPiece(); piece !== undefined; piece = this.#nextPiece()) {
        await this.#bring(piece);
        await this.#peace();
      }
    } finally {
      this.#running = false;
    }
  }

  async #peace(): Promise<void> {
    await setImmediate();
    // Closing ends the wait, and there is no next piece then.
    await this.#quiet(this.#closing.signal).catch(() => undefined);
  }

  async #bring({ goal, range }: Piece): Promise<void> {
    const { clock, fill, onStored } = this.#options;
    const { names, task } = goal;
    const signal = AbortSignal.any([goal.dropped.signal, this.#closing.signal]);
    const anchored = range.startMs === goal.range.startMs;
    const onRead = async (read: RawRead, samples: number): Promise<void> => {
      onStored(read.names, read.range);
      if (task !== undefined && !(await task.onRead(samples))) {
        this.#drop(goal);
      }
    };
    try {
      await fill(names, range, { signal, anchored, pause: () => this.#quiet(signal), onRead });
      goal.tried = coverageOfRanges([...goal.tried, range]);
    } catch (error) {
      if (error instanceof SourceAwayError) {
        // Closing ends the wait as it ends everything else.
        await clock.wait(awayMs, signal).catch(() => undefined);
      } else if (error instanceof AppFailure) {
        this.#drop(goal);
        task?.onFailed(error.error);
      } else if (!(error instanceof AbortError)) {
        throw error;
      }
    }
  }

  /** Waits until no read is under way, nor was a moment ago. */
  async #quiet(signal: AbortSignal): Promise<void> {
    for (;;) {
      const sinceMs = this.#options.clock.now() - this.#lastReadMs;
      const leftMs = this.#reads > 0 ? lookMs : quietMs - sinceMs;
      throwIfAborted(signal);
      // A clock that was set back must not stop the work for long.
      if (leftMs <= 0 || leftMs > quietMs) {
        return;
      }
      await this.#options.clock.wait(leftMs, signal);
    }
  }

  #nextPiece(): Piece | undefined {
    const nowMs = this.#options.clock.now();
    const isOver = ({ task, askedMs }: Goal): boolean => task === undefined && Math.abs(nowMs - askedMs) > wishMs;
    this.#goals.filter(isOver).forEach((wish) => this.#drop(wish));
    for (const goal of [...this.#goals]) {
      if (this.#closing.signal.aborted) {
        return undefined;
      }
      const range = this.#missingOf(goal);
      if (range !== undefined) {
        return { goal, range };
      }
      this.#drop(goal);
      goal.task?.onDone();
    }
    return undefined;
  }

  /** The missing day, or days: of a wish those nearest to what is looked at, of a task the first. */
  #missingOf(goal: Goal): TimeRange | undefined {
    const { names, range, task, tried } = goal;
    const nearMs = task === undefined ? this.#askedMs : range.startMs;
    const here = coverageOfRanges([...this.#options.coverageOf(names, range), ...tried]);
    const distance = ({ startMs, endMs }: TimeRange): number => Math.max(0, startMs - nearMs, nearMs - (endMs - 1));
    const [nearest] = [...gapsOf(here, range)].sort((left, right) => distance(left) - distance(right));
    if (nearest === undefined) {
      return undefined;
    }
    const momentMs = Math.min(nearest.endMs - 1, Math.max(nearest.startMs, nearMs));
    const widthMs = this.#widthFor(goal, momentMs);
    const begunMs = Math.floor(momentMs / widthMs) * widthMs;
    return { startMs: Math.max(range.startMs, begunMs), endMs: Math.min(range.endMs, begunMs + widthMs) };
  }

  /**
   * A day, or twice, four times as long: as long as it brings little, further away, and for tasks, which want to be
   * done and not to be seen, until each series fills its chunks.
   */
  #widthFor({ names, task }: Goal, momentMs: number): number {
    const samplesPerDay = this.#options.expectedSamples(names, { startMs: momentMs - dayMs, endMs: momentMs });
    const daysAway = Math.abs(momentMs - this.#askedMs) / dayMs;
    const wishedSamples =
      task === undefined ? samplesPerPiece : Math.max(samplesPerPiece, names.length * friendlySamples);
    const days = Math.max(
      wishedSamples / Math.max(samplesPerDay, wishedSamples / mostDaysPerPiece),
      task === undefined ? Math.min(mostDaysPerPiece, daysAway / 2) : 0,
    );
    return dayMs * 2 ** Math.max(0, Math.ceil(Math.log2(days)));
  }

  /** Ends what is under way. Tasks hear nothing more. */
  dispose(): void {
    this.#closing.abort();
  }
}
