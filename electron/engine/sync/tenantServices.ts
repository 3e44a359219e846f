import type { Tenant, TenantKey } from '../../../shared/contract/syncCalls';
import { hostOf } from '../../../shared/influx/sourceUrl';
import { AppFailure } from '../../../shared/lib/appError';
import type { ServiceClient } from './serviceClient';

/** The tenants that this machine knows, as an open plant needs them. */
export interface TenantServices {
  /** Undefined: this machine was never signed in to it, or forgot it. */
  tenantOf(key: TenantKey): Promise<Tenant | undefined>;
  /** The tenant's service, as the person who is signed in. Rejects with an `AppFailure`, `signed-out`, when nobody is. */
  clientFor(key: TenantKey): Promise<ServiceClient>;
}

/** Nobody is signed in anywhere, as on the command line. */
export const noTenants: TenantServices = {
  tenantOf: () => Promise.resolve(undefined),
  clientFor: ({ address }) => {
    const detail = 'this program was started without tenants';
    return Promise.reject(
      new AppFailure({ code: 'service-failed', reason: 'signed-out', host: hostOf(address), detail }),
    );
  },
};
