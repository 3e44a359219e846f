import { useCallback, useEffect, useState } from 'react';
import type { TenantKey, TenantPlant } from '../../../shared/contract/syncCalls';
import type { AppError } from '../../../shared/lib/appError';
import { useApp } from '../../state/appContext';

/** The plants of a tenant, as its service told last. */
export interface TenantPlants {
  /** In order of their names; undefined until they were told. */
  readonly plants: readonly TenantPlant[] | undefined;
  readonly failure: AppError | undefined;
  readonly reload: () => void;
}

interface Told {
  readonly address: string;
  readonly tenantId: string;
  readonly plants: readonly TenantPlant[] | undefined;
  readonly failure: AppError | undefined;
}

/** Asks a tenant's service for its plants; undefined: nothing is asked. */
export function useTenantPlants(tenant: TenantKey | undefined): TenantPlants {
  const { client } = useApp();
  const [told, setTold] = useState<Told>();
  const [readings, setReadings] = useState(0);
  const { address, tenantId } = tenant ?? {};
  useEffect(() => {
    if (address === undefined || tenantId === undefined) {
      return undefined;
    }
    const controller = new AbortController();
    const { signal } = controller;
    void client.call('tenants:plants', { address, tenantId }, { signal }).then((answer) => {
      if (!signal.aborted) {
        const plants = answer.ok ? answer.value.plants.toSorted((a, b) => a.name.localeCompare(b.name)) : undefined;
        setTold({ address, tenantId, plants, failure: answer.ok ? undefined : answer.error });
      }
    });
    return () => controller.abort();
  }, [client, address, tenantId, readings]);
  const reload = useCallback(() => {
    setTold(undefined);
    setReadings((count) => count + 1);
  }, []);
  const isOfThis = told !== undefined && told.address === address && told.tenantId === tenantId;
  return { plants: isOfThis ? told.plants : undefined, failure: isOfThis ? told.failure : undefined, reload };
}
