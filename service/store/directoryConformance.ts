import { expect, test } from 'vitest';
import { holdLook } from '../plant/heldLook';
import { securityChainStart, securityEventHash } from './securityChain';
import type { TenantStore } from './serviceStore';
import {
  change,
  makeRecord,
  makeTenant,
  makeTenantWithPlant,
  makeToken,
  startMs,
  type StoreSubject,
  usingPlant,
  usingStore,
} from './storeFixture';

const canary = 'canary of acme';

/** Everything that a tenant's store answers, as one text. */
async function everythingOf(tenant: TenantStore): Promise<string> {
  const plants = await tenant.plants();
  const inPlants = await Promise.all(
    ['plant', ...plants.map(({ id }) => id)].map((id) =>
      tenant.readPlant(id, async (plant) => [
        await plant.row(),
        await plant.entries(0, 100),
        await plant.recordsAfter(undefined, 100),
        await plant.records([{ kind: 'component', id: 'c' }]),
        [...(await plant.referrers([{ kind: 'sheet', id: 's' }])).values()],
        [...(await plant.holders(['component:p-1'])).values()],
        await plant.decision(canary),
        await plant.parkedEdits(),
        await plant.frozenAreas(),
        [await plant.liveCount('component'), await plant.recordCount(), await plant.seqAt(startMs * 2)],
      ]),
    ),
  );
  return JSON.stringify([
    await tenant.row(),
    plants,
    inPlants,
    await tenant.tokens(),
    await tenant.securityEvents(0, 9),
  ]);
}

/** Puts the canary wherever a tenant keeps a text. */
async function fillWithCanary(tenant: TenantStore): Promise<void> {
  await tenant.changePlant('plant', async (plant) => {
    await plant.putDecision(canary, { fingerprint: canary, outcome: { verdict: 'rejected', conflicts: [], head: 7 } });
    const edit = { id: canary, changesetId: canary, base: 0, atMs: 0, label: canary, ops: [], conflicts: [] };
    await plant.putParkedEdit(edit, canary, startMs);
    await plant.freeze({ areaId: canary, by: canary, sinceMs: startMs, reason: canary });
  });
  const fields = { tag: 'P-1', sheetId: 's', canary };
  await change(tenant, { records: (stamp) => [makeRecord({ kind: 'component', id: 'c' }, stamp, { fields })] });
  await tenant.createPlant({ id: `plant ${canary}`, name: canary, createdAtMs: startMs });
  await tenant.putToken(makeToken(`key ${canary}`, { subject: canary }));
  await tenant.record({ atMs: startMs, subject: canary, what: canary, detail: canary });
}

function wallCases(subject: StoreSubject): void {
  test(`[V64] ${subject.name}: a tenant's store answers and changes nothing of another's, though ids are the same`, () =>
    usingStore(subject, async (store) => {
      const acme = await makeTenantWithPlant(store, 'acme');
      await fillWithCanary(acme);
      const other = await makeTenantWithPlant(store, 'other');
      const before = await everythingOf(acme);
      expect(before.split(canary).length).toBeGreaterThan(10);
      expect(await everythingOf(other)).not.toContain(canary);
      const wrote = await change(other);
      expect(wrote.previousHash).toBe('plant');
      await other.record({ atMs: 1, subject: 's', what: 'w', detail: 'd' });
      expect((await other.securityEvents(0, 9)).map(({ sequence }) => sequence)).toEqual([1]);
      expect(await other.readPlant(`plant ${canary}`, async () => 'seen')).toBeUndefined();
      expect(await other.deletePlant(`plant ${canary}`)).toBe(false);
      await other.deletePlant('plant');
      await other.renewEpoch('new');
      expect(await everythingOf(acme)).toBe(before);
    }));
}

