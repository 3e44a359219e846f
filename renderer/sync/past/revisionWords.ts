import type { Revision } from '../../../shared/contract/syncCalls';
import { formatDate, formatDay, formatHourMinute } from '../../../shared/playback/formatTime';
import type { ZoneClock } from '../../../shared/playback/zoneClock';
import type { Side } from './pastStore';

/** `Tue 3 Nov 2026, 15:41` */
export function whenWords(timeMs: number, clock: ZoneClock): string {
  const wall = clock.wallTime(timeMs);
  return `${formatDay(wall)}, ${formatHourMinute(wall)}`;
}

/** `3 Nov 2026, 15:41`, where there is little room. */
export function briefWhen(timeMs: number, clock: ZoneClock): string {
  const wall = clock.wallTime(timeMs);
  return `${formatDate(wall)}, ${formatHourMinute(wall)}`;
}

/** `Revision 205, Tue 3 Nov 2026, 15:41, Ada` */
export function revisionWords({ seq, atMs, by }: Revision, clock: ZoneClock): string {
  const number = seq === undefined ? 'Not sent yet' : `Revision ${seq}`;
  return [number, whenWords(atMs, clock), by].filter((part) => part !== '').join(', ');
}

/** `2 added, 1 changed, 3 removed`; what is none is left out. */
export function countWords({ created, changed, deleted }: Pick<Revision, 'created' | 'changed' | 'deleted'>): string {
  const parts = [
    [created, 'added'],
    [changed, 'changed'],
    [deleted, 'removed'],
  ] as const;
  const words = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return words.length === 0 ? 'Nothing changed' : words.join(', ');
}

/** `revision 204`, `today` */
export function sideWords(side: Side): string {
  return side.kind === 'today' ? 'today' : side.seq === 0 ? 'the beginning' : `revision ${side.seq}`;
}
