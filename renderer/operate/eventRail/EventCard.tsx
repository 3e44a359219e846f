import { type ReactElement, useCallback, useRef } from 'react';
import type { Note } from '../../../shared/model/plantModel';
import type { GapBar } from '../../../shared/playback/eventRail';
import { type EventSubject, eventTitle, eventValueText, subjectName } from '../../../shared/playback/eventWords';
import { formatClock, formatClockExactly, formatMoment, formatSpan } from '../../../shared/playback/formatTime';
import type { PlaybackState } from '../../../shared/playback/playbackMachine';
import type { RailHit } from '../../../shared/playback/railHit';
import type { RailMark, SensorEvent } from '../../../shared/playback/railPicture';
import type { ZoneClock } from '../../../shared/playback/zoneClock';
import { useEachMoment } from '../../playback/useEachMoment';
import styles from './EventRail.module.css';

/** What a card is written from. */
export interface EventCardProps {
  readonly hit: RailHit;
  readonly subjectOf: (sensorId: string) => EventSubject | undefined;
  readonly clock: ZoneClock;
}

/** More lines than this would make the card cover what is looked at. */
const mostLines = 5;

interface CardText {
  readonly title: string;
  readonly time: string;
  readonly lines: readonly string[];
}

const noText: CardText = { title: '', time: '', lines: [] };

/** The moment that a hit stands for. */
export function hitTimeMs(hit: RailHit): number {
  switch (hit.kind) {
    case 'gap':
      return hit.bar.startMs;
    case 'marks':
      return hit.members[0]?.timeMs ?? NaN;
    case 'notes':
      return hit.members[0]?.timeMs ?? NaN;
  }
}

function sourceText({ sensor }: EventSubject): string {
  return [sensor.name, sensor.description].filter((part) => part !== '').join(', ');
}

function listed(lines: readonly string[]): readonly string[] {
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines), `and ${lines.length - mostLines} more`];
}

function spanText(fromMs: number, toMs: number, clock: ZoneClock): string {
  return `${formatClock(clock.wallTime(fromMs))} to ${formatClock(clock.wallTime(toMs))}`;
}

interface Told {
  readonly event: SensorEvent;
  readonly subject: EventSubject;
  readonly title: string;
}

function toldOf(events: readonly SensorEvent[], subjectOf: EventCardProps['subjectOf']): readonly Told[] {
  return events.flatMap((event) => {
    const subject = subjectOf(event.sensorId);
    return subject === undefined ? [] : [{ event, subject, title: eventTitle(subject, event) }];
  });
}

/** What happened at one moment: the event with its value and source, and what came with it. */
function markText(mark: RailMark, { clock, subjectOf }: EventCardProps): CardText {
  const [first, ...others] = toldOf(mark.events, subjectOf);
  const own = first === undefined ? [] : [eventValueText(first.subject, first.event), sourceText(first.subject)];
  return {
    title: first?.title ?? '',
    time: formatClockExactly(clock.wallTime(mark.timeMs)),
    lines: [...own.filter((line) => line !== ''), ...others.map(({ title }) => `Also ${title}`)],
  };
}

function marksText(
  { lane, members }: { readonly lane: 'states' | 'limits'; readonly members: readonly RailMark[] },
  props: EventCardProps,
): CardText {
  const { clock, subjectOf } = props;
  const [first, ...others] = members;
  const last = others.at(-1);
  if (first === undefined || last === undefined) {
    return first === undefined ? noText : markText(first, props);
  }
  const leading = toldOf(
    members.flatMap(({ events }) => events.slice(0, 1)),
    subjectOf,
  );
  return {
    title: `${members.length} ${lane === 'states' ? 'state changes' : 'limit crossings'}`,
    time: spanText(first.timeMs, last.timeMs, clock),
    lines: listed(leading.map(({ event, title }) => `${formatClock(clock.wallTime(event.timeMs))} ${title}`)),
  };
}

function gapText({ startMs, endMs, gaps }: GapBar, { clock, subjectOf }: EventCardProps): CardText {
  const sensorIds = [...new Set(gaps.map(({ sensorId }) => sensorId))];
  const subjects = sensorIds.flatMap((sensorId) => subjectOf(sensorId) ?? []);
  const [only] = subjects;
  const isOne = subjects.length === 1 && only !== undefined;
  const from = formatClock(clock.wallTime(startMs));
  const length =
    endMs === undefined ? `Since ${formatMoment(startMs, clock)}` : `Gap of ${formatSpan(endMs - startMs)}`;
  return {
    title: isOne ? `${subjectName(only)} no data` : `${subjects.length} sensors no data`,
    time: endMs === undefined ? `from ${from}` : spanText(startMs, endMs, clock),
    lines: [length, ...(isOne ? [sourceText(only)] : listed(subjects.map(subjectName)))],
  };
}

function notesText(notes: readonly Note[], clock: ZoneClock): CardText {
  const [first] = notes;
  const last = notes.at(-1);
  if (first === undefined || last === undefined) {
    return noText;
  }
  return notes.length === 1
    ? {
        title: first.author === '' ? 'Note' : `Note by ${first.author}`,
        time: formatClock(clock.wallTime(first.timeMs)),
        lines: [first.text],
      }
    : {
        title: `${notes.length} notes`,
        time: spanText(first.timeMs, last.timeMs, clock),
        lines: listed(notes.map(({ timeMs, text }) => `${formatClock(clock.wallTime(timeMs))} ${text}`)),
      };
}

function cardText(props: EventCardProps): CardText {
  const { hit, clock } = props;
  switch (hit.kind) {
    case 'gap':
      return gapText(hit.bar, props);
    case 'marks':
      return marksText(hit, props);
    case 'notes':
      return notesText(hit.members, clock);
  }
}

function distanceText(hit: RailHit, playheadMs: number): string {
  const spanMs = hitTimeMs(hit) - playheadMs;
  if (hit.kind === 'gap' && spanMs < 0 && playheadMs < (hit.bar.endMs ?? Infinity)) {
    return 'The playhead is in it';
  }
  return Math.abs(spanMs) < 500
    ? 'At the playhead'
    : `${formatSpan(spanMs)} ${spanMs < 0 ? 'before' : 'after'} playhead`;
}

/** What lies under the pointer: what, when, and how far from the playhead. */
export function EventCard(props: EventCardProps): ReactElement {
  const { hit } = props;
  const { title, time, lines } = cardText(props);
  const distance = useRef<HTMLParagraphElement>(null);
  const show = useCallback(
    ({ timeMs }: PlaybackState): void => {
      if (distance.current !== null) {
        distance.current.textContent = distanceText(hit, timeMs);
      }
    },
    [hit],
  );
  useEachMoment(show);
  return (
    <>
      <div className={styles.cardHead}>
        <span>{title}</span>
        <span className={styles.cardTime}>{time}</span>
      </div>
      {lines.map((line, index) => (
        <p key={`${index} ${line}`}>{line}</p>
      ))}
      <p ref={distance} />
    </>
  );
}
