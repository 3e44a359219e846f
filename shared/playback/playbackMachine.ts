import type { TimeRange } from '../history/timeRange';
import { assertNever } from '../lib/assertNever';
import { clampTime, fitWindow, revealInWindow, shortestWindowMs, spanOf } from './timeWindow';

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
  /** How long the window was when live was left; undefined: never yet. */
  readonly liveSpanMs: number | undefined;
} & PlaybackPhase;

/**
 * `seeking`: waiting for values at `timeMs`; `resume` says what to do once they are here, `slow` that it shows.
 * `paused`: `ranOut` says that the clock ran into the end. `live`: the playhead is the range's end, and both are now.
 */
export type PlaybackPhase =
  | { readonly phase: 'paused'; readonly ranOut: boolean }
  | { readonly phase: 'playing' }
  | { readonly phase: 'live' }
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
  | { readonly type: 'range-set'; readonly range: TimeRange }
  /** The history grows, and has come to this moment. */
  | { readonly type: 'now'; readonly nowMs: number }
  | { readonly type: 'go-live'; readonly nowMs: number };

/** What a person may do to the timeline besides seeking and going live. */
export type PersonEvent = Exclude<
  PlaybackEvent,
  { type: 'seek' | 'seek-loaded' | 'seek-slow' | 'starved' | 'frame' | 'range-set' | 'now' | 'go-live' }
>;

const atRest = { phase: 'paused', ranOut: false } as const;

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
  return { range, window, timeMs, speed: 60, loop: undefined, dragging: false, liveSpanMs: undefined, ...atRest };
}

/** True while the clock runs or will run again once values are here. */
export function isRunning(state: PlaybackState): boolean {
  return state.phase === 'playing' || (state.phase === 'seeking' && state.resume);
}

function withPhase(state: PlaybackState, phase: PlaybackPhase): PlaybackState {
  const { range, window, timeMs, speed, loop, dragging, liveSpanMs } = state;
  return { range, window, timeMs, speed, loop, dragging, liveSpanMs, ...phase };
}

function leaveLive(state: PlaybackState): PlaybackState {
  return state.phase === 'live' ? withPhase({ ...state, liveSpanMs: spanOf(state.window) }, atRest) : state;
}

function seekTo(from: PlaybackState, toMs: number, seekId: number): PlaybackState {
  if (from.phase === 'live' && toMs >= from.timeMs) {
    return from; // there is nothing beyond now
  }
  const state = leaveLive(from);
  const timeMs = clampTime(toMs, state.range);
  const window = revealInWindow(state.window, timeMs, state.range);
  const slow = state.phase === 'seeking' && state.slow;
  return withPhase({ ...state, timeMs, window }, { phase: 'seeking', seekId, resume: isRunning(state), slow });
}

function startPlaying(from: PlaybackState): PlaybackState {
  const state = leaveLive(from);
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
  if (state.phase !== 'playing') {
    return state;
  }
  const window = revealInWindow(state.window, state.timeMs, state.range);
  return withPhase({ ...state, window }, atRest);
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
    return withPhase({ ...state, timeMs: range.endMs, window }, { phase: 'paused', ranOut: true });
  }
  return { ...state, timeMs: nextMs, window: followingWindow(state, nextMs) };
}

/** The window within another range: the same object where nothing of it changes, so that nothing is drawn anew. */
function windowWithin(window: TimeRange, range: TimeRange): TimeRange {
  const fitted = fitWindow(window, range);
  return fitted.startMs === window.startMs && fitted.endMs === window.endMs ? window : fitted;
}

function withRange(state: PlaybackState, range: TimeRange): PlaybackState {
  const { loop } = state;
  const keepsLoop = loop !== undefined && loop.startMs >= range.startMs && loop.endMs <= range.endMs;
  return {
    ...state,
    range,
    window: windowWithin(state.window, range),
    timeMs: state.phase === 'live' ? range.endMs : clampTime(state.timeMs, range),
    loop: keepsLoop ? loop : undefined,
  };
}

function windowUpTo(endMs: number, spanMs: number, range: TimeRange): TimeRange {
  return fitWindow({ startMs: endMs - spanMs, endMs }, range);
}

/** The end of what is stored is now. In live the window goes with it while it reaches so far. */
function withNow(state: PlaybackState, nowMs: number): PlaybackState {
  const { startMs, endMs } = state.range;
  const grown = withRange(state, { startMs, endMs: Math.max(nowMs, startMs + shortestWindowMs) });
  // A span that is no whole number of ms leaves the window's end a hair off.
  const follows = state.phase === 'live' && state.window.endMs >= endMs - 1;
  return follows ? { ...grown, window: windowUpTo(grown.timeMs, spanOf(state.window), grown.range) } : grown;
}

function goLive(state: PlaybackState, nowMs: number): PlaybackState {
  const grown = withNow(state, nowMs);
  const { range, window, phase, liveSpanMs } = grown;
  const spanMs = phase === 'live' ? spanOf(window) : (liveSpanMs ?? spanOf(window));
  const moved = { timeMs: range.endMs, window: windowUpTo(range.endMs, spanMs, range), dragging: false };
  return withPhase({ ...grown, ...moved }, { phase: 'live' });
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
      return withPhase(state, state.resume ? { phase: 'playing' } : atRest);
    case 'frame':
      return advance(state, event.elapsedMs);
    case 'drag-started':
      return { ...leaveLive(state), dragging: true };
    case 'drag-ended':
      return { ...state, dragging: false };
    case 'window-set':
      return { ...state, window: fitWindow(event.window, state.range) };
    case 'loop-set':
      return withLoop(state, event.loop);
    case 'range-set':
      return withRange(state, event.range);
    case 'now':
      return withNow(state, event.nowMs);
    case 'go-live':
      return goLive(state, event.nowMs);
    default:
      return assertNever(event, 'PlaybackEvent');
  }
}
