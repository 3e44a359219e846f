import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlaybackState, type PlaybackEvent, type PlaybackState, stepPlayback } from './playbackMachine';

const range = { startMs: 0, endMs: 1_000_000 };
const rest: PlaybackState = { ...createPlaybackState(range), timeMs: 1_000, speed: 2 };
const playing = stepPlayback(rest, { type: 'play' });

function run(state: PlaybackState, ...events: readonly PlaybackEvent[]): PlaybackState {
  return events.reduce(stepPlayback, state);
}

describe('playback machine', () => {
  it('[P1] a frame moves the playhead by the elapsed time times the speed', () => {
    expect(stepPlayback(playing, { type: 'frame', elapsedMs: 16 }).timeMs).toBe(1_032);
  });

  it('[P1] a slow frame counts for 100 ms at most', () => {
    expect(stepPlayback(playing, { type: 'frame', elapsedMs: 5_000 }).timeMs).toBe(1_200);
  });

  it('[P1] the clock stands while paused, seeking or dragging', () => {
    const seeking = run(playing, { type: 'seek', toMs: 5_000, seekId: 1 });
    const dragging = run(playing, { type: 'drag-started' });
    for (const state of [rest, seeking, dragging]) {
      expect(stepPlayback(state, { type: 'frame', elapsedMs: 50 }).timeMs).toBe(state.timeMs);
    }
  });

  it('[P2] an answer to an older seek is ignored', () => {
    const second = run(playing, { type: 'seek', toMs: 3_000, seekId: 1 }, { type: 'seek', toMs: 7_000, seekId: 2 });
    expect(stepPlayback(second, { type: 'seek-loaded', seekId: 1 })).toBe(second);
    expect(stepPlayback(second, { type: 'seek-loaded', seekId: 2 })).toMatchObject({ phase: 'playing', timeMs: 7_000 });
  });

  it('[P2] play and pause during a seek are remembered', () => {
    const seeking = run(rest, { type: 'seek', toMs: 3_000, seekId: 1 });
    expect(run(seeking, { type: 'play' }, { type: 'seek-loaded', seekId: 1 }).phase).toBe('playing');
    expect(run(seeking, { type: 'play' }, { type: 'pause' }, { type: 'seek-loaded', seekId: 1 }).phase).toBe('paused');
  });

  it('[P3] a clock without values waits where it is and goes on when they are here', () => {
    const starved = run(playing, { type: 'starved', seekId: 4 });
    expect(starved).toMatchObject({ phase: 'seeking', resume: true, slow: false, timeMs: 1_000 });
    expect(run(starved, { type: 'seek-slow', seekId: 4 })).toMatchObject({ slow: true });
    expect(run(starved, { type: 'seek-slow', seekId: 3 })).toBe(starved);
    expect(run(starved, { type: 'seek-loaded', seekId: 4 })).toMatchObject({ phase: 'playing', timeMs: 1_000 });
  });

  it('[P4] reaching the end of what is stored pauses there', () => {
    const nearEnd = { ...playing, timeMs: range.endMs - 10 };
    expect(stepPlayback(nearEnd, { type: 'frame', elapsedMs: 16 })).toMatchObject({
      phase: 'paused',
      timeMs: range.endMs,
    });
  });

  it('[P4] play at the end starts anew', () => {
    const atEnd = { ...rest, timeMs: range.endMs };
    expect(stepPlayback(atEnd, { type: 'play' })).toMatchObject({ phase: 'playing', timeMs: range.startMs });
  });

  it('[P5] a loop goes back to its start and is entered at its start', () => {
    const looping = run(rest, { type: 'loop-set', loop: { startMs: 2_000, endMs: 3_000 } }, { type: 'play' });
    expect(looping.timeMs).toBe(2_000);
    expect(stepPlayback({ ...looping, timeMs: 2_990 }, { type: 'frame', elapsedMs: 16 })).toMatchObject({
      phase: 'playing',
      timeMs: 2_000,
    });
  });

  it('[P6] the speed stays between 1 and 10,000', () => {
    expect(run(rest, { type: 'speed-set', speed: 0 }).speed).toBe(1);
    expect(run(rest, { type: 'speed-set', speed: 1e9 }).speed).toBe(10_000);
    expect(run(rest, { type: 'speed-set', speed: 137 }).speed).toBe(137);
  });

  it('[P7] a seek shows its moment; a slow play turns pages, a fast one does not', () => {
    const zoomed = run(rest, { type: 'window-set', window: { startMs: 0, endMs: 20_000 } });
    const sought = run(zoomed, { type: 'seek', toMs: 500_000, seekId: 1 });
    expect(sought.window).toEqual({ startMs: 490_000, endMs: 510_000 });
    const atEdge = { ...stepPlayback(zoomed, { type: 'play' }), timeMs: 20_000 };
    expect(stepPlayback(atEdge, { type: 'frame', elapsedMs: 100 }).window.startMs).toBe(18_200);
    const fast = stepPlayback({ ...atEdge, speed: 600 }, { type: 'frame', elapsedMs: 100 });
    expect(fast.window).toEqual(zoomed.window);
    expect(stepPlayback(fast, { type: 'pause' }).window.startMs).toBe(70_000);
  });
});

