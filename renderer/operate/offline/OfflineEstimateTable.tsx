import type { ReactElement } from 'react';
import { explainError } from '../../../shared/lib/appError';
import { percentWords } from '../../../shared/playback/storedWords';
import { Icon } from '../../components/Icon';
import styles from './Offline.module.css';
import { countWords, durationWords, sizeWords } from './offlineWords';
import type { Estimated } from './useEstimate';

/** What taking it offline would mean. Every row is there from the start, so that nothing jumps when the answer comes. */
export function OfflineEstimateTable({ estimate, failure }: Estimated): ReactElement {
  if (failure !== undefined) {
    return (
      <p className={styles.problem} role="alert">
        <Icon name="warning" />
        {explainError(failure)}
      </p>
    );
  }
  const rows = [
    ['Samples', estimate && countWords(estimate.samples)],
    ['Size', estimate && sizeWords(estimate.sizeBytes)],
    ['Time', estimate && durationWords(estimate.seconds)],
    ['Already here', estimate && percentWords(estimate.storedFraction)],
  ] as const;
  return (
    <dl className={styles.estimate} aria-live="polite" data-testid="offline-estimate">
      {rows.map(([name, words]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{words ?? '–'}</dd>
        </div>
      ))}
    </dl>
  );
}
