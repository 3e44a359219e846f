import type { TimeRange } from '../history/timeRange';
import { formatClock, formatHourMinute } from './formatTime';
import { isRunning, type PlaybackState } from './playbackMachine';
import { spanOf } from './timeWindow';
import type { ZoneClock } from './zoneClock';

/** What playing waits for: so much of the viewer's own time is read ahead. */
const awaitedSeconds = 10;
/** A shorter span is named with its seconds. */
const shortMs = 120_000;

/** What the clock waits for; for a seek at rest the moment alone. */
export function awaitedSpan(playback: PlaybackState): TimeRange {
  const { timeMs, speed, range } = playback;
  const aheadMs = isRunning(playback) ? awaitedSeconds * 1_000 * speed : 0;
  return { startMs: timeMs, endMs: Math.min(timeMs + aheadMs, range.endMs) };
}

/** `Loading 03:20 to 03:30`; of a short span with seconds, of a moment `Loading 03:20:10`. */
export function awaitedWords(awaited: TimeRange, clock: ZoneClock): string {
  const write = spanOf(awaited) < shortMs ? formatClock : formatHourMinute;
  const [from, to] = [write(clock.wallTime(awaited.startMs)), write(clock.wallTime(awaited.endMs))];
  return spanOf(awaited) === 0 ? `Loading ${from}` : `Loading ${from} to ${to}`;
}
