import type { ReactElement } from 'react';
import type { OfflineJob } from '../../../shared/contract/offlineCalls';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import styles from './Offline.module.css';
import { jobWords, sensorCountWords } from './offlineWords';

/** What may be done to a job. */
export type JobAction = 'offline:pause' | 'offline:resume' | 'offline:remove';

/** One range of some sensors that is being brought here, or is. */
export function OfflineJobRow(props: {
  readonly job: OfflineJob;
  readonly onAction: (action: JobAction, id: string) => void;
}): ReactElement {
  const { job, onAction } = props;
  const isRunning = job.state === 'running';
  return (
    <li className={styles.job} data-testid="offline-job" data-state={job.state}>
      <div className={styles.jobHead}>
        <span className={styles.jobName} title={job.name}>
          {job.name}
        </span>
        <span className={styles.jobCount}>{sensorCountWords(job.sensorCount)}</span>
        {job.state === 'done' ? null : (
          <Button onClick={() => onAction(isRunning ? 'offline:pause' : 'offline:resume', job.id)}>
            {isRunning ? 'Pause' : job.state === 'failed' ? 'Try again' : 'Resume'}
          </Button>
        )}
        <Button
          title="Stops it for good. What has come stays until room is needed."
          onClick={() => onAction('offline:remove', job.id)}
        >
          Remove
        </Button>
      </div>
      {job.state === 'done' ? null : (
        <progress className={styles.progress} value={job.doneFraction} max={1} aria-label={job.name} />
      )}
      <p className={styles.words}>{jobWords(job)}</p>
      {job.problem === undefined ? null : (
        <p className={styles.problem} role="alert">
          <Icon name="warning" />
          {job.problem}
        </p>
      )}
    </li>
  );
}
