import { AbortError } from '../../../shared/history/abortError';
import { hostOf } from '../../../shared/influx/sourceUrl';
import { messageOf } from '../../../shared/lib/appError';
import type { ServiceFailure, ServiceFailureReason } from '../../../shared/sync/serviceFailure';
import type { Clock } from '../history/stored/clock';
import { backOffMs } from './backOff';
import type { SyncExchange } from './syncExchange';
import { syncFailureOf } from './syncFailure';

/** What a loop works with. */
export interface SyncLoopParts {
  readonly address: string;
  readonly clock: Clock;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** Signs in and makes sure that the service has the plant. Rejects with an `AppFailure`. */
  readonly connect: (signal: AbortSignal) => Promise<SyncExchange>;
  /** Everything is there that was anywhere. */
  readonly onSynced: () => void;
  /** `activity` has changed. */
  readonly onChanged: () => void;
  /** Something was thrown that no service and no disk can cause. */
  readonly onDefect: (thrown: unknown) => void;
}

/** What a loop does at present. */
export interface SyncActivity {
  /** Requests are under way, other than waiting for news. */
  readonly busy: boolean;
  readonly failure: ServiceFailure | undefined;
  /** When it is tried again by itself, milliseconds since the epoch. */
  readonly nextAttemptMs: number | undefined;
}

/** Failures of sending that do not keep others' changes from coming. */
const sendingOnly: readonly ServiceFailureReason[] = ['forbidden', 'refused', 'too-large', 'too-old'];

const shortestListenMs = 1_000;

const idle: SyncActivity = { busy: false, failure: undefined, nextAttemptMs: undefined };

/**
 * Keeps a plant and its service together: fetches, sends, then waits for news, woken by every edit; after a failure it
 * waits ever longer and tries again. No failure takes anything away. After a fault of the program itself it rests until
 * somebody wants it to try.
 */
export class SyncLoop {
  readonly #parts: SyncLoopParts;
  readonly #closing = new AbortController();
  #activity: SyncActivity = idle;
  #exchange: SyncExchange | undefined;
  /** Ends the waiting that is going on. */
  #cut: (() => void) | undefined;
  #isWoken = false;
  #isBackingOff = false;
  #failures = 0;
  #settled: (() => void)[] = [];

  constructor(parts: SyncLoopParts) {
    this.#parts = parts;
  }

  activity(): SyncActivity {
    return this.#activity;
  }

  /** Where the service's log ended when it was last heard of. */
  serviceRevision(): number | undefined {
    return this.#exchange?.serviceRevision();
  }

  /** To be called once. */
  begin(): void {
    void this.#run();
  }

  /** There is something to send. It goes at once, unless a failure is being waited out. */
  wake(): void {
    this.#isWoken = true;
    if (!this.#isBackingOff) {
      this.#cut?.();
    }
  }

