import { counted } from '../../lib/counted';
import { formatHourMinute } from '../../playback/formatTime';
import type { ZoneClock } from '../../playback/zoneClock';
import type { ForeignWrite } from '../changeset';
import type { KnownRevision } from './knownRevision';
import type { MergedRow } from './mergedRows';
import type { Review, ReviewDecisions, ReviewItem, ReviewRow } from './review';
import { isDecided } from './review';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Within so many days a weekday says which day is meant. */
const weekdayMs = 6 * dayMs;

/** A moment of these days, short: `Tue 15:41`; `4 Mar 15:41` when it is longer ago than a weekday tells. */
export function whenText(timeMs: number, nowMs: number, clock: ZoneClock): string {
  const wall = clock.wallTime(timeMs);
  const weekday = weekdays[new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay()] ?? '';
  const day = nowMs - timeMs > weekdayMs ? `${wall.day} ${months[wall.month - 1] ?? ''}` : weekday;
  return `${day} ${formatHourMinute(wall)}`;
}

/** The head of the column of one side, in two lines. */
export interface SideHead {
  readonly title: string;
  readonly detail: string;
}

/** What stands over the three columns of an item: `Base, rev 205`; `Mine, Tue 15:41`; `Theirs, rev 210`, `Ada, Tue 16:02`. */
export function sideHeads(
  item: Pick<ReviewItem, 'base' | 'mine' | 'theirs'>,
  nowMs: number,
  clock: ZoneClock,
): { readonly base: SideHead; readonly mine: SideHead; readonly theirs: SideHead } {
  return {
    base: { title: `Base, rev ${item.base}`, detail: '' },
    mine: {
      title: `${item.mine.isOwn ? 'Mine' : item.mine.by}, ${whenText(item.mine.atMs, nowMs, clock)}`,
      detail: '',
    },
    theirs: theirsHead(item.theirs, nowMs, clock),
  };
}

function theirsHead(theirs: ForeignWrite | undefined, nowMs: number, clock: ZoneClock): SideHead {
  if (theirs === undefined) {
    return { title: 'Now in the plant', detail: '' };
  }
  const when = theirs.atMs === undefined ? undefined : whenText(theirs.atMs, nowMs, clock);
  return {
    title: `Theirs, rev ${theirs.seq}`,
    detail: [theirs.by, when].filter((part) => part !== undefined).join(', '),
  };
}

/** Where a merged value comes from: `Mine, Tue 16:20`, `Colleague, rev 209`. */
export function fromText({ seq, by, atMs, isOwn }: MergedRow['from'], nowMs: number, clock: ZoneClock): string {
  return isOwn ? `Mine, ${whenText(atMs, nowMs, clock)}` : `${by === '' ? 'Theirs' : by}, rev ${seq}`;
}

function spanText(spanMs: number): string {
  const days = Math.round(spanMs / dayMs);
  const hours = Math.round(spanMs / hourMs);
  return days >= 1 ? counted(days, 'day') : hours >= 1 ? counted(hours, 'hour') : 'the last hour';
}

function changeCount(revisions: readonly KnownRevision[], isOwn: boolean): number {
  return revisions
    .filter((revision) => revision.isOwn === isOwn)
    .reduce((sum, { patch }) => sum + patch.changes.length, 0);
}

/** What met what and what came of it: the sentence of the review bar. */
export function reviewSentence(
  review: Review,
  revisions: readonly KnownRevision[],
  merged: { readonly rows: readonly MergedRow[]; readonly nowMs: number },
): string {
  const parked = review.conflicts.reduce((sum, { ops }) => sum + ops.length, 0);
  const own = parked + changeCount(revisions, true);
  const foreign = changeCount(revisions, false);
  const firstMs = Math.min(...review.conflicts.map(({ atMs }) => atMs));
  const fields = review.items.reduce((sum, { rows }) => sum + rows.length, 0);
  const noun = review.items.every(({ key }) => key.kind === 'component') ? 'component' : 'thing';
  const met = `My ${counted(own, 'change')} from ${spanText(merged.nowMs - firstMs)} meet ${counted(foreign, 'change')} by others.`;
  const need = `${counted(fields, 'field')} on ${counted(review.items.length, noun)} ${fields === 1 ? 'needs' : 'need'} a decision.`;
  const count = merged.rows.length;
  const alone = count === 0 ? '' : `${counted(count, 'field')} merged by ${count === 1 ? 'itself' : 'themselves'}, `;
  return `${met} ${alone}${need}`;
}

/** How far the review is. */
export function progressOf(
  review: Review,
  decisions: ReviewDecisions,
): { readonly decided: number; readonly total: number } {
  const decided = review.items.filter((item) => isDecided(item, decisions)).length;
  return { decided, total: review.items.length };
}

/** What is decided for an item, on its pill: `Open`, `Mine`, `Keep it`, `Mixed`. */
export function decisionText(item: ReviewItem, decisions: ReviewDecisions): string {
  if (!isDecided(item, decisions)) {
    return 'Open';
  }
  const words = new Set(item.rows.map((row) => actionOf(row, decisions)));
  const [only] = words;
  return words.size === 1 && only !== undefined ? only : 'Mixed';
}

function actionOf(row: ReviewRow, decisions: ReviewDecisions): string {
  const choice = decisions.get(row.id);
  return row.options.find(({ take }) => take === choice?.take)?.action ?? 'Open';
}
