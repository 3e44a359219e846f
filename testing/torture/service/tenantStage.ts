import { randomBytes } from 'node:crypto';
import type { Role } from '../../../shared/sync/syncWire';
import type { ParkedEdit } from '../../../shared/sync/parkedEdit';
import { create, pump, setField } from '../../../shared/sync/syncFixture';
import type { TestService, TestTenant } from '../../runningService';
import { changesetOf, type PlantCaller, startedPlant } from '../../serviceCaller';

/** A tenant with something of everything, and its own word in all of it. */
export interface StagedTenant {
  /** The tenant's id, which stands in every text that it keeps and in nobody else's: seen elsewhere, it has leaked. */
  readonly canary: string;
  readonly tenant: TestTenant;
  readonly tokens: Readonly<Record<Role, string>>;
  readonly plantIds: readonly string[];
  readonly conflictIds: readonly string[];
  readonly areaIds: readonly string[];
  /** Of tokens that may be revoked. */
  readonly keyIds: readonly string[];
  readonly changesetIds: readonly string[];
}

function parkedEdit(canary: string): ParkedEdit {
  return {
    id: crypto.randomUUID(),
    changesetId: crypto.randomUUID(),
    base: 1,
    atMs: 1,
    label: `Parked by ${canary}`,
    ops: [setField('component p1', 'properties.service', `Parked for ${canary}`)] as ParkedEdit['ops'],
    conflicts: [{ op: 0, kind: 'field-field', field: 'properties.service', detail: `Why ${canary}` }],
  };
}

async function expectStatus(answer: Promise<{ readonly status: number; readonly text: string }>, status: number) {
  const { status: given, text } = await answer;
  if (given !== status) {
    throw new Error(`The stage could not be set: ${given} ${text}`);
  }
}

async function stagePlant(address: string, { canary, tenant }: Pick<StagedTenant, 'canary' | 'tenant'>) {
  const plant: PlantCaller = await startedPlant(address, tenant.tokens.admin);
  // Whoever asks for an area by its id has it in their own audit: it is no secret, and not the canary.
  const areaId = `area-${randomBytes(4).toString('hex')}`;
  const changeset = changesetOf(
    [
      create(`area ${areaId}`, { name: `Area of ${canary}`, order: 1 }),
      create('component p1', pump(`P-101 ${canary}`, { 'properties.service': `Water of ${canary}` })),
      create('component p2', pump('P-102', { x: 240 })),
    ],
    { base: 1, label: `Drawn by ${canary}` },
  );
  await expectStatus(plant.push(changeset), 201);
  const parked = parkedEdit(canary);
  await expectStatus(plant.ask(`/conflicts/${parked.id}`, { method: 'PUT', body: parked }), 201);
  return { plantId: plant.id, areaId, conflictId: parked.id, changesetId: changeset.id };
}

/** Adds a tenant with plants, parked edits, an area and tokens to a running service. */
export async function stageTenant(service: TestService, name: string, plantCount = 1): Promise<StagedTenant> {
  const canary = `${name}-${randomBytes(4).toString('hex')}`;
  const tenant = await service.addTenant(canary);
  const staged: Awaited<ReturnType<typeof stagePlant>>[] = [];
  for (let count = 0; count < plantCount; count += 1) {
    staged.push(await stagePlant(service.address, { canary, tenant }));
  }
  const spare = [await tenant.makeToken({ subject: `spare of ${canary}` })];
  return {
    ...{ canary, tenant, tokens: tenant.tokens },
    plantIds: staged.map(({ plantId }) => plantId),
    conflictIds: staged.map(({ conflictId }) => conflictId),
    areaIds: staged.map(({ areaId }) => areaId),
    changesetIds: staged.map(({ changesetId }) => changesetId),
    keyIds: spare.map((text) => text.split('_')[1] ?? ''),
  };
}
