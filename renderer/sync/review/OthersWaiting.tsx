import type { ReactElement } from 'react';
import { createZoneClock } from '../../../shared/playback/zoneClock';
import { counted } from '../../../shared/lib/counted';
import { whenText } from '../../../shared/sync/review/reviewWords';
import { Button } from '../../components/Button';
import { useModel } from '../../state/appContext';
import { useReview, useReviewState } from './reviewContext';
import styles from './ReviewPanel.module.css';

/** Edits of others that wait for their decision: told, so that nobody draws the same again. */
export function OthersWaiting(): ReactElement | null {
  const { nowMs, actions } = useReview();
  const adopted = useReviewState((state) => state.adopted);
  const conflicts = useReviewState((state) => state.conflicts);
  const timeZone = useModel((state) => state.model?.plant.timeZone ?? 'UTC');
  const waiting = conflicts.filter(({ id, mine, resolved }) => !mine && resolved === undefined && !adopted.has(id));
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
            <span>
              {label}, {counted(ops.length, 'change')} by {by}, {whenText(atMs, nowMs(), clock)}
            </span>
            <Button aria-label={`Decide here: ${label} by ${by}`} onClick={() => void actions.adopt(id)}>
              Decide here
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
