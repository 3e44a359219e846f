/** Makes a stream that ends early when the signal fires. */
export type StreamMaker<T> = (signal: AbortSignal) => AsyncGenerator<T>;

/**
 * Hands over what several streams yield as it comes, with at most `most` of them running. When the reader stops, or one
 * of them fails, all are stopped at once: their signal fires.
 */
export async function* mergeStreams<T>(
  makers: readonly StreamMaker<T>[],
  most: number,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const own = new AbortController();
  const both = AbortSignal.any([signal, own.signal]);
  const waiting = makers.values();
  const running = new Map<AsyncGenerator<T>, Promise<readonly [AsyncGenerator<T>, IteratorResult<T, unknown>]>>();
  const step = (stream: AsyncGenerator<T>): void => {
    const next = stream.next().then((result) => [stream, result] as const);
    // It may fail while the reader is busy; it is looked at when the reader comes back.
    next.catch(() => undefined);
    running.set(stream, next);
  };
  const start = (): void => {
    const maker = waiting.next();
    if (maker.done !== true) {
      step(maker.value(both));
    }
  };
  try {
    for (let count = 0; count < most; count += 1) {
      start();
    }
    while (running.size > 0) {
      const [stream, result] = await Promise.race(running.values());
      running.delete(stream);
      if (result.done === true) {
        start();
      } else {
        yield result.value;
        step(stream);
      }
    }
  } finally {
    own.abort();
    // Their sockets are closing; what they still say is of no interest.
    await Promise.allSettled(running.values());
  }
}
