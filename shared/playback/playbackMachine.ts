import type { TimeRange } from '../history/timeRange';
import { assertNever } from '../lib/assertNever';
import { clampTime, fitWindow, revealInWindow, spanOf } from './timeWindow';

/** Longest time one drawn frame may count for, so that a slow frame does not skip history. */
export const longestFrameMs = 100;
/** The speeds that have a button and the keys 1 to 5. */
export const speedChoices = [1, 10, 60, 600, 10_000] as const;
const slowest = 1;
const fastest = 10_000;
/** Below this much wall time a page of the window would flicker past; then it does not follow the playhead. */
const shortestPageMs = 2_000;
/** Where the playhead stands in the window after the window has turned a page. */
const pageMargin = 0.1;

/** What the timeline is doing. Only possible combinations can be written. */
export type PlaybackState = {
  /** What is stored. The playhead may stand on both ends. */
  readonly range: TimeRange;
  /** The zoomed part, never outside the range. */
  readonly window: TimeRange;
  readonly timeMs: number;
  /** Recorded seconds a second, 1 to 10,000. */
  readonly speed: number;
  /** Played again and again; undefined: play to the end of what is stored. */
  readonly loop: TimeRange | undefined;
  /** The pointer holds the playhead: the clock stands. */
  readonly dragging: boolean;
} & PlaybackPhase;

/** `seeking`: waiting for values at `timeMs`; `resume` says what to do once they are here, `slow` that it shows. */
export type PlaybackPhase =
  | { readonly phase: 'paused' }
  | { readonly phase: 'playing' }
  | { readonly phase: 'seeking'; readonly seekId: number; readonly resume: boolean; readonly slow: boolean };

/** Everything that can happen to the timeline. Ids of seeks ascend. */
export type PlaybackEvent =
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'speed-set'; readonly speed: number }
  | { readonly type: 'seek'; readonly toMs: number; readonly seekId: number }
  /** The clock ran into a part that is not loaded: wait there. */
  | { readonly type: 'starved'; readonly seekId: number }
  | { readonly type: 'seek-slow'; readonly seekId: number }
  | { readonly type: 'seek-loaded'; readonly seekId: number }
  | { readonly type: 'frame'; readonly elapsedMs: number }
  | { readonly type: 'drag-started' }
  | { readonly type: 'drag-ended' }
  | { readonly type: 'window-set'; readonly window: TimeRange }
  | { readonly type: 'loop-set'; readonly loop: TimeRange | undefined }
  | { readonly type: 'range-set'; readonly range: TimeRange };

/** What a timeline opens with. */
export interface PlaybackOpening {
  readonly timeMs: number;
  readonly window: TimeRange;
}

function lastDayOf(range: TimeRange): PlaybackOpening {
  const dayMs = 86_400_000;
  const window = fitWindow({ startMs: range.endMs - dayMs, endMs: range.endMs }, range);
  return { timeMs: Math.round((window.startMs + window.endMs) / 2), window };
}

/** A timeline at rest. Unless told, it shows the last day of what is stored, with the playhead in its middle. */
export function createPlaybackState(range: TimeRange, opening: PlaybackOpening = lastDayOf(range)): PlaybackState {
  const window = fitWindow(opening.window, range);
  const timeMs = clampTime(opening.timeMs, range);
  return { range, window, timeMs, speed: 60, loop: undefined, dragging: false, phase: 'paused' };
}

/** True while the clock runs or will run again once values are here. */
export function isRunning(state: PlaybackState): boolean {
  return state.phase === 'playing' || (state.phase === 'seeking' && state.resume);
}

function withPhase(state: PlaybackState, phase: PlaybackPhase): PlaybackState {
  const { range, window, timeMs, speed, loop, dragging } = state;
  return { range, window, timeMs, speed, loop, dragging, ...phase };
}

function seekTo(state: PlaybackState, toMs: number, seekId: number): PlaybackState {
  const timeMs = clampTime(toMs, state.range);
  const window = revealInWindow(state.window, timeMs, state.range);
  const slow = state.phase === 'seeking' && state.slow;
  return withPhase({ ...state, timeMs, window }, { phase: 'seeking', seekId, resume: isRunning(state), slow });
}

