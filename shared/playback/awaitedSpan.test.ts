import { expect, it } from 'vitest';
import { awaitedSpan, awaitedWords } from './awaitedSpan';
import { createPlaybackState, type PlaybackState, stepPlayback } from './playbackMachine';
import { createZoneClock } from './zoneClock';

const clock = createZoneClock('UTC');
const at = (hour: number, minute: number, second = 0): number => Date.UTC(2026, 2, 14, hour, minute, second);
const range = { startMs: at(0, 0), endMs: at(21, 18) };

function wordsAt(timeMs: number, events: (state: PlaybackState) => PlaybackState): string {
  const opened = createPlaybackState(range, { timeMs, window: range });
  return awaitedWords(awaitedSpan(events(opened)), clock);
}

function starved(state: PlaybackState): PlaybackState {
  return stepPlayback(stepPlayback(state, { type: 'play' }), { type: 'starved', seekId: 1 });
}

it('[P61] a clock that waits says from when to when', () => {
  expect(wordsAt(at(3, 20), starved)).toBe('Loading 03:20 to 03:30');
  expect(wordsAt(at(3, 20), (state) => starved({ ...state, speed: 1 }))).toBe('Loading 03:20:00 to 03:20:10');
});

it('[P61] nothing is loaded past the end of what is stored', () => {
  expect(wordsAt(at(21, 14), starved)).toBe('Loading 21:14 to 21:18');
});

it('[P61] a seek at rest waits for its moment alone', () => {
  const sought = wordsAt(at(3, 0), (state) => stepPlayback(state, { type: 'seek', toMs: at(3, 20, 10), seekId: 1 }));
  expect(sought).toBe('Loading 03:20:10');
});
