import type { ReactElement } from 'react';
import { createZoneClock } from '../../../shared/playback/zoneClock';
import { counted, whenText } from '../../../shared/sync/review/reviewWords';
import { useModel } from '../../state/appContext';
import { useReview, useReviewState } from './reviewContext';
import styles from './ReviewPanel.module.css';

/** Edits of others that wait for their decision: told, so that nobody draws the same again. */
export function OthersWaiting(): ReactElement | null {
  const { nowMs } = useReview();
  const conflicts = useReviewState((state) => state.conflicts);
  const timeZone = useModel((state) => state.model?.plant.timeZone ?? 'UTC');
  const waiting = conflicts.filter(({ mine, resolved }) => !mine && resolved === undefined);
  if (waiting.length === 0) {
    return null;
  }
  const clock = createZoneClock(timeZone);
  return (
    <section className={styles.nothing} aria-label="Waiting with others">
      <h2>Waiting with others</h2>
      <ul>
        {waiting.map(({ id, label, by, atMs, ops }) => (
          <li key={id}>
            {label}, {counted(ops.length, 'change')} by {by}, {whenText(atMs, nowMs(), clock)}
          </li>
        ))}
      </ul>
    </section>
  );
}
