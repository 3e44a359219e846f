import type { ReactElement } from 'react';
import type { Tenant } from '../../../shared/contract/syncCalls';
import { addressText } from '../../../shared/sync/serviceAddress';
import { Button } from '../../components/Button';
import { SourceDot } from '../../components/SourceDot';
import styles from './Tenants.module.css';
import { keepingWords, signedInWords } from './tenantWords';

/** What can be done with a tenant. */
export interface TenantActions {
  readonly onPlants: (tenant: Tenant) => void;
  readonly onSignIn: (tenant: Tenant) => void;
  readonly onSignOut: (tenant: Tenant) => void;
}

/** One tenant that this machine knows: who one is there, and what can be done. */
export function TenantRow({ tenant, ...actions }: { readonly tenant: Tenant } & TenantActions): ReactElement {
  const { name, address, signedIn } = tenant;
  return (
    <li className={styles.tenant} data-tenant={name}>
      <div className={styles.tenantHead}>
        <SourceDot phase={signedIn ? 'ok' : 'idle'} />
        <b title={name}>{name}</b>
        <span className={styles.place} title={address}>
          {addressText(address)}
        </span>
        {signedIn ? (
          <Button onClick={() => actions.onPlants(tenant)} aria-label={`Plants of ${name}`}>
            Plants
          </Button>
        ) : (
          <Button onClick={() => actions.onSignIn(tenant)} aria-label={`Sign in to ${name} again`}>
            Sign in again
          </Button>
        )}
        <Button
          onClick={() => actions.onSignOut(tenant)}
          aria-label={signedIn ? `Sign out of ${name}` : `Forget ${name}`}
          title={signedIn ? 'Forgets the token. Plants, and what was not sent, stay.' : 'Plants on this machine stay.'}
        >
          {signedIn ? 'Sign out' : 'Forget'}
        </Button>
      </div>
      <p className={styles.sentence}>
        {`${signedInWords(tenant)}.`}
        {signedIn ? ` ${keepingWords(tenant)}` : ''}
      </p>
    </li>
  );
}
