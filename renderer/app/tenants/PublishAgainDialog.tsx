import { type ReactElement, useState } from 'react';
import type { SyncStatus } from '../../../shared/contract/syncCalls';
import { type AppError, explainError } from '../../../shared/lib/appError';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { Icon } from '../../components/Icon';
import { useApp, useModel } from '../../state/appContext';
import { useSyncStatus } from '../../state/syncStore';
import { FormRow } from '../connections/FormRow';
import { Problem } from './Problem';
import type { TenantsPageProps } from './TenantListDialog';
import styles from './Tenants.module.css';
import { publishAgain } from './tenantActions';
import { publishAgainProblem, twinWords, unknownTwinsWords } from './tenantWords';
import { useTenantPlants } from './useTenantPlants';

function openConflictWords({ conflictCount }: SyncStatus): string {
  return conflictCount === 0 ? '' : ' What waits for a decision goes on waiting, and colleagues see it too.';
}

function Consequences({ status }: { readonly status: SyncStatus }): ReactElement {
  return (
    <>
      <FormRow label="What happens">
        <span className={styles.words}>
          {`The plant as it is here, with what was not sent, becomes a new plant of ${status.tenant?.name ?? 'the tenant'}.`}
          {openConflictWords(status)}
        </span>
      </FormRow>
      <FormRow label="Begins anew">
        <span className={styles.words}>
          The history of who changed what, on this machine too: it told of the plant that is gone. Recorded values and
          the undo list stay.
        </span>
      </FormRow>
      <FormRow label="Colleagues">
        <span className={styles.words}>
          Who has a copy of the plant that is gone opens the new one from the list of the tenant. What they have not
          sent stays in their copy.
        </span>
      </FormRow>
      <FormRow label="If in doubt">
        <span className={styles.words}>
          Ask an administrator of the tenant first: the plant may have been deleted on purpose, or may come back with a
          newer backup of the service. Then it goes on by itself.
        </span>
      </FormRow>
    </>
  );
}

/** Makes the open plant, which its service does not have any more, a new plant of the tenant; says before what that means. */
export function PublishAgainDialog({ show }: TenantsPageProps): ReactElement | null {
  const app = useApp();
  const status = useSyncStatus();
  const plantName = useModel((state) => state.model?.plant.name) ?? '';
  const known = useTenantPlants(status?.tenant);
  const [isSending, setIsSending] = useState(false);
  const [failure, setFailure] = useState<AppError>();
  if (status === undefined) {
    return null;
  }
  // While it is published the dialog stays: it could not be called back, and nobody would be told of a failure.
  const close = (): void => (isSending ? undefined : show(undefined));
  const publish = async (): Promise<void> => {
    setIsSending(true);
    setFailure(undefined);
    const failed = await publishAgain(app);
    setIsSending(false);
    setFailure(failed);
  };
  const sending = isSending ? 'It is being published' : undefined;
  const twins = twinWords(known.plants ?? [], plantName);
  return (
    <Dialog
      title={`Publish ${plantName} again`}
      onClose={close}
      buttons={
        <>
          {twins === undefined ? null : (
            <Button unavailable={sending} onClick={() => show({ kind: 'plants', tenant: status.tenant })}>
              {'Show the tenant\u2019s plants'}
            </Button>
          )}
          <span className={styles.space} />
          <Button onClick={close} unavailable={sending}>
            Cancel
          </Button>
          <Button
            look="main"
            unavailable={sending ?? publishAgainProblem(status, known)}
            onClick={() => void publish()}
          >
            Publish it again
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {twins === undefined ? null : <Problem>{twins}</Problem>}
        {known.failure === undefined ? null : (
          <Problem
            action={
              <Button unavailable={sending} onClick={known.reload}>
                Try again
              </Button>
            }
          >
            {unknownTwinsWords(known.failure)}
          </Problem>
        )}
        <Consequences status={status} />
        {sending === undefined ? null : (
          <p className={styles.waiting} role="status">
            <Icon name="working" />
            {sending}
          </p>
        )}
        {failure === undefined ? null : <Problem>{explainError(failure)}</Problem>}
      </div>
    </Dialog>
  );
}