describe('playback machine, live', () => {
  const hourly: PlaybackState = { ...rest, window: { startMs: 100_000, endMs: 300_000 }, timeMs: 200_000 };
  const live = run(hourly, { type: 'go-live', nowMs: 1_010_000 });

  it('[P35] live, the playhead, the range’s end and the window’s end are now', () => {
    expect(live).toMatchObject({ phase: 'live', timeMs: 1_010_000, range: { startMs: 0, endMs: 1_010_000 } });
    expect(live.window).toEqual({ startMs: 810_000, endMs: 1_010_000 });
    const later = run(live, { type: 'now', nowMs: 1_020_000 });
    expect(later).toMatchObject({ phase: 'live', timeMs: 1_020_000, window: { startMs: 820_000, endMs: 1_020_000 } });
  });

  it('[P36] in replay the range grows and nothing else moves', () => {
    for (const state of [hourly, playing, run(rest, { type: 'seek', toMs: 3_000, seekId: 1 })]) {
      const grown = run(state, { type: 'now', nowMs: 1_010_000 });
      expect(grown).toEqual({ ...state, range: { startMs: 0, endMs: 1_010_000 } });
      expect(grown.window).toBe(state.window);
    }
  });

  it('[P36] a window that was moved away from now stays, and follows again when it is brought back', () => {
    const away = run(live, { type: 'window-set', window: { startMs: 0, endMs: 200_000 } });
    const later = run(away, { type: 'now', nowMs: 1_020_000 });
    expect(later).toMatchObject({ phase: 'live', timeMs: 1_020_000, window: { startMs: 0, endMs: 200_000 } });
    const back = run(later, { type: 'window-set', window: { startMs: 5e6, endMs: 5.2e6 } });
    expect(run(back, { type: 'now', nowMs: 1_030_000 }).window).toEqual({ startMs: 830_000, endMs: 1_030_000 });
  });

  it('[P37] seeking, dragging and playing leave live; zooming, panning and pausing do not', () => {
    expect(run(live, { type: 'seek', toMs: 500_000, seekId: 1 })).toMatchObject({ phase: 'seeking', resume: false });
    expect(run(live, { type: 'drag-started' })).toMatchObject({ phase: 'paused', dragging: true, timeMs: 1_010_000 });
    expect(run(live, { type: 'play' })).toMatchObject({ phase: 'playing', timeMs: 810_000 });
    expect(run(live, { type: 'pause' })).toBe(live);
    expect(run(live, { type: 'window-set', window: { startMs: 0, endMs: 9_000 } }).phase).toBe('live');
  });

  it('[P37] a step beyond now changes nothing', () => {
    expect(run(live, { type: 'seek', toMs: live.timeMs + 10_000, seekId: 1 })).toBe(live);
  });

  it('[P37] replay that runs into now pauses there and says so; it does not become live', () => {
    const nearNow = { ...playing, timeMs: range.endMs - 10 };
    const stopped = stepPlayback(nearNow, { type: 'frame', elapsedMs: 16 });
    expect(stopped).toMatchObject({ phase: 'paused', ranOut: true, timeMs: range.endMs });
    const later = run(stopped, { type: 'now', nowMs: 1_010_000 });
    expect(later).toMatchObject({ phase: 'paused', ranOut: true, timeMs: range.endMs });
    const sought = run(later, { type: 'seek', toMs: 5, seekId: 1 }, { type: 'seek-loaded', seekId: 1 });
    expect(sought).toMatchObject({ phase: 'paused', ranOut: false });
  });

  it('[P38] going live again brings back the window’s length', () => {
    const past = run(live, { type: 'seek', toMs: 500_000, seekId: 1 }, { type: 'seek-loaded', seekId: 1 });
    const zoomed = run(past, { type: 'window-set', window: { startMs: 499_000, endMs: 501_000 } });
    const again = run(zoomed, { type: 'go-live', nowMs: 1_050_000 });
    expect(again.window).toEqual({ startMs: 850_000, endMs: 1_050_000 });
  });
});

