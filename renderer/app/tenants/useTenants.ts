import { useCallback, useEffect, useState } from 'react';
import type { Tenant } from '../../../shared/contract/syncCalls';
import type { AppError } from '../../../shared/lib/appError';
import { useApp } from '../../state/appContext';

/** The tenants that this machine knows. */
export interface Tenants {
  /** Undefined until they were read. */
  readonly tenants: readonly Tenant[] | undefined;
  readonly failure: AppError | undefined;
  readonly reload: () => void;
}

/** Reads the tenants that this machine knows, and again when asked to. */
export function useTenants(): Tenants {
  const { client } = useApp();
  const [tenants, setTenants] = useState<readonly Tenant[]>();
  const [failure, setFailure] = useState<AppError>();
  const [readings, setReadings] = useState(0);
  useEffect(() => {
    let isGone = false;
    void client.call('tenants:list', {}).then((answer) => {
      if (!isGone) {
        setFailure(answer.ok ? undefined : answer.error);
        setTenants((before) => (answer.ok ? answer.value.tenants : (before ?? [])));
      }
    });
    return () => {
      isGone = true;
    };
  }, [client, readings]);
  const reload = useCallback(() => setReadings((count) => count + 1), []);
  return { tenants, failure, reload };
}

/** The same tenant. */
export function isSameTenant(
  one: Pick<Tenant, 'address' | 'tenantId'>,
  other: Pick<Tenant, 'address' | 'tenantId'>,
): boolean {
  return one.address === other.address && one.tenantId === other.tenantId;
}
