import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { explainError } from '../../shared/lib/appError';
import { Button } from '../components/Button';
import { Dialog } from '../components/Dialog';
import { useApp } from '../state/appContext';
import type { Job } from '../state/jobStore';
import styles from './JobPanel.module.css';

function share(job: Job): number | undefined {
  const { progress } = job;
  return progress?.total === undefined || progress.total <= 0 ? undefined : progress.done / progress.total;
}

function wordsOf({ progress }: Job): string {
  if (progress === undefined) {
    return 'Starting';
  }
  const done = progress.done.toLocaleString('en');
  return progress.total === undefined
    ? `${progress.label}, ${done}`
    : `${progress.label}, ${done} of ${progress.total.toLocaleString('en')}`;
}

/** The long work that is under way, with cancel, and what went wrong with the last. */
export function JobPanel(): ReactElement | null {
  const { jobs } = useApp();
  const { job, failure } = useStore(jobs);
  if (job !== undefined) {
    return (
      <Dialog title={job.title} onClose={job.cancel} buttons={<Button onClick={job.cancel}>Cancel</Button>}>
        <p className={styles.words} role="status">
          {wordsOf(job)}
        </p>
        <progress className={styles.progress} value={share(job)} max={1} aria-label={job.title} />
      </Dialog>
    );
  }
  if (failure === undefined) {
    return null;
  }
  const close = (): void => jobs.setState({ failure: undefined });
  return (
    <Dialog
      title="That did not work"
      onClose={close}
      buttons={
        <Button look="main" onClick={close}>
          Close
        </Button>
      }
    >
      <p className={styles.words} role="alert">
        {explainError(failure)}
      </p>
    </Dialog>
  );
}
