/** What a read rejects with when its signal fires; `toAppError` knows it by its name. */
export class AbortError extends Error {
  constructor() {
    super('The read was cancelled');
    this.name = 'AbortError';
  }
}

/** Throws an AbortError once the signal has fired, whatever reason it was given. */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new AbortError();
  }
}