function dropCases(subject: StoreSubject): void {
  test(`[V66] ${subject.name}: of a dropped tenant nothing is left, and nothing of others is gone`, () =>
    usingStore(subject, async (store) => {
      await makeTenantWithPlant(store, 'other');
      const acme = await makeTenantWithPlant(store, 'acme');
      await fillWithCanary(acme);
      const stillRunning = change(acme);
      expect(await store.dropTenant('acme')).toBe(true);
      await stillRunning.catch(() => undefined);
      expect(await store.dropTenant('acme')).toBe(false);
      expect(await store.tenant('acme')).toBeUndefined();
      expect(await store.tokenByKey(`key ${canary}`)).toBeUndefined();
      expect((await store.tenants()).map(({ id }) => id)).toEqual(['other']);
      await expect(change(acme)).rejects.toThrow();
      const anew = await makeTenantWithPlant(store, 'acme');
      expect(await everythingOf(anew)).not.toContain(canary);
      expect((await change(anew)).seq).toBe(1);
      expect(await (await store.tenant('other'))?.plants()).toHaveLength(1);
    }));

  test(
    `[V66] ${subject.name}: a tenant with 20,000 entries and records is dropped within seconds`,
    { timeout: 60_000 },
    () =>
      usingPlant(subject, async (tenant, store) => {
        for (let entry = 0; entry < 20; entry += 1) {
          const records = Array.from({ length: 1_000 }, (_, index) => ({ kind: 'note', id: `${entry}-${index}` }));
          await change(tenant, { records: (stamp) => records.map((key) => makeRecord(key, stamp)) });
        }
        const beganMs = performance.now();
        await store.dropTenant('acme');
        expect(performance.now() - beganMs).toBeLessThan(10_000);
        expect(await store.tenants()).toEqual([]);
      }),
  );
}

function lookedAtDropCases(subject: StoreSubject): void {
  test(`[V66] ${subject.name}: a drop does not wait for those who look, and they see nothing of what comes after`, () =>
    usingStore(subject, async (store) => {
      const acme = await makeTenantWithPlant(store, 'acme');
      await change(acme);
      const look = await holdLook(acme, 'plant');
      try {
        expect(await look?.plant.entries(0, 9)).toHaveLength(1);
        expect(await store.dropTenant('acme')).toBe(true);
        const anew = await makeTenantWithPlant(store, 'acme');
        await change(anew);
        await change(anew);
        expect(await look?.plant.entries(0, 9)).toHaveLength(1);
        expect(await anew.readPlant('plant', (plant) => plant.entries(0, 9))).toHaveLength(2);
      } finally {
        look?.release();
      }
      expect(await (await store.tenant('acme'))?.plants()).toMatchObject([{ head: { seq: 2 } }]);
    }));
}

function plantCases(subject: StoreSubject): void {
  test(`[V77] ${subject.name}: a plant is made once, and deleted with all that is its own`, () =>
    usingStore(subject, async (store) => {
      const tenant = await makeTenant(store, 'acme');
      const plant = { id: 'plant', name: 'Süd "1"', createdAtMs: startMs };
      expect(await Promise.all([1, 2, 3].map(() => tenant.createPlant(plant)))).toEqual(
        expect.arrayContaining([true, false, false]),
      );
      expect(await tenant.plants()).toMatchObject([
        { ...plant, changedAtMs: startMs, head: { seq: 0, hash: 'plant' } },
      ]);
      await change(tenant, { records: (stamp) => [makeRecord({ kind: 'sheet', id: 's' }, stamp)] });
      expect(await tenant.deletePlant('plant')).toBe(true);
      expect(await tenant.deletePlant('plant')).toBe(false);
      expect(await tenant.readPlant('plant', async () => 'there')).toBeUndefined();
      expect(await tenant.changePlant('plant', async () => 'there')).toBeUndefined();
      await tenant.createPlant(plant);
      await tenant.readPlant('plant', async (reader) => {
        expect([await reader.recordCount(), await reader.entries(0, 9)]).toEqual([0, []]);
      });
    }));

  test(`[V78] ${subject.name}: a tenant is there once, and its epoch is renewed alone`, () =>
    usingStore(subject, async (store) => {
      const tenant = await makeTenant(store, 'acme');
      await expect(makeTenant(store, 'acme')).rejects.toThrow('acme');
      const before = await tenant.row();
      expect(before).toEqual({ id: 'acme', name: 'Tenant acme', createdAtMs: startMs, epoch: 'epoch of acme' });
      await tenant.renewEpoch('later');
      expect(await (await store.tenant('acme'))?.row()).toEqual({ ...before, epoch: 'later' });
      for (const id of ['', '../acme', 'a/b', "a';--", '-a', 'nobody']) {
        expect(await store.tenant(id)).toBeUndefined();
        expect(await store.dropTenant(id)).toBe(false);
      }
      await expect(makeTenant(store, '../acme')).rejects.toThrow('letters');
    }));
}

