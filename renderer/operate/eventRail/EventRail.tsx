import { memo, type ReactElement, useEffect, useMemo, useRef } from 'react';
import type { TimeRange } from '../../../shared/history/timeRange';
import { explainError } from '../../../shared/lib/appError';
import type { PlantModel } from '../../../shared/model/plantModel';
import { type GapBar, sensorCountOf } from '../../../shared/playback/eventRail';
import { createSubjects, eventGlyphOf, type EventSubject, subjectName } from '../../../shared/playback/eventWords';
import { drawRail, type RailMarks, railMarksOf, type RailPicture } from '../../../shared/playback/railPicture';
import { layOutTicks } from '../../../shared/playback/rulerTicks';
import { railPx, xOfTime } from '../../../shared/playback/timelineScale';
import type { ZoneClock } from '../../../shared/playback/zoneClock';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { IconButton } from '../../components/IconButton';
import { useModel, useSession } from '../../state/appContext';
import { usePlaybackSession } from '../../state/playbackSession';
import { notesInOrder } from '../notes/notesInOrder';
import type { NotesDesk } from '../notes/notesDesk';
import { useSensorsInScope } from '../sheetSensors';
import type { EventFeedState, LoadedEvents } from './eventFeed';
import styles from './EventRail.module.css';
import { RailDrawing } from './RailDrawing';
import { RailHover } from './RailHover';
import { RailNotes } from './RailNotes';
import { useRailEvents } from './useRailEvents';

/** What the rail stands on. */
export interface EventRailProps {
  readonly notes: NotesDesk;
  readonly model: PlantModel;
  readonly window: TimeRange;
  /** All that is stored. */
  readonly range: TimeRange;
  readonly widthPx: number;
  readonly clock: ZoneClock;
}

type SubjectOf = (sensorId: string) => EventSubject | undefined;

const labelPx = 88;

const noMarks: RailMarks = { states: [], limits: [], gaps: [] };

function marksOf(loaded: LoadedEvents | undefined, subjectOf: SubjectOf): RailMarks {
  return loaded === undefined
    ? noMarks
    : railMarksOf(loaded.events, (event) => {
        const subject = subjectOf(event.sensorId);
        const glyph = subject && eventGlyphOf(subject, event);
        return glyph && { glyph, tag: subject.tag };
      });
}

function searchedCount(loaded: LoadedEvents | undefined): number {
  return (loaded?.sensorIds.length ?? 0) - (loaded?.gapsLeftOut ?? 0);
}

function gapLabelOf(loaded: LoadedEvents | undefined, subjectOf: SubjectOf): (bar: GapBar) => string {
  return (bar) => {
    const [first] = bar.gaps;
    const count = sensorCountOf(bar);
    if (count > 1 || first === undefined) {
      return count === searchedCount(loaded) ? 'All sensors' : `${count} sensors`;
    }
    const subject = subjectOf(first.sensorId);
    return subject === undefined ? '' : subjectName(subject);
  };
}

function useRailPicture(props: EventRailProps, loaded: LoadedEvents | undefined, subjectOf: SubjectOf): RailPicture {
  const { model, window, range, widthPx } = props;
  const notes = useMemo(() => notesInOrder({ notes: model.notes }), [model.notes]);
  const marks = useMemo(() => marksOf(loaded, subjectOf), [loaded, subjectOf]);
  const endMs = range.endMs;
  return useMemo(() => {
    const completeToMs = loaded?.truncated === true ? loaded.completeToMs : Infinity;
    const gapLabel = gapLabelOf(loaded, subjectOf);
    const sensorCount = searchedCount(loaded);
    return drawRail({ marks, notes, completeToMs, endMs, gapLabel, sensorCount }, { window, widthPx });
  }, [loaded, subjectOf, marks, notes, endMs, window, widthPx]);
}

