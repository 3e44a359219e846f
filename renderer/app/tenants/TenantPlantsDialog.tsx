import { type ReactElement, useMemo } from 'react';
import type { Tenant, TenantKey, TenantPlant } from '../../../shared/contract/syncCalls';
import { explainError } from '../../../shared/lib/appError';
import { createZoneClock } from '../../../shared/playback/zoneClock';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { Icon } from '../../components/Icon';
import { Select } from '../../components/Select';
import { useApp, useSession } from '../../state/appContext';
import { Problem } from './Problem';
import { downloadPlant, showPlant } from './tenantActions';
import type { TenantsPageProps } from './TenantListDialog';
import styles from './Tenants.module.css';
import { changedText, sizeText } from './tenantWords';
import { isSameTenant, useTenants } from './useTenants';
import { useTenantPlants } from './useTenantPlants';

function keyText({ address, tenantId }: TenantKey): string {
  return `${address} ${tenantId}`;
}

function PlantRows(props: {
  readonly tenant: Tenant;
  readonly plants: readonly TenantPlant[];
  readonly onDone: () => void;
}): ReactElement {
  const { tenant, plants, onDone } = props;
  const app = useApp();
  const begun = useSession((state) => state.begunDownloads);
  const clock = useMemo(() => createZoneClock(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  const open = async (plant: TenantPlant): Promise<void> => {
    if (plant.localPath !== undefined) {
      onDone();
      await showPlant(app, plant.localPath);
    } else if (await downloadPlant(app, tenant, plant)) {
      onDone();
    }
  };
  return (
    <table className={styles.plants} aria-label={`Plants of ${tenant.name}`}>
      <thead>
        <tr>
          <th>Plant</th>
          <th>Size</th>
          <th>Revision</th>
          <th>Changed</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {plants.map((plant) => (
          <tr key={plant.id} data-plant={plant.name}>
            <td title={plant.name}>
              <b>{plant.name}</b>
            </td>
            <td>{sizeText(plant)}</td>
            <td>{plant.revision}</td>
            <td>{changedText(plant, clock)}</td>
            <td>
              <Button
                onClick={() => void open(plant)}
                title={plant.localPath}
                aria-label={`${plant.localPath === undefined ? 'Open' : 'Show'} ${plant.name}`}
              >
                {plant.localPath !== undefined ? 'Show' : begun.has(plant.id) ? 'Go on downloading' : 'Open'}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Plants({ tenant, show }: TenantsPageProps & { readonly tenant: Tenant }): ReactElement {
  const { plants, failure, reload } = useTenantPlants(tenant);
  if (failure !== undefined) {
    const isOut = failure.code === 'service-failed' && failure.reason === 'signed-out';
    const signIn = (): void => show({ kind: 'sign-in', address: tenant.address, next: 'plants' });
    return (
      <Problem
        action={isOut ? <Button onClick={signIn}>Sign in again</Button> : <Button onClick={reload}>Try again</Button>}
      >
        {explainError(failure)}
      </Problem>
    );
  }
  if (plants === undefined) {
    return (
      <p className={styles.waiting} role="status">
        <Icon name="working" />
        {`Asking ${tenant.name}`}
      </p>
    );
  }
  if (plants.length === 0) {
    return (
      <div className={styles.none}>
        <p>
          {tenant.name} has no plant yet. Open one of your own and publish it: “Publish this plant” in the plant menu.
        </p>
      </div>
    );
  }
  return <PlantRows tenant={tenant} plants={plants} onDone={() => show(undefined)} />;
}

/** The plants of a tenant, to be opened or shown. */
export function TenantPlantsDialog(
  props: TenantsPageProps & {
    /** Undefined: of the first tenant that somebody is signed in to. */
    readonly chosen: TenantKey | undefined;
  },
): ReactElement {
  const { chosen, show } = props;
  const { tenants } = useTenants();
  const signedIn = (tenants ?? []).filter((tenant) => tenant.signedIn);
  const tenant =
    chosen === undefined ? signedIn[0] : (tenants ?? []).find((candidate) => isSameTenant(candidate, chosen));
  return (
    <Dialog
      title={tenant === undefined ? 'Plants of a tenant' : `Plants of ${tenant.name}`}
      onClose={() => show(undefined)}
      buttons={
        <>
          <Button onClick={() => show({ kind: 'list' })}>Tenants</Button>
          <span className={styles.space} />
          <Button look={tenant === undefined ? 'rest' : 'main'} onClick={() => show(undefined)}>
            Close
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        {signedIn.length > 1 && tenant !== undefined ? (
          <Select
            label="Tenant"
            value={keyText(tenant)}
            choices={signedIn.map((one) => ({ value: keyText(one), label: one.name }))}
            onChange={(key) => show({ kind: 'plants', tenant: signedIn.find((one) => keyText(one) === key) })}
          />
        ) : null}
        {tenants !== undefined && tenant === undefined ? (
          <div className={styles.none}>
            <p>Nobody is signed in to a tenant here. Sign in to see its plants.</p>
            <Button look="main" onClick={() => show({ kind: 'sign-in', address: '', next: 'plants' })}>
              Sign in to a tenant
            </Button>
          </div>
        ) : null}
        {tenant === undefined ? null : <Plants key={keyText(tenant)} tenant={tenant} show={show} />}
      </div>
    </Dialog>
  );
}
