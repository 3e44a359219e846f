import type { ReactElement } from 'react';
import { lostSentence } from '../../shared/playback/lostSource';
import { storedSentence } from '../../shared/playback/storedWords';
import { Icon } from '../components/Icon';
import { TryAgain } from '../playback/TryAgain';
import { useLostSources } from '../state/useLostSources';
import { useOffline, usePlayback, useZoneClock } from '../state/playbackSession';
import styles from './OperateMode.module.css';

/** Says at the timeline that a source is lost, and what of it is here. In live the banner says it. */
export function SourceStrip(): ReactElement | null {
  const clock = useZoneClock();
  const lost = useLostSources();
  const isLive = usePlayback((state) => state.phase === 'live') ?? false;
  const stored = useOffline((state) => state.coverage?.stored);
  if (lost.length === 0 || isLive) {
    return null;
  }
  const words = `${lostSentence(lost, { nowMs: Date.now(), clock })} ${storedSentence(stored, clock)}`;
  return (
    <div className={styles.sourceStrip} role="status" data-testid="source-strip">
      <Icon name="warning" />
      <span>{words}</span>
      <TryAgain lost={lost} />
    </div>
  );
}
