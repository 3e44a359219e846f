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
          expect(state.speed).toBeGreaterThanOrEqual(1);
          expect(state.speed).toBeLessThanOrEqual(10_000);
        }
      }),
    );
  });
});
