import { AbortError, throwIfAborted } from '../../../../shared/history/abortError';
import { type AppError, AppFailure, toAppError } from '../../../../shared/lib/appError';
import type { Clock } from './clock';

/** Whether a data source answers, and since when. Times are of this machine's clock. */
export interface SourceStatus {
  readonly kind: 'ok' | 'failing';
  /** Why it does not answer; undefined while it does. */
  readonly failure: AppError | undefined;
  /** Since when it is so. */
  readonly sinceMs: number;
  /** When it answered last; undefined before its first answer. */
  readonly lastOkMs: number | undefined;
}

/** What a question rejects with while the source is left alone. Never leaves the stored source. */
export class SourceAwayError extends Error {
  constructor() {
    super('The data source is not asked at the moment');
    this.name = 'SourceAwayError';
  }
}

/** A source that has failed is asked again after this long, then twice as long, up to `longestWaitMs`. */
const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

/** Nobody on our side has cancelled: a source that says so has been cut off. */
function failureOf(thrown: unknown): AppError {
  const failure = toAppError(thrown);
  return failure.code === 'cancelled' ? { code: 'unexpected', detail: 'the answer was cut off' } : failure;
}

/** What the health of a source needs from outside. */
export interface SourceHealthOptions {
  readonly clock: Clock;
  /** A small question of the kind that is asked most; asked when nobody else asks. */
  readonly probe: (signal: AbortSignal) => Promise<unknown>;
  readonly onStatus: (status: SourceStatus) => void;
}

/**
 * Stands between the reads and a source that may fail: after a failure only one question at a time is let through, at
 * growing distances, so that nobody waits for a source that is away.
 */
export class SourceHealth {
  readonly #options: SourceHealthOptions;
  readonly #closing = new AbortController();
  #status: SourceStatus;
  #waitMs = firstWaitMs;
  #nextMs = -Infinity;
  #asking = false;
  #waiting: AbortController | undefined;

  constructor(options: SourceHealthOptions) {
    this.#options = options;
    const sinceMs = options.clock.now();
    this.#status = { kind: 'ok', failure: undefined, sinceMs, lastOkMs: undefined };
  }

  status(): SourceStatus {
    return this.#status;
  }

  /** False while a question would be turned away at once. */
  mayAsk(): boolean {
    return this.#status.kind === 'ok' || (!this.#asking && this.#options.clock.now() >= this.#nextMs);
  }

  /**
   * Asks the source. Rejects with a SourceAwayError while it is left alone and when it fails, with an AbortError when
   * `signal` fires. A failure that speaks of the question only, by `isOfQuestion`, is passed on: the source
   * has answered.
   */
  async ask<T>(
    signal: AbortSignal,
    question: () => Promise<T>,
    isOfQuestion: (failure: AppError) => boolean = () => false,
  ): Promise<T> {
    throwIfAborted(this.#closing.signal);
    if (!this.mayAsk()) {
      throw new SourceAwayError();
    }
    const isTrial = this.#status.kind === 'failing';
    this.#asking ||= isTrial;
    try {
      const answer = await question();
      this.#noteAnswer();
      return answer;
    } catch (error) {
      if (signal.aborted || this.#closing.signal.aborted) {
        if (isTrial) {
          this.#scheduleTrial(firstWaitMs);
        }
        throw new AbortError();
      }
      const failure = failureOf(error);
      if (isOfQuestion(failure)) {
        this.#noteAnswer();
        throw new AppFailure(failure);
      }
      this.#noteFailure(failure);
      throw new SourceAwayError();
    } finally {
      this.#asking &&= !isTrial;
    }
  }

  /** Asks now, however long it should have been left alone. Resolves when it has answered or failed. */
  async retry(): Promise<void> {
    this.#nextMs = -Infinity;
    this.#waitMs = firstWaitMs;
    await this.#try();
  }

  async #try(): Promise<void> {
    const { signal } = this.#closing;
    try {
      await this.ask(signal, () => this.#options.probe(signal));
    } catch (error) {
      if (!(error instanceof SourceAwayError) && !(error instanceof AbortError)) {
        throw error;
      }
    }
  }

  #noteAnswer(): void {
    const nowMs = this.#options.clock.now();
    const isNews = this.#status.kind === 'failing';
    this.#waiting?.abort();
    this.#waitMs = firstWaitMs;
    this.#status = {
      kind: 'ok',
      failure: undefined,
      sinceMs: isNews ? nowMs : this.#status.sinceMs,
      lastOkMs: nowMs,
    };
    if (isNews) {
      this.#options.onStatus(this.#status);
    }
  }

  #noteFailure(failure: AppError): void {
    const nowMs = this.#options.clock.now();
    const before = this.#status;
    const isNews = JSON.stringify(before.failure) !== JSON.stringify(failure);
    const sinceMs = before.kind === 'failing' ? before.sinceMs : nowMs;
    this.#status = { kind: 'failing', failure, sinceMs, lastOkMs: before.lastOkMs };
    // Of several questions that were under way together only the first failure counts as one more.
    if (before.kind === 'ok' || nowMs >= this.#nextMs) {
      this.#nextMs = nowMs + this.#waitMs;
      this.#scheduleTrial(this.#waitMs);
      this.#waitMs = Math.min(longestWaitMs, this.#waitMs * 2);
    }
    if (isNews) {
      this.#options.onStatus(this.#status);
    }
  }

  /** Asks by itself when nobody does, so that what is on the screen becomes exact again. */
  #scheduleTrial(delayMs: number): void {
    this.#waiting?.abort();
    const waiting = new AbortController();
    this.#waiting = waiting;
    const signal = AbortSignal.any([waiting.signal, this.#closing.signal]);
    const trial = async (): Promise<void> => {
      try {
        await this.#options.clock.wait(delayMs, signal);
      } catch {
        return;
      }
      // A timer may come a moment early by this clock; turned away then, nobody would ask again.
      this.#nextMs = Math.min(this.#nextMs, this.#options.clock.now());
      await this.#try();
    };
    void trial();
  }

  /** Ends what is under way and asks no more. */
  dispose(): void {
    this.#closing.abort();
  }
}
