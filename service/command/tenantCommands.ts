import { randomUUID } from 'node:crypto';
import { issueToken } from '../auth/issueToken';
import type { ServiceStore } from '../store/serviceStore';
import { isTenantId } from '../store/tenantIds';
import { type CommandPlace, namedTenant, pepperOf, withStore } from './commandPlace';
import { isGiven, type ServiceCall, textOf } from './serviceArguments';
import { publicAddressOf } from './serviceAddress';
import { ServiceUsageError } from './serviceUsageError';

/** Who does what is done by hand at the machine of the service. */
export const atTheMachine = 'command line';

function tenantIdOf(name: string): string {
  const id = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  if (!isTenantId(id) || name.length > 200) {
    throw new ServiceUsageError('Give the tenant a name with letters or digits, at most 200 characters');
  }
  return id;
}

async function isTaken(store: ServiceStore, id: string): Promise<boolean> {
  return (await store.tenants()).some((tenant) => tenant.id === id);
}

/** `tenant create NAME`: a tenant with its first token, which is shown once. */
export async function createTenant(call: ServiceCall, place: CommandPlace): Promise<void> {
  const { name } = call;
  const id = tenantIdOf(name);
  const pepper = pepperOf(call, place);
  const address = publicAddressOf(call, place);
  const token = await withStore(call, place, async (store) => {
    if (await isTaken(store, id)) {
      throw new Error(`There is a tenant ${id} already. It was not changed. Choose another name`);
    }
    const nowMs = Date.now();
    const tenant = await store.createTenant({ id, name, createdAtMs: nowMs, epoch: randomUUID() });
    const wish = {
      subject: textOf(call, 'subject') ?? `Administrator of ${name}`,
      ...{ role: 'admin' as const, plantIds: [], expiresAtMs: undefined },
    };
    return (await issueToken(tenant, wish, { pepper, nowMs, by: atTheMachine })).text;
  });
  place.out(
    isGiven(call, 'json')
      ? `${JSON.stringify({ tenant: id, name, address, token })}\n`
      : [
          `The tenant ${id} is there.`,
          '',
          `  Address  ${address}`,
          `  Token    ${token}`,
          '',
          'The token is shown this once: keep it like a password. It may do everything in this tenant and nothing in',
          `any other. For colleagues: npm run service -- token create --tenant ${id} --role editor --subject NAME`,
          '',
        ].join('\n'),
  );
}

/** `tenant list`. */
export async function listTenants(call: ServiceCall, place: CommandPlace): Promise<void> {
  const rows = await withStore(call, place, async (store) => {
    const tenants = await store.tenants();
    return Promise.all(
      tenants.map(async ({ id, name, createdAtMs, epoch }) => {
        const plants = (await (await store.tenant(id))?.plants()) ?? [];
        return { id, name, createdAt: new Date(createdAtMs).toISOString(), epoch, plants: plants.length };
      }),
    );
  });
  if (isGiven(call, 'json')) {
    place.out(`${JSON.stringify({ tenants: rows })}\n`);
  } else if (rows.length === 0) {
    place.out('There is no tenant yet: npm run service -- tenant create NAME\n');
  } else {
    const lines = rows.map(
      ({ id, name, createdAt, plants }) =>
        `${id}  ${name}, since ${createdAt.slice(0, 10)}, ${plants} ${plants === 1 ? 'plant' : 'plants'}`,
    );
    place.out(`${lines.join('\n')}\n`);
  }
}

/** `tenant drop NAME --yes`: everything of a tenant is gone. */
export async function dropTenant(call: ServiceCall, place: CommandPlace): Promise<void> {
  await withStore(call, place, async (store) => {
    const { row, tenant } = await namedTenant(store, call.name);
    const plants = await tenant.plants();
    if (!isGiven(call, 'yes')) {
      const names = plants.map(({ name }) => name).join(', ');
      const what = plants.length === 0 ? 'It has no plants' : `Its plants would be gone for good: ${names}`;
      throw new ServiceUsageError(
        `Nothing was deleted. ${what}. To delete the tenant ${row.id} with its plants, logs and tokens, add --yes`,
      );
    }
    await store.dropTenant(row.id);
    place.out(`The tenant ${row.id} is deleted, with ${plants.length} plants, their logs and its tokens.\n`);
  });
}
