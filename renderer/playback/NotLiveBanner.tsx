import type { ReactElement } from 'react';
import { notLiveSentence } from '../../shared/playback/lostSource';
import { Icon } from '../components/Icon';
import { useZoneClock } from '../state/playbackSession';
import styles from './NotLiveBanner.module.css';
import { TryAgain } from './TryAgain';
import { useLostSources } from '../state/useLostSources';

/** Says in live, while a source is lost, that not all that is shown is now. Nothing while all answer. */
export function NotLiveBanner(): ReactElement | null {
  const clock = useZoneClock();
  const lost = useLostSources();
  if (lost.length === 0) {
    return null;
  }
  return (
    <div className={styles.banner} role="status" aria-label="Not live" data-testid="not-live-banner">
      <Icon name="warning" />
      <span className={styles.words}>{notLiveSentence(lost, { nowMs: Date.now(), clock })}</span>
      <TryAgain lost={lost} />
    </div>
  );
}
