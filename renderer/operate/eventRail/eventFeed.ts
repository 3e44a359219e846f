import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PlantEvents } from '../../../shared/contract/calls';
import type { EngineClient } from '../../../shared/contract/engineClient';
import type { TimeRange } from '../../../shared/history/timeRange';
import type { AppError } from '../../../shared/lib/appError';
import type { SensorId } from '../../../shared/model/ids';
import { spanOf } from '../../../shared/playback/timeWindow';
import type { RunnerClock } from '../../playback/runnerClock';

/** What the rail wants to show. */
export interface EventQuestion {
  /** Another array means other sensors. */
  readonly sensorIds: readonly SensorId[];
  readonly window: TimeRange;
  /** All that is stored; nothing is asked for outside of it. */
  readonly range: TimeRange;
  /** What the sensors and samples were when this was wanted: another one means that answers are out of date. */
  readonly asOf: unknown;
}

/** Events as they were answered. */
export interface LoadedEvents extends PlantEvents {
  readonly sensorIds: readonly SensorId[];
  readonly asked: TimeRange;
}

/** What is known of events; the last answer stays until the next one. */
export interface EventFeedState {
  readonly loaded: LoadedEvents | undefined;
  /** Why the last question was not answered. */
  readonly problem: AppError | undefined;
}

/** A window that moves is asked for so long after its last move, */
const settleMs = 120;
/** but not later than this after it was first wanted: a window that follows the clock never rests. */
const longestWaitMs = 600;
/** Beside the window, so that small moves need no question; a part of its length at each side. */
const marginPart = 0.5;
/** More glyphs than this nobody can tell apart. */
const mostEvents = 5_000;

function holds(outer: TimeRange, inner: TimeRange): boolean {
  return outer.startMs <= inner.startMs && outer.endMs >= inner.endMs;
}

function isSame({ sensorIds, asOf }: EventQuestion, other: EventQuestion | undefined): boolean {
  return sensorIds === other?.sensorIds && asOf === other.asOf;
}

/** The part of the window that can hold events, with room at its sides. */
function askedFor({ window, range }: EventQuestion, part: number): TimeRange {
  const marginMs = part * spanOf(window);
  return {
    startMs: Math.max(window.startMs - marginMs, range.startMs),
    // The last sample belongs to what is stored.
    endMs: Math.min(window.endMs + marginMs, range.endMs + 1),
  };
}

interface Running {
  readonly question: EventQuestion;
  readonly asked: TimeRange;
  readonly controller: AbortController;
}

/** Asks for the events of the window, as rarely as it can. */
export class EventFeed {
  readonly store: StoreApi<EventFeedState> = createStore<EventFeedState>(() => ({
    loaded: undefined,
    problem: undefined,
  }));
  readonly #client: Pick<EngineClient, 'call'>;
  readonly #clock: Pick<RunnerClock, 'nowMs' | 'after'>;
  #answered: EventQuestion | undefined;
  #wantedSinceMs: number | undefined;
  #stopWaiting: (() => void) | undefined;
  #running: Running | undefined;

  constructor(client: Pick<EngineClient, 'call'>, clock: Pick<RunnerClock, 'nowMs' | 'after'>) {
    this.#client = client;
    this.#clock = clock;
  }

  /** Takes the newest wish; older ones are forgotten, and what is under way for them is aborted. */
  want(question: EventQuestion): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
    if (this.#isHere(question)) {
      this.#wantedSinceMs = undefined;
      this.#running?.controller.abort();
      this.#running = undefined;
      return;
    }
    if (this.#running !== undefined && isSame(question, this.#running.question)) {
      const { asked } = this.#running;
      if (holds(asked, askedFor(question, 0))) {
        return;
      }
    }
    this.#running?.controller.abort();
    this.#running = undefined;
    const nowMs = this.#clock.nowMs();
    this.#wantedSinceMs ??= nowMs;
    const isFirst = !isSame(question, this.#answered);
    const restMs = Math.max(0, this.#wantedSinceMs + longestWaitMs - nowMs);
    this.#stopWaiting = this.#clock.after(isFirst ? 0 : Math.min(settleMs, restMs), () => void this.#ask(question));
  }

  dispose(): void {
    this.#stopWaiting?.();
    this.#running?.controller.abort();
    this.#running = undefined;
  }

  #isHere(question: EventQuestion): boolean {
    const { loaded } = this.store.getState();
    if (loaded === undefined || !isSame(question, this.#answered)) {
      return false;
    }
    const complete = {
      startMs: loaded.asked.startMs,
      endMs: loaded.truncated ? loaded.completeToMs : loaded.asked.endMs,
    };
    const wanted = askedFor(question, 0);
    // Asking again for the very window that was cut would be cut again.
    const isAsked = loaded.asked.startMs === wanted.startMs && loaded.asked.endMs === wanted.endMs;
    return isAsked || holds(complete, wanted);
  }

  async #ask(question: EventQuestion): Promise<void> {
    this.#stopWaiting = undefined;
    this.#wantedSinceMs = undefined;
    const controller = new AbortController();
    const wide = askedFor(question, marginPart);
    this.#running = { question, asked: wide, controller };
    const isCut = await this.#askFor(question, wide, controller);
    const narrow = askedFor(question, 0);
    if (isCut !== undefined && isCut < narrow.endMs && !controller.signal.aborted) {
      await this.#askFor(question, narrow, controller);
    }
    if (this.#running?.controller === controller) {
      this.#running = undefined;
    }
  }

  /** Answers up to where the list was cut; undefined: it is whole, or there is none. */
  async #askFor(question: EventQuestion, asked: TimeRange, controller: AbortController): Promise<number | undefined> {
    const { sensorIds } = question;
    const request = { sensorIds: [...sensorIds], startMs: asked.startMs, endMs: asked.endMs, most: mostEvents };
    const answer = await this.#client.call('history:events', request, { signal: controller.signal });
    if (controller.signal.aborted) {
      return undefined;
    }
    if (!answer.ok) {
      this.store.setState({ loaded: undefined, problem: answer.error });
      return undefined;
    }
    this.#answered = question;
    this.store.setState({ loaded: { ...answer.value, sensorIds, asked }, problem: undefined });
    return answer.value.truncated ? answer.value.completeToMs : undefined;
  }
}
