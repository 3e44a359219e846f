import { type ReactElement, useState } from 'react';
import type { OfflineState } from '../../../shared/contract/offlineCalls';
import { type AppError, explainError } from '../../../shared/lib/appError';
import type { Result } from '../../../shared/lib/result';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { Icon } from '../../components/Icon';
import { useApp } from '../../state/appContext';
import { useOffline, usePlaybackSession } from '../../state/playbackSession';
import styles from './Offline.module.css';
import { OfflineJobRow } from './OfflineJobRow';
import { OfflineRoom } from './OfflineRoom';

/** What was taken offline, how far it is, and how much room it takes. */
export function OfflineHistoryDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { client } = useApp();
  const { offline } = usePlaybackSession();
  const kept = useOffline((state) => state.kept);
  const [failure, setFailure] = useState<AppError>();
  const take = async (asking: Promise<Result<OfflineState, AppError>>): Promise<void> => {
    const answer = await asking;
    setFailure(answer.ok ? undefined : answer.error);
    if (answer.ok) {
      offline.setState({ kept: answer.value });
    }
  };
  return (
    <Dialog
      title="Offline history"
      onClose={onClose}
      buttons={
        <>
          <Button onClick={() => offline.setState({ dialog: 'take-offline' })}>Take history offline</Button>
          <span className={styles.space} />
          <Button look="main" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        {failure === undefined ? null : (
          <p className={styles.problem} role="alert">
            <Icon name="warning" />
            {explainError(failure)}
          </p>
        )}
        {kept === undefined || kept.jobs.length === 0 ? (
          <p className={styles.words}>
            Nothing was taken offline yet. History that was looked at is kept here too, while there is room.
          </p>
        ) : (
          <ul className={styles.jobs} aria-label="Taken offline">
            {kept.jobs.map((job) => (
              <OfflineJobRow key={job.id} job={job} onAction={(action, id) => void take(client.call(action, { id }))} />
            ))}
          </ul>
        )}
        {kept === undefined ? null : (
          <OfflineRoom
            kept={kept}
            onLimit={(limitBytes) => void take(client.call('offline:set-limit', { limitBytes }))}
          />
        )}
      </div>
    </Dialog>
  );
}