/** A drag of the playhead stops at what stands alone; in a pill there is no one moment to stop at. */
function loneMoments({ states, limits, notes }: RailPicture): readonly number[] {
  const lone = [...states, ...limits, ...notes].filter(({ members }) => members.length === 1);
  return lone.flatMap(({ members }) => members[0]?.timeMs ?? []).sort((one, other) => one - other);
}

interface LaneName {
  readonly name: string;
  readonly count: string;
  readonly title: string;
}

/** Before the first answer there is nothing to count; a list that was cut counts at least so many. */
function laneNames(picture: RailPicture, { loaded, problem }: EventFeedState, scope: string): readonly LaneName[] {
  const { states, limits, gaps, notes } = picture.counts;
  const isPartlyHere = loaded?.partlyHere ?? false;
  const more = picture.cutX === undefined && !isPartlyHere ? '' : '+';
  const counted = (count: number, rest: string): string => (loaded === undefined ? '' : `${count}${rest}`);
  const known = isPartlyHere ? `${scope}. Part of this is not stored here yet: nothing is said of it.` : scope;
  const title = problem === undefined ? known : explainError(problem);
  const leftOut = loaded?.gapsLeftOut ?? 0;
  const gapTitle =
    leftOut === 0
      ? title
      : `${scope}. Over a range this long, ${leftOut} sensors without states or limits are not searched for gaps.`;
  return [
    { name: 'State changes', count: counted(states, more), title },
    { name: 'Limit crossings', count: counted(limits, more), title },
    { name: 'Gaps', count: counted(gaps, more !== '' || leftOut > 0 ? '+' : ''), title: gapTitle },
    { name: 'Notes', count: String(notes), title: 'Notes of the plant' },
  ];
}

/** What happened, between the trends and the ruler: changes of state, limits passed, gaps, notes. */
export const EventRail = memo(function EventRail(props: EventRailProps): ReactElement {
  const { model, window, range, widthPx, clock, notes } = props;
  const host = useRef<HTMLDivElement>(null);
  const sheetId = useSession((state) => state.sheetId);
  const { sensorIds, isOfSelection } = useSensorsInScope();
  const feed = useRailEvents(sensorIds, window, range);
  const subjectOf = useMemo(() => createSubjects({ model, catalogue: symbolCatalogue, sheetId }), [model, sheetId]);
  const picture = useRailPicture(props, feed.loaded, subjectOf);
  const { controls } = usePlaybackSession();
  useEffect(() => controls.setState({ glyphsMs: loneMoments(picture) }), [controls, picture]);
  const gridX = useMemo(
    () =>
      layOutTicks({ window, widthPx, labelPx, clock }).flatMap(({ timeMs, label }) =>
        label === undefined ? [] : [xOfTime(timeMs, window, widthPx)],
      ),
    [window, widthPx, clock],
  );
  const hasNotes = useModel((state) => (state.model?.notes.size ?? 0) > 0);
  const names = laneNames(picture, feed, isOfSelection ? 'Of the selection' : 'Of this sheet');
  const words = names.map(({ name, count }) => `${name} ${count}`).join(', ');
  return (
    <div ref={host} className={styles.rail} style={{ height: railPx }} data-testid="event-rail">
      <div className={styles.gutter}>
        {names.map(({ name, count, title }) => (
          <div key={name} className={styles.laneName} title={title}>
            <span>{name}</span>
            <span className={styles.count}>{count}</span>
          </div>
        ))}
      </div>
      <RailDrawing {...{ picture, widthPx, gridX, isOfSelection, words }} />
      <RailNotes notes={picture.notes} widthPx={widthPx} clock={clock} onOpen={notes.show} />
      {feed.problem === undefined ? null : <span className={styles.problem}>Events cannot be read.</span>}
      {hasNotes ? null : <span className={styles.hint}>N pins a note to the moment shown</span>}
      <div className={styles.tools}>
        <IconButton icon="note" label="Notes (Shift N)" onClick={notes.toggleList} />
      </div>
      <RailHover host={host} picture={picture} subjectOf={subjectOf} clock={clock} />
    </div>
  );
});
