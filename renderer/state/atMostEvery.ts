/** Something that is done on request, but not too often. */
export interface Throttle {
  /** Does it now, or as soon as it is due again. */
  readonly soon: () => void;
  readonly stop: () => void;
}

/** Runs something at most every so many ms: at once when it rested, and once more for what was asked meanwhile. */
export function atMostEvery(periodMs: number, run: () => void): Throttle {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsked = false;
  const soon = (): void => {
    if (timer !== undefined) {
      isAsked = true;
      return;
    }
    timer = setTimeout(() => {
      timer = undefined;
      if (isAsked) {
        isAsked = false;
        soon();
      }
    }, periodMs);
    run();
  };
  return { soon, stop: () => clearTimeout(timer) };
}