function startPlaying(state: PlaybackState): PlaybackState {
  if (state.phase === 'seeking') {
    return state.resume ? state : { ...state, resume: true };
  }
  const { loop, range, window } = state;
  const stopMs = loop?.endMs ?? range.endMs;
  const startMs = loop?.startMs ?? (spanOf(window) < spanOf(range) ? window.startMs : range.startMs);
  const isOutside = state.timeMs >= stopMs || (loop !== undefined && state.timeMs < loop.startMs);
  const timeMs = isOutside ? startMs : state.timeMs;
  return withPhase({ ...state, timeMs, window: revealInWindow(window, timeMs, range) }, { phase: 'playing' });
}

function stopPlaying(state: PlaybackState): PlaybackState {
  if (state.phase === 'seeking') {
    return state.resume ? { ...state, resume: false } : state;
  }
  const window = revealInWindow(state.window, state.timeMs, state.range);
  return state.phase === 'paused' ? state : withPhase({ ...state, window }, { phase: 'paused' });
}

/** Turns a page when the playhead has run out of the window, unless pages would only flicker. */
function followingWindow(state: PlaybackState, timeMs: number): TimeRange {
  const { window, range, speed } = state;
  const span = spanOf(window);
  const isInside = timeMs >= window.startMs && timeMs <= window.endMs;
  if (isInside || span < speed * shortestPageMs) {
    return window;
  }
  const startMs = timeMs - span * pageMargin;
  return fitWindow({ startMs, endMs: startMs + span }, range);
}

function advance(state: PlaybackState, elapsedMs: number): PlaybackState {
  if (state.phase !== 'playing' || state.dragging) {
    return state;
  }
  const nextMs = state.timeMs + Math.min(elapsedMs, longestFrameMs) * state.speed;
  const { loop, range } = state;
  if (loop !== undefined && nextMs >= loop.endMs) {
    return { ...state, timeMs: loop.startMs, window: followingWindow(state, loop.startMs) };
  }
  if (nextMs >= range.endMs) {
    const window = revealInWindow(state.window, range.endMs, range);
    return withPhase({ ...state, timeMs: range.endMs, window }, { phase: 'paused' });
  }
  return { ...state, timeMs: nextMs, window: followingWindow(state, nextMs) };
}

function withRange(state: PlaybackState, range: TimeRange): PlaybackState {
  const { loop } = state;
  const keepsLoop = loop !== undefined && loop.startMs >= range.startMs && loop.endMs <= range.endMs;
  return {
    ...state,
    range,
    window: fitWindow(state.window, range),
    timeMs: clampTime(state.timeMs, range),
    loop: keepsLoop ? loop : undefined,
  };
}

function withLoop(state: PlaybackState, loop: TimeRange | undefined): PlaybackState {
  const { range } = state;
  const within = loop && { startMs: clampTime(loop.startMs, range), endMs: clampTime(loop.endMs, range) };
  return { ...state, loop: within && spanOf(within) > 0 ? within : undefined };
}

/** The timeline after one event. Has no clock and asks nobody: whoever runs it feeds events in. */
export function stepPlayback(state: PlaybackState, event: PlaybackEvent): PlaybackState {
  switch (event.type) {
    case 'play':
      return startPlaying(state);
    case 'pause':
      return stopPlaying(state);
    case 'speed-set':
      return { ...state, speed: Math.min(Math.max(event.speed, slowest), fastest) };
    case 'seek':
      return seekTo(state, event.toMs, event.seekId);
    case 'starved':
      return state.phase === 'playing'
        ? withPhase(state, { phase: 'seeking', seekId: event.seekId, resume: true, slow: false })
        : state;
    case 'seek-slow':
      return state.phase === 'seeking' && state.seekId === event.seekId ? { ...state, slow: true } : state;
    case 'seek-loaded':
      if (state.phase !== 'seeking' || state.seekId !== event.seekId) {
        return state; // an older answer; a newer seek is on its way
      }
      return withPhase(state, state.resume ? { phase: 'playing' } : { phase: 'paused' });
    case 'frame':
      return advance(state, event.elapsedMs);
    case 'drag-started':
      return { ...state, dragging: true };
    case 'drag-ended':
      return { ...state, dragging: false };
    case 'window-set':
      return { ...state, window: fitWindow(event.window, state.range) };
    case 'loop-set':
      return withLoop(state, event.loop);
    case 'range-set':
      return withRange(state, event.range);
    default:
      return assertNever(event, 'PlaybackEvent');
  }
}
