import { stripStepMs } from './frameGrid';
import type { PlaybackState } from './playbackMachine';
import { timeOfX, xOfTime } from './timelineScale';

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

/** A drag this near to a glyph means its moment. */
const snapPx = 6;

/** The moment among these, ascending, that a drag comes near to; undefined: it is near to none. */
export function snapMoment(
  { window }: Pick<PlaybackState, 'window'>,
  { x, widthPx }: Pick<DragPlace, 'x' | 'widthPx'>,
  momentsMs: readonly number[],
): number | undefined {
  const timeMs = timeOfX(x, window, widthPx);
  const next = momentsMs.findIndex((momentMs) => momentMs >= timeMs);
  const [before, after] = next === -1 ? [momentsMs.at(-1), undefined] : [momentsMs[next - 1], momentsMs[next]];
  const awayPx = (momentMs: number | undefined): number =>
    momentMs === undefined ? Infinity : Math.abs(xOfTime(momentMs, window, widthPx) - x);
  const nearest = awayPx(before) < awayPx(after) ? before : after;
  return awayPx(nearest) <= snapPx ? nearest : undefined;
}
