import { type ReactElement, useEffect, useRef, useState } from 'react';
import type { Tenant } from '../../../shared/contract/syncCalls';
import { type AppError, explainError } from '../../../shared/lib/appError';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { useApp } from '../../state/appContext';
import type { TenantsPage } from '../../state/sessionStore';
import { Problem } from './Problem';
import { TenantRow } from './TenantRow';
import styles from './Tenants.module.css';
import { useTenants } from './useTenants';

/** What the pages about tenants take: another page to show, or none. */
export interface TenantsPageProps {
  readonly show: (page: TenantsPage | undefined) => void;
}

/** The tenants that this machine knows. */
export function TenantListDialog({ show }: TenantsPageProps): ReactElement {
  const { client } = useApp();
  const { tenants, failure, reload } = useTenants();
  const [refusal, setRefusal] = useState<AppError>();
  const signIn = (address: string): void => show({ kind: 'sign-in', address, next: 'plants' });
  const signOut = async ({ address, tenantId }: Tenant): Promise<void> => {
    const answer = await client.call('tenants:sign-out', { address, tenantId });
    setRefusal(answer.ok ? undefined : answer.error);
    reload();
  };
  const list = useRef<HTMLUListElement>(null);
  // The button that was pressed may be gone with the focus.
  useEffect(() => {
    if (document.activeElement === document.body) {
      list.current?.querySelector('button')?.focus();
    }
  }, [tenants]);
  const problem = refusal ?? failure;
  const isEmpty = tenants?.length === 0;
  return (
    <Dialog
      title="Tenants"
      onClose={() => show(undefined)}
      buttons={
        <>
          {isEmpty ? null : <Button onClick={() => signIn('')}>Sign in to another</Button>}
          <span className={styles.space} />
          <Button look={isEmpty ? 'rest' : 'main'} onClick={() => show(undefined)}>
            Close
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        {problem === undefined ? null : <Problem>{explainError(problem)}</Problem>}
        {isEmpty ? (
          <div className={styles.none}>
            <p>
              No tenant. Sign in to one to share this plant with colleagues, to open theirs, and to keep all of them
              together while you work offline.
            </p>
            <Button look="main" onClick={() => signIn('')}>
              Sign in to a tenant
            </Button>
          </div>
        ) : (
          <ul ref={list} className={styles.tenants} aria-label="Tenants">
            {(tenants ?? []).map((tenant) => (
              <TenantRow
                key={`${tenant.address} ${tenant.tenantId}`}
                tenant={tenant}
                onPlants={({ address, tenantId }) => show({ kind: 'plants', tenant: { address, tenantId } })}
                onSignIn={({ address }) => signIn(address)}
                onSignOut={(chosen) => void signOut(chosen)}
              />
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}