const momentMs = fc.integer({ min: -2_000_000, max: 3_000_000 });
const spans = fc.tuple(momentMs, momentMs).map(([a, b]) => ({ startMs: Math.min(a, b), endMs: Math.max(a, b) }));
const events: fc.Arbitrary<PlaybackEvent> = fc.oneof(
  fc.constantFrom<PlaybackEvent>(
    { type: 'play' },
    { type: 'pause' },
    { type: 'drag-started' },
    { type: 'drag-ended' },
    { type: 'loop-set', loop: undefined },
  ),
  fc.record({ type: fc.constant('speed-set' as const), speed: fc.double({ min: -10, max: 1e6, noNaN: true }) }),
  fc.record({ type: fc.constant('seek' as const), toMs: momentMs, seekId: fc.integer({ min: 1, max: 9 }) }),
  fc.record({
    type: fc.constantFrom('starved' as const, 'seek-slow' as const, 'seek-loaded' as const),
    seekId: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({ type: fc.constant('frame' as const), elapsedMs: fc.integer({ min: 0, max: 500 }) }),
  fc.record({ type: fc.constant('window-set' as const), window: spans }),
  fc.record({ type: fc.constant('loop-set' as const), loop: spans }),
  fc.record({
    type: fc.constant('range-set' as const),
    range: spans.filter((span) => span.endMs - span.startMs > 2_000),
  }),
  fc.record({ type: fc.constantFrom('now' as const, 'go-live' as const), nowMs: momentMs }),
);

describe('playback machine laws', () => {
  it('[P8] whatever happens, the playhead and the window stay within what is stored', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 60 }), (sequence) => {
        for (let state = rest, index = 0; index < sequence.length; index += 1) {
          state = run(state, ...sequence.slice(index, index + 1));
          expect(state.timeMs).toBeGreaterThanOrEqual(state.range.startMs);
          expect(state.timeMs).toBeLessThanOrEqual(state.range.endMs);
          expect(state.window.startMs).toBeGreaterThanOrEqual(state.range.startMs - 1e-6);
          expect(state.window.endMs).toBeLessThanOrEqual(state.range.endMs + 1e-6);
          expect(state.window.endMs - state.window.startMs).toBeGreaterThanOrEqual(999.999);
          if (state.phase === 'live') {
            expect(state.timeMs).toBe(state.range.endMs);
          }
          expect(state.speed).toBeGreaterThanOrEqual(1);
          expect(state.speed).toBeLessThanOrEqual(10_000);
        }
      }),
    );
  });
});
