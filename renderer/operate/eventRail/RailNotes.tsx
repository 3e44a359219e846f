import { memo, type ReactElement } from 'react';
import type { NoteId } from '../../../shared/model/ids';
import { clusterHalfPx } from '../../../shared/playback/eventRail';
import { formatMoment } from '../../../shared/playback/formatTime';
import type { RailNote } from '../../../shared/playback/railPicture';
import { gutterPx } from '../../../shared/playback/timelineScale';
import type { ZoneClock } from '../../../shared/playback/zoneClock';
import styles from './EventRail.module.css';
import { NoteGlyph, RailPill } from './RailGlyph';

/** What the lane of notes takes. */
export interface RailNotesProps {
  readonly notes: readonly RailNote[];
  readonly widthPx: number;
  readonly clock: ZoneClock;
  readonly onOpen: (id: NoteId) => void;
}

/** The lane of the notes: each a button, with its words where there is room. */
export const RailNotes = memo(function RailNotes({ notes, widthPx, clock, onOpen }: RailNotesProps): ReactElement {
  return (
    <div className={styles.notes} style={{ left: gutterPx, width: widthPx }}>
      {notes.map(({ x, members, labelPx }) => {
        const [first] = members;
        if (first === undefined) {
          return null;
        }
        const isPill = members.length > 1;
        const half = clusterHalfPx(members.length);
        const words = isPill ? `${members.length} notes, the first: ${first.text}` : `Note: ${first.text}`;
        return (
          <button
            key={first.id}
            type="button"
            className={styles.note}
            style={{ left: x - half, maxWidth: 2 * half + labelPx }}
            aria-label={`${words}, ${formatMoment(first.timeMs, clock)}`}
            data-testid="rail-note"
            data-time-ms={first.timeMs}
            onClick={() => onOpen(first.id)}
          >
            <svg width={2 * half} height={14} viewBox={`${-half} -7 ${2 * half} 14`} aria-hidden="true">
              {isPill ? <RailPill count={members.length} /> : <NoteGlyph />}
            </svg>
            {labelPx > 0 ? <span className={styles.noteWords}>{first.text}</span> : null}
          </button>
        );
      })}
    </div>
  );
});
