import { memo, type ReactElement } from 'react';
import type { Revision } from '../../../shared/contract/syncCalls';
import type { ZoneClock } from '../../../shared/playback/zoneClock';
import styles from './Past.module.css';
import { briefWhen, countWords } from './revisionWords';

/** As in Past.module.css. */
export const revisionRowPx = 52;

/** What a row takes. */
export interface RevisionRowProps {
  readonly revision: Revision;
  readonly clock: ZoneClock;
  readonly index: number;
  readonly isChosen: boolean;
  /** The other side of the comparison that is being put together. */
  readonly isFrom: boolean;
  readonly onChoose: (revision: Revision) => void;
}

/** One revision: what was done, by whom, when, and how much it touched. */
export const RevisionRow = memo(function RevisionRow(props: RevisionRowProps): ReactElement {
  const { revision, clock, index, isChosen, isFrom, onChoose } = props;
  const { seq, label, by, atMs } = revision;
  return (
    <div
      id={`revision-row-${revision.id}`}
      className={styles.row}
      style={{ top: index * revisionRowPx }}
      role="option"
      aria-selected={isChosen}
      data-testid="revision-row"
      data-seq={seq}
      onClick={() => onChoose(revision)}
    >
      <span className={styles.label} title={label}>
        {label}
      </span>
      {seq === undefined ? (
        <span className={styles.pending}>Not sent yet</span>
      ) : (
        <span className={styles.number}>{isFrom ? `${seq}, compared` : seq}</span>
      )}
      <span className={styles.who}>{[by, briefWhen(atMs, clock)].filter((part) => part !== '').join(', ')}</span>
      <span className={styles.counts}>{countWords(revision)}</span>
    </div>
  );
});
