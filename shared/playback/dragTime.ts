import { stripStepMs } from './frameGrid';
import type { PlaybackState } from './playbackMachine';
import { timeOfX } from './timelineScale';

/** Where and how the playhead is dragged. */
export interface DragPlace {
  /** In px from the start of the plot. */
  readonly x: number;
  readonly widthPx: number;
  readonly sensorCount: number;
  /** True: not held to the frames of the strip. */
  readonly free: boolean;
}

/**
 * The moment a drag means: on the strip's own frames, which lie about a px apart and whose values are exact,
 * unless it is freed from them.
 */
export function draggedTime({ window }: Pick<PlaybackState, 'window'>, place: DragPlace): number {
  const timeMs = timeOfX(place.x, window, place.widthPx);
  const stepMs = stripStepMs(window, place.sensorCount);
  return place.free ? timeMs : Math.round(timeMs / stepMs) * stepMs;
}
