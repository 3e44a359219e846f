import { AbortError, throwIfAborted } from '../../../../shared/history/abortError';

interface SharedRead {
  readonly answer: Promise<unknown>;
  readonly controller: AbortController;
  waiting: number;
}

/** Lets readers that ask the same at the same time share one read. It ends early only when nobody waits for it. */
export class SharedReads {
  readonly #reads = new Map<string, SharedRead>();

  /**
   * The answer of the read that is under way for this question, else of a new one. `question` names all that the answer
   * depends on, also its kind. Rejects with an AbortError as soon as `signal` fires.
   */
  async join<T>(question: string, signal: AbortSignal, read: (signal: AbortSignal) => Promise<T>): Promise<T> {
    throwIfAborted(signal);
    const shared = this.#reads.get(question) ?? this.#begin(question, read);
    shared.waiting += 1;
    const leave = (): void => {
      shared.waiting -= 1;
      if (shared.waiting === 0) {
        // Nobody may join what is being given up.
        this.#forget(question, shared);
        shared.controller.abort();
      }
    };
    return new Promise<T>((resolve, reject) => {
      const onAbort = (): void => {
        leave();
        reject(new AbortError());
      };
      signal.addEventListener('abort', onAbort, { once: true });
      const settle = (finish: () => void): void => {
        signal.removeEventListener('abort', onAbort);
        if (!signal.aborted) {
          finish();
        }
      };
      shared.answer.then(
        (answer) => settle(() => resolve(answer as T)),
        (error: unknown) => settle(() => reject(error)),
      );
    });
  }

  #begin(question: string, read: (signal: AbortSignal) => Promise<unknown>): SharedRead {
    const controller = new AbortController();
    const answer = read(controller.signal).finally(() => this.#forget(question, shared));
    const shared: SharedRead = { answer, controller, waiting: 0 };
    this.#reads.set(question, shared);
    return shared;
  }

  /** Ends all reads, whoever waits for them. */
  dispose(): void {
    this.#reads.forEach(({ controller }) => controller.abort());
  }

  #forget(question: string, shared: SharedRead): void {
    if (this.#reads.get(question) === shared) {
      this.#reads.delete(question);
    }
  }
}
