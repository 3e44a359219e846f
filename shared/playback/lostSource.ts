import type { SourceStatus } from '../contract/sourceCalls';
import { formatDay, formatDate, formatHourMinute } from './formatTime';
import type { ZoneClock } from './zoneClock';

/** A data source that does not answer as it should. */
export interface LostSource {
  readonly name: string;
  readonly status: SourceStatus;
}

/** What a moment in words is understood against. */
export interface NowOnClock {
  readonly nowMs: number;
  readonly clock: ZoneClock;
}

/** `since 14:03` of the day it is now, else `since Fri 13 Mar 2026, 14:03`. */
function sinceWords(sinceMs: number, { nowMs, clock }: NowOnClock): string {
  const [since, now] = [clock.wallTime(sinceMs), clock.wallTime(nowMs)];
  const day = formatDate(since) === formatDate(now) ? '' : `${formatDay(since)}, `;
  return `since ${day}${formatHourMinute(since)}`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

const cannotReach = 'Cannot reach';
const silentReasons: ReadonlySet<string | undefined> = new Set(['unreachable', 'timeout', undefined]);

/** Which sources are lost since when, and why where they answer but not as they should. Empty: none is lost. */
export function lostSentence(lost: readonly LostSource[], now: NowOnClock): string {
  const silent = lost.filter(({ status }) => silentReasons.has(status.reason));
  const sinceMs = Math.min(...silent.map(({ status }) => status.sinceMs));
  const sentences = lost
    .filter(({ status }) => !silentReasons.has(status.reason))
    .map(({ name, status }) => `${name}, ${sinceWords(status.sinceMs, now)}: ${status.sentence}`);
  return silent.length === 0
    ? sentences.join(' ')
    : [`${cannotReach} ${listed(silent.map(({ name }) => name))} ${sinceWords(sinceMs, now)}.`, ...sentences].join(' ');
}

/** Why what is shown in live is not now. At least one source is lost. */
export function notLiveSentence(lost: readonly LostSource[], now: NowOnClock): string {
  const sentence = lostSentence(lost, now);
  return `Not live: ${sentence.startsWith(cannotReach) ? `c${sentence.slice(1)}` : sentence}`;
}