function tokenCases(subject: StoreSubject): void {
  test(`[V74] ${subject.name}: a key finds its token in whichever tenant it is, as it is now`, () =>
    usingStore(subject, async (store) => {
      const [acme, other] = [await makeTenant(store, 'acme'), await makeTenant(store, 'other')];
      const first = makeToken('k1', { subject: 'Zoë \0', plantIds: ['p', 'q'], expiresAtMs: startMs + 0.5 });
      const second = makeToken('k2', { role: 'admin' });
      await acme.putToken(first);
      await other.putToken(second);
      expect(await store.tokenByKey('k1')).toEqual({ tenantId: 'acme', token: first });
      expect(await store.tokenByKey('k2')).toEqual({ tenantId: 'other', token: second });
      expect(await store.tokenByKey('k3')).toBeUndefined();
      const revoked = { ...first, revokedAtMs: startMs + 1, lastUsedAtMs: startMs };
      await acme.putToken(revoked);
      expect(await store.tokenByKey('k1')).toEqual({ tenantId: 'acme', token: revoked });
      await acme.touchToken('k1', startMs + 9);
      await acme.touchToken('k2', startMs + 9);
      expect(await acme.tokens()).toEqual([{ ...revoked, lastUsedAtMs: startMs + 9 }]);
      expect(await other.tokens()).toEqual([second]);
    }));

  test(`[V75] ${subject.name}: security events are numbered and chained, whatever is recorded at once`, () =>
    usingStore(subject, async (store) => {
      const tenant = await makeTenant(store, 'acme');
      const events = Array.from({ length: 30 }, (_, index) => ({
        ...{ atMs: startMs + index, subject: `s\0${index}`, what: 'token:created', detail: '{"a":1}' },
      }));
      await Promise.all(events.map((event) => tenant.record(event)));
      const kept = await tenant.securityEvents(0, 100);
      expect(kept.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
      let hash = securityChainStart('acme');
      for (const { sequence, hash: own, ...event } of kept) {
        hash = securityEventHash(hash, sequence, event);
        expect(own).toBe(hash);
      }
      expect(new Set(kept.map(({ subject: of }) => of))).toEqual(new Set(events.map(({ subject: of }) => of)));
      expect((await tenant.securityEvents(28, 1)).map(({ sequence }) => sequence)).toEqual([29]);
    }));
}

function otherProcessCases(subject: StoreSubject): void {
  test(`[V79] ${subject.name}: what another process makes, changes or drops is seen`, () =>
    usingStore(subject, async (store, { another }) => {
      const acme = await makeTenantWithPlant(store, 'acme');
      const elsewhere = await another();
      try {
        const made = await makeTenantWithPlant(elsewhere, 'made');
        await made.putToken(makeToken('k'));
        expect((await store.tokenByKey('k'))?.tenantId).toBe('made');
        await made.putToken(makeToken('k', { revokedAtMs: 5 }));
        expect((await store.tokenByKey('k'))?.token.revokedAtMs).toBe(5);
        const there = await elsewhere.tenant('acme');
        const both = [acme, there ?? acme];
        await Promise.all(Array.from({ length: 40 }, (_, index) => change(both[index % 2] ?? acme)));
        expect((await acme.plants())[0]?.head.seq).toBe(40);
        expect(await elsewhere.dropTenant('acme')).toBe(true);
        expect(await store.tenant('acme')).toBeUndefined();
        expect((await store.tenants()).map(({ id }) => id)).toEqual(['made']);
        const anew = await makeTenantWithPlant(store, 'acme');
        expect((await change(anew)).seq).toBe(1);
      } finally {
        await elsewhere.close();
      }
      expect(await (await store.tenant('acme'))?.plants()).toMatchObject([{ head: { seq: 1 } }]);
    }));

  test(`[V79] ${subject.name}: everything is there again after the store was closed`, () =>
    usingStore(subject, async (store, { another }) => {
      const acme = await makeTenantWithPlant(store, 'acme');
      await fillWithCanary(acme);
      const before = await everythingOf(acme);
      await store.close();
      const elsewhere = await another();
      try {
        const again = await elsewhere.tenant('acme');
        expect(again && (await everythingOf(again))).toBe(before);
        await elsewhere.checkWritable();
      } finally {
        await elsewhere.close();
      }
    }));
}

/** What every store has to do with its tenants as a whole. */
export function testDirectoryConformance(subject: StoreSubject): void {
  wallCases(subject);
  dropCases(subject);
  lookedAtDropCases(subject);
  plantCases(subject);
  tokenCases(subject);
  otherProcessCases(subject);
}
