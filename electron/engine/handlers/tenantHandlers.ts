import type { EngineHandlers } from '../../../shared/contract/engineServer';
import type { TenantPlant } from '../../../shared/contract/syncCalls';
import { AppFailure } from '../../../shared/lib/appError';
import { addressProblem, addressText, serviceAddressOf } from '../../../shared/sync/serviceAddress';
import { readAuthority } from '../secrets/authorityFile';
import type { Engine } from '../engine';

type TenantCalls = Extract<keyof EngineHandlers, `tenants:${string}`>;

function addressOf(typed: string): string {
  const address = serviceAddressOf(typed);
  if (address === undefined) {
    const detail = addressProblem(typed) ?? '';
    throw new AppFailure({ code: 'service-failed', reason: 'not-a-service', host: addressText(typed), detail });
  }
  return address;
}

function signInHandler(engine: Engine): EngineHandlers['tenants:sign-in'] {
  const { tenantStore: tenants, openService } = engine;
  return async ({ address: typed, token: pasted, authorityPath }, { signal }) => {
    const address = addressOf(typed);
    const token = pasted.trim();
    const authorityPem = authorityPath === undefined ? tenants.authorityFor(address) : readAuthority(authorityPath);
    const client = openService({ address, token, authorityPem, tenantId: undefined }, {});
    try {
      const me = await client.me(signal);
      const tenant = await tenants.keep({ address, token, authorityPem, me });
      engine.openPlantOrNone()?.sync.tenantsChanged();
      return tenant;
    } finally {
      client.dispose();
    }
  };
}

/** Tenants signed in to and out of, and what plants they have. */
export function tenantHandlers(engine: Engine): Pick<EngineHandlers, TenantCalls> {
  const { tenantStore: tenants } = engine;
  return {
    'tenants:list': async () => ({ tenants: [...(await tenants.list())] }),
    'tenants:sign-in': signInHandler(engine),
    'tenants:sign-out': async (key) => {
      await tenants.signOut(key);
      engine.openPlantOrNone()?.sync.tenantsChanged();
      return {};
    },
    'tenants:plants': async (key, { signal }) => {
      const plants = await (await tenants.clientFor(key)).plants(signal);
      return {
        plants: plants.map(({ id, name, head, changedAtMs, components }): TenantPlant => {
          const localPath = tenants.plantPath(key, id);
          return {
            ...{ id, name, revision: head.seq, changedAtMs, components },
            ...(localPath === undefined ? {} : { localPath }),
          };
        }),
      };
    },
  };
}
