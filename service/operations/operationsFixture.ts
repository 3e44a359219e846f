import { emptyModel } from '../../shared/model/emptyModel';
import { entitiesOf } from '../../shared/model/entityCollections';
import { fieldsOf } from '../../shared/model/entityFields';
import { asId } from '../../shared/model/ids';
import { entityKinds } from '../../shared/model/modelPatch';
import type { SyncOp } from '../../shared/sync/changeset';
import {
  changeset,
  changesetId,
  create,
  pipe,
  pump,
  remove,
  setField,
  testContext,
} from '../../shared/sync/syncFixture';
import { acceptChangeset } from '../plant/acceptChangeset';
import type { ServiceStore, TenantStore } from '../store/serviceStore';
import { makeTenantWithPlant, makeToken, startMs } from '../store/storeFixture';
import { sha256 } from './sha256';

/** Sends one changeset to a tenant's plant as the service takes it, and throws when it does not fit. */
export async function send(tenant: TenantStore, number: number, ops: readonly SyncOp[]): Promise<void> {
  const outcome = await tenant.changePlant('plant', async (plant) => {
    const { head } = await plant.row();
    const sent = changeset({ id: changesetId(number), base: head.seq, label: `Change \0 ${number}`, ops });
    const { lookup } = testContext;
    return acceptChangeset(plant, sent, { by: 'engineer', serverAtMs: startMs + number, lookup, sha256 });
  });
  if (outcome?.verdict !== 'accepted') {
    throw new Error(`Not accepted: ${JSON.stringify(outcome)}`);
  }
}

/** A tenant with a plant that was drawn in several changes, and something of everything else. */
export async function makeBusyTenant(store: ServiceStore, id: string): Promise<TenantStore> {
  const tenant = await makeTenantWithPlant(store, id);
  const model = emptyModel({ id: asId('plant'), name: 'Works', timeZone: 'UTC' });
  const beginning = entityKinds.flatMap((kind) =>
    [...entitiesOf(model, kind).values()].map((entity) => create(`${kind} ${entity.id}`, fieldsOf(kind, entity))),
  );
  await send(tenant, 1, beginning);
  await send(tenant, 2, [
    create('component p1', pump('P-101', { 'properties.designPressure': '10 bar' })),
    create('component p2', pump('P-102', { x: 240 })),
    create('connection l1', pipe('p1', 'p2')),
    create('component \\\0', pump(`P-${id}`, { x: 400 })),
  ]);
  await send(tenant, 3, [setField('component p1', 'properties.designPressure', undefined)]);
  await send(tenant, 4, [remove('component \\\0')]);
  await tenant.changePlant('plant', async (plant) => {
    const edit = { id: 'parked', changesetId: 'c', base: 1, atMs: startMs, label: 'Move', ops: [], conflicts: [] };
    await plant.putParkedEdit(edit, 'engineer', startMs);
    await plant.freeze({ areaId: 'area', by: 'approver', sinceMs: startMs, reason: 'Change \0 17' });
    const rejected = { verdict: 'rejected', conflicts: [], head: 4 } as const;
    await plant.putDecision(changesetId(99), { fingerprint: 'f', outcome: rejected });
  });
  await tenant.putToken(makeToken(`key of ${id}`, { secretHmac: 'secret'.repeat(8), revokedAtMs: startMs + 0.5 }));
  await tenant.record({ atMs: startMs, subject: 'admin', what: 'token:created', detail: id });
  await tenant.record({ atMs: startMs + 1, subject: 'admin', what: 'plant:made', detail: 'plant' });
  return tenant;
}

/** Everything that a store answers of a tenant, as text to compare. */
export async function portraitOf(store: ServiceStore, id: string): Promise<string> {
  const tenant = await store.tenant(id);
  const { epoch: _, ...row } = (await tenant?.row()) ?? { epoch: '' };
  const plant = await tenant?.readPlant('plant', async (reader) => [
    await reader.row(),
    await reader.entries(0, 100),
    await reader.recordsAfter(undefined, 100),
    await reader.parkedEdits(),
    await reader.frozenAreas(),
    await reader.decision(changesetId(2)),
    await reader.decision(changesetId(99)),
    [...(await reader.referrers([{ kind: 'component', id: 'p1' }])).values()],
    await reader.seqAt(startMs + 3),
  ]);
  const token = await store.tokenByKey(`key of ${id}`);
  return JSON.stringify(
    [row, plant, await tenant?.tokens(), token, await tenant?.securityEvents(0, 100)],
    undefined,
    1,
  );
}
