import { type ReactElement, useState } from 'react';
import type { Tenant } from '../../../shared/contract/syncCalls';
import { type AppError, explainError } from '../../../shared/lib/appError';
import type { PlantModel } from '../../../shared/model/plantModel';
import { addressText } from '../../../shared/sync/serviceAddress';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { Select } from '../../components/Select';
import { useApp, useModel } from '../../state/appContext';
import { showSyncStatus } from '../../state/syncStore';
import { FormRow } from '../connections/FormRow';
import { Problem } from './Problem';
import type { TenantsPageProps } from './TenantListDialog';
import styles from './Tenants.module.css';
import { contentWords, publishProblem } from './tenantWords';
import { useTenants } from './useTenants';

function keyText({ address, tenantId }: Tenant): string {
  return `${address} ${tenantId}`;
}

function Content({ model }: { readonly model: PlantModel }): ReactElement {
  return (
    <>
      <FormRow label="Sent">
        <span className={styles.words}>{contentWords(model)}</span>
      </FormRow>
      <FormRow label="Stays here">
        <span className={styles.words}>
          Recorded history, passwords and tokens of data sources, the undo list, and how this machine is set up.
        </span>
      </FormRow>
      <FormRow label="Afterwards">
        <span className={styles.words}>
          Everybody of the tenant sees the plant. What you change here is sent by itself, also after days without a
          network.
        </span>
      </FormRow>
    </>
  );
}

/** Makes the open plant a plant of a tenant; says before what is sent. */
export function PublishDialog({ show }: TenantsPageProps): ReactElement {
  const app = useApp();
  const model = useModel((state) => state.model);
  const { tenants } = useTenants();
  const [chosenKey, setChosenKey] = useState<string>();
  const [isSending, setIsSending] = useState(false);
  const [failure, setFailure] = useState<AppError>();
  const known = tenants ?? [];
  const tenant =
    known.find((one) => keyText(one) === chosenKey) ??
    known.find((one) => publishProblem(one) === undefined) ??
    known[0];
  const close = (): void => show(undefined);
  const publish = async ({ address, tenantId }: Tenant): Promise<void> => {
    setIsSending(true);
    const answer = await app.client.call('sync:publish', { address, tenantId });
    setIsSending(false);
    if (answer.ok) {
      showSyncStatus(app.sync, answer.value);
      close();
    } else {
      setFailure(answer.error);
    }
  };
  const refused = tenant === undefined ? 'Sign in to a tenant first' : publishProblem(tenant);
  const unavailable = refused ?? (isSending ? 'It is being published' : undefined);
  const plantName = model?.plant.name ?? '';
  return (
    <Dialog
      title={`Publish ${plantName}`}
      onClose={close}
      buttons={
        <>
          <Button onClick={close}>Cancel</Button>
          {tenant === undefined ? null : (
            <Button look="main" unavailable={unavailable} onClick={() => void publish(tenant)}>
              {`Publish to ${tenant.name}`}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.form}>
        {tenants !== undefined && tenant === undefined ? (
          <div className={styles.none}>
            <p>
              A plant is published to a tenant, so that colleagues can work on it too. Nobody is signed in to one here.
            </p>
            <Button look="main" onClick={() => show({ kind: 'sign-in', address: '', next: 'publish' })}>
              Sign in to a tenant
            </Button>
          </div>
        ) : null}
        {tenant === undefined ? null : (
          <FormRow label="Tenant" problem={refused} hint={addressText(tenant.address)}>
            <Select
              label="Tenant"
              value={keyText(tenant)}
              choices={known.map((one) => ({ value: keyText(one), label: one.name }))}
              onChange={setChosenKey}
            />
          </FormRow>
        )}
        {tenant === undefined || model === undefined ? null : <Content model={model} />}
        {failure === undefined ? null : <Problem>{explainError(failure)}</Problem>}
      </div>
    </Dialog>
  );
}
