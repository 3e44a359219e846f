import type { ValueFrame } from '../../shared/playback/valueFrame';

/** What the drawing shows now, outside React: who draws values listens here and redraws what changed. */
export interface ValueFrameStore {
  /** Undefined until the first values are here. */
  readonly current: () => ValueFrame | undefined;
  /** Called with each new frame, at most once a drawn frame. Returns the function that stops listening. */
  readonly subscribe: (listener: (frame: ValueFrame) => void) => () => void;
  readonly publish: (frame: ValueFrame) => void;
}

/** A store without values. */
export function createValueFrameStore(): ValueFrameStore {
  const listeners = new Set<(frame: ValueFrame) => void>();
  let latest: ValueFrame | undefined;
  return {
    current: () => latest,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    publish: (frame) => {
      latest = frame;
      listeners.forEach((listener) => listener(frame));
    },
  };
}