  /** Tries at once, whatever was met before. Resolves when everything is there or cannot be. */
  async now(): Promise<void> {
    const settled = new Promise<void>((resolve) => this.#settled.push(resolve));
    this.#isWoken = true;
    this.#failures = 0;
    this.#cut?.();
    await settled;
  }

  dispose(): void {
    this.#closing.abort();
    this.#settle();
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        await this.#turnOrWait();
      } catch (error) {
        await this.#stop(error);
      }
    }
  }

  async #turnOrWait(): Promise<void> {
    try {
      await this.#turn();
    } catch (error) {
      const failure = syncFailureOf(error, this.#parts.address);
      if (failure === undefined) {
        throw error;
      }
      if (!this.#closing.signal.aborted) {
        await this.#meet(failure);
      }
    }
  }

  /** A fault of the program would only be met again, so nothing is tried until `now`. */
  async #stop(defect: unknown): Promise<void> {
    if (this.#closing.signal.aborted) {
      return;
    }
    const { address, onDefect } = this.#parts;
    const failure: ServiceFailure = { reason: 'defect', host: hostOf(address), detail: messageOf(defect) };
    this.#exchange = undefined;
    onDefect(defect);
    try {
      this.#show({ busy: false, failure, nextAttemptMs: undefined });
    } catch (error) {
      onDefect(error);
    }
    this.#settle();
    await this.#rest((signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())));
  }

  /** Once everything, then news. */
  async #turn(): Promise<void> {
    const { signal } = this.#closing;
    this.#isWoken = false;
    this.#show({ ...this.#activity, busy: true });
    this.#exchange ??= await this.#parts.connect(signal);
    await this.#exchange.fetch(signal);
    const refusal = await this.#send(this.#exchange);
    if (refusal !== undefined) {
      await this.#listenUntil(this.#exchange, this.#failed(refusal));
      return;
    }
    this.#failures = 0;
    this.#parts.onSynced();
    this.#show(idle);
    this.#settle();
    if (!this.#isWoken) {
      await this.#listen(this.#exchange);
    }
  }

  /** Answers what keeps only the sending from going on. */
  async #send(exchange: SyncExchange): Promise<ServiceFailure | undefined> {
    try {
      await exchange.send(this.#closing.signal);
      return undefined;
    } catch (error) {
      const failure = syncFailureOf(error, this.#parts.address);
      if (failure === undefined || !sendingOnly.includes(failure.reason)) {
        throw error;
      }
      return failure;
    }
  }

  async #listen(exchange: SyncExchange): Promise<void> {
    await this.#cuttable((signal) => this.#hear(exchange, signal));
  }

  /** A service that does not wait with its answer is asked at a pace of our own. */
  async #hear(exchange: SyncExchange, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    const startMs = clock.now();
    const isNews = await exchange.listen(signal);
    if (!isNews && clock.now() - startMs < shortestListenMs) {
      await clock.wait(shortestListenMs, signal);
    }
  }

  /** Takes what others do until it is time to try sending again. */
  async #listenUntil(exchange: SyncExchange, delayMs: number): Promise<void> {
    this.#settle();
    const over = new AbortController();
    await this.#rest(async (signal) => {
      const either = AbortSignal.any([signal, over.signal]);
      void this.#parts.clock.wait(delayMs, either).then(
        () => over.abort(),
        () => undefined,
      );
      try {
        for (;;) {
          await this.#hear(exchange, either);
        }
      } catch (error) {
        over.abort();
        if (!(error instanceof AbortError)) {
          throw error;
        }
      }
    });
  }

  async #meet(failure: ServiceFailure): Promise<void> {
    if (failure.reason === 'diverged' && (await this.#recovered())) {
      return;
    }
    this.#exchange = undefined;
    const delayMs = this.#failed(failure);
    this.#settle();
    await this.#rest((signal) => this.#parts.clock.wait(delayMs, signal));
  }

  /** Waits, and lets edits wait too. */
  async #rest(wait: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#isBackingOff = true;
    try {
      await this.#cuttable(wait);
    } finally {
      this.#isBackingOff = false;
    }
  }

  /** Whether the plant and a service that was restored are together again; else that failure is met. */
  async #recovered(): Promise<boolean> {
    const exchange = this.#exchange;
    if (exchange === undefined) {
      return false;
    }
    try {
      await exchange.recover(this.#closing.signal);
      return true;
    } catch (error) {
      const failure = syncFailureOf(error, this.#parts.address);
      if (failure === undefined && !this.#closing.signal.aborted) {
        throw error;
      }
      if (failure !== undefined && failure.reason !== 'diverged') {
        await this.#meet(failure);
        return true;
      }
      return false;
    }
  }

  /** Shows a failure. Answers for how long to wait. */
  #failed(failure: ServiceFailure): number {
    const { clock, random } = this.#parts;
    const delayMs = backOffMs(failure, this.#failures, random());
    this.#failures += 1;
    this.#show({ busy: false, failure, nextAttemptMs: clock.now() + delayMs });
    return delayMs;
  }

  /** Runs something that `wake`, `now` or closing may end; that is no failure. */
  async #cuttable(wait: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const cut = new AbortController();
    this.#cut = () => cut.abort();
    try {
      await wait(AbortSignal.any([cut.signal, this.#closing.signal]));
    } catch (error) {
      if (!cut.signal.aborted && !this.#closing.signal.aborted) {
        throw error;
      }
    } finally {
      this.#cut = undefined;
    }
  }

  #show(activity: SyncActivity): void {
    this.#activity = activity;
    this.#parts.onChanged();
  }

  #settle(): void {
    const settled = this.#settled;
    this.#settled = [];
    settled.forEach((resolve) => resolve());
  }
}
