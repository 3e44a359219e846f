import { copyFileSync, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addSensors } from '../../../shared/model/commands/editSensors';
import { setProperty } from '../../../shared/model/commands/setFields';
import { moveComponents } from '../../../shared/model/commands/transformComponents';
import type { ComponentId } from '../../../shared/model/ids';
import type { ServiceFailureReason } from '../../../shared/sync/serviceFailure';
import type { Changes } from '../../../shared/sync/syncWire';
import { startTestService, type TestService } from '../../../testing/runningService';
import { make, plantText, type TestMachine, testMachine, until, untilSynced } from '../../../testing/syncedPlants';
import { listBackups } from '../project/backups';
import type { OpenPlant } from '../openPlant';
import type { ServiceClient } from './serviceClient';
import { serviceFailure } from './syncFailure';

let service: TestService;
let anna: TestMachine;
let bert: TestMachine;
let one: OpenPlant;
let other: OpenPlant;
let ids: readonly ComponentId[];

beforeEach(async () => {
  service = await startTestService();
  const token = async (subject: string) => service.tenant.makeToken({ subject, role: 'editor' });
  anna = testMachine(service, await token('anna'), 'anna');
  bert = testMachine(service, await token('bert'), 'bert');
  one = anna.create('works');
  await one.sync.publish(anna.key);
  await untilSynced(one);
  other = await bert.download(plantId(), 'copy');
  await untilSynced(one, other);
  ids = [...one.file.readModel().components.keys()];
});
afterEach(async () => {
  anna.dispose();
  bert.dispose();
  await service.dispose();
});

const plantId = (): string => one.sync.link()?.plantId ?? '';
const move = (plant: OpenPlant, index: number, dx: number): void =>
  make(plant, (context) => moveComponents(context, { ids: ids.slice(index, index + 1), dx, dy: 0 }));
const describe = (plant: OpenPlant, index: number, text: string): void =>
  make(plant, (context) => setProperty(context, { ids: ids.slice(index, index + 1), name: 'service', text }));
const digestOf = (plant: OpenPlant): unknown =>
  plant.file.database.prepare(`SELECT state ->> '$.digest' FROM sync_link`).pluck().get();
const epochOf = (plant: OpenPlant): unknown =>
  plant.file.database.prepare(`SELECT state ->> '$.epoch' FROM sync_link`).pluck().get();

/** Every label in the service's log, in order. */
async function logLabels(): Promise<readonly string[]> {
  const query = { since: 0, hash: plantId(), limit: 1_000, waitSeconds: 0 };
  const { entries } = await anna.client().changes(plantId(), query, new AbortController().signal);
  return entries.map(({ label }) => label);
}

/** Runs until a machine's plant says that something failed for this reason, then lets everything through again. */
async function whileFailing(
  machine: TestMachine,
  plant: OpenPlant,
  fault: { readonly reason: ServiceFailureReason; readonly wrap: (client: ServiceClient) => ServiceClient },
): Promise<void> {
  machine.disturb(fault.wrap);
  const isMet = (): boolean => plant.sync.status().failure?.reason === fault.reason;
  void plant.sync.now();
  await until(isMet, `${fault.reason} is met`, () => plant.sync.status());
}

test('[Y11] an answer that is lost after the service took the change does not double it', async () => {
  let lost = 0;
  anna.disturb((client) => ({
    ...client,
    push: async (...asked) => {
      await client.push(...asked);
      lost += 1;
      throw serviceFailure(service.address, 'unreachable', 'cut off');
    },
  }));
  move(one, 0, 8);
  await until(() => lost > 0 && one.sync.status().phase === 'offline', 'the answer is lost');
  expect(one.sync.status().pendingCount).toBe(1);
  anna.disturb(undefined);
  await one.sync.now();
  await untilSynced(one, other);
  expect((await logLabels()).filter((label) => label.startsWith('Move'))).toHaveLength(1);
  expect(plantText(other)).toBe(plantText(one));
});

test('[Y10] pages that come twice, from further back or from further on change nothing that they should not', async () => {
  let pages = 0;
  const seen: Changes[] = [];
  bert.disturb((client) => ({
    ...client,
    changes: async (id, query, signal) => {
      pages += 1;
      const page = await client.changes(id, query, signal);
      seen.push(page);
      // Everything from the beginning, as a proxy might have kept it.
      const whole = await client.changes(id, { ...query, since: 0, hash: plantId(), waitSeconds: 0 }, signal);
      return pages % 2 === 0 ? { ...page, entries: whole.entries } : page;
    },
  }));
  for (let round = 1; round <= 6; round += 1) {
    move(one, round % ids.length, 8 * round);
    await untilSynced(one, other);
    await other.sync.now();
  }
  expect(pages).toBeGreaterThan(4);
  expect(plantText(other)).toBe(plantText(one));
});

test('[Y10] entries with a gap or a wrong seal are not taken; nothing is lost by it', async () => {
  const text = plantText(other);
  const bad: ((page: Changes) => Changes)[] = [
    (page) => ({ ...page, entries: page.entries.slice(1) }),
    (page) => ({ ...page, entries: page.entries.map((entry) => ({ ...entry, by: 'mallory' })) }),
    (page) => ({ ...page, entries: page.entries.toReversed() }),
  ];
  bert.disturb((client) => ({ ...client, changes: () => Promise.reject(serviceFailure('', 'unreachable', '')) }));
  describe(other, 3, 'pending');
  const pendingText = plantText(other);
  move(one, 0, 8);
  move(one, 1, 8);
  await untilSynced(one);
  for (const spoil of bad) {
    const wrap = (client: ServiceClient): ServiceClient => ({
      ...client,
      changes: async (...asked) => spoil(await client.changes(...asked)),
    });
    await whileFailing(bert, other, { reason: 'not-a-service', wrap });
    expect(plantText(other)).toBe(pendingText);
    expect(other.sync.status()).toMatchObject({ pendingCount: 1, phase: 'stopped' });
  }
  bert.disturb(undefined);
  await other.sync.now();
  await untilSynced(one, other);
  expect(plantText(other)).toBe(plantText(one));
  expect(plantText(other)).not.toBe(text);
});

test.each(['signed-out', 'forbidden', 'refused', 'too-large', 'busy', 'certificate', 'other-tenant'] as const)(
  '[Y13] %s keeps every edit, says so, and afterwards everything is sent',
  async (reason) => {
    const refuse = (): Promise<never> => Promise.reject(serviceFailure(service.address, reason, 'told'));
    anna.disturb((client) => ({ ...client, push: refuse }));
    move(one, 0, 8);
    describe(one, 1, 'brine');
    await until(
      () => one.sync.status().failure?.reason === reason,
      'it is met',
      () => one.sync.status(),
    );
    const status = one.sync.status();
    expect(status).toMatchObject({ pendingCount: 2, phase: reason === 'busy' ? 'offline' : 'stopped' });
    expect(status.failure?.sentence).toMatch(/^[A-Z0-9].*told.*\.$/);
    expect(status.nextAttemptMs).toBeGreaterThan(Date.now());
    anna.disturb(undefined);
    await one.sync.now();
    await untilSynced(one, other);
    expect(plantText(other)).toBe(plantText(one));
  },
);

test('[Y13] who may not write still sees what others do', async () => {
  const refuse = (): Promise<never> => Promise.reject(serviceFailure(service.address, 'forbidden', ''));
  anna.disturb((client) => ({ ...client, push: refuse }));
  describe(one, 1, 'brine');
  await until(() => one.sync.status().failure !== undefined, 'it is met');
  move(other, 0, 8);
  await until(
    () =>
      one.file.readModel().components.get(ids[0] ?? ('' as never))?.x ===
      other.file.readModel().components.get(ids[0] ?? ('' as never))?.x,
    'the change arrives',
  );
  expect(one.sync.status()).toMatchObject({ phase: 'stopped', pendingCount: 1 });
});

test('[Y13] what a full disk cannot take is fetched again when there is room', async () => {
  const pages = Number(other.file.database.pragma('page_count', { simple: true }));
  other.file.database.pragma(`max_page_count = ${pages}`);
  for (let round = 0; round < 3; round += 1) {
    make(one, (context) =>
      addSensors(context, {
        sensors: Array.from({ length: 300 }, (_, index) => ({
          name: `S${round} ${index}`,
          description: 'x'.repeat(800),
        })),
      }),
    );
  }
  await untilSynced(one);
  await until(
    () => other.sync.status().failure?.reason === 'not-saved',
    'the disk is full',
    () => other.sync.status(),
  );
  expect(plantText(other)).not.toBe(plantText(one));
  other.file.database.pragma('max_page_count = 1000000');
  await other.sync.now();
  await untilSynced(one, other);
  expect(plantText(other)).toBe(plantText(one));
});

test('[Y17] a copied project file: what both copies send is there once', async () => {
  const refuse = (): Promise<never> => Promise.reject(serviceFailure(service.address, 'unreachable', ''));
  anna.disturb((client) => ({ ...client, push: refuse }));
  move(one, 0, 8);
  move(one, 1, 16);
  await until(() => one.sync.status().phase === 'offline', 'it is offline');
  const copyPath = join(anna.folder, 'twin.sightglass');
  await one.file.saveCopy(copyPath);
  describe(one, 2, 'brine');
  const twin = anna.open('twin');
  describe(twin, 3, 'steam');
  anna.disturb(undefined);
  await Promise.all([one.sync.now(), twin.sync.now()]);
  await untilSynced(one, twin, other);
  expect(plantText(twin)).toBe(plantText(one));
  expect(plantText(other)).toBe(plantText(one));
  const labels = await logLabels();
  expect(labels.filter((label) => label.startsWith('Move'))).toHaveLength(2);
  expect(labels.filter((label) => label.startsWith('Change'))).toHaveLength(2);
});

test('[Y4] [Y17] a restored backup knows what it had not sent and where it was', async () => {
  const refuse = (): Promise<never> => Promise.reject(serviceFailure(service.address, 'unreachable', ''));
  anna.disturb((client) => ({ ...client, push: refuse }));
  move(one, 0, 8);
  await until(() => one.sync.status().phase === 'offline', 'it is offline');
  one.dispose();
  // Opening makes a backup of what is not backed up yet.
  one = anna.open('works');
  anna.disturb(undefined);
  describe(one, 2, 'brine');
  await one.sync.now();
  await untilSynced(one, other);
  const [backup] = listBackups(join(anna.folder, 'works.sightglass')).slice(-1);
  copyFileSync(backup ?? '', join(anna.folder, 'restored.sightglass'));
  const restored = anna.open('restored');
  move(restored, 3, 24);
  await untilSynced(one, restored, other);
  expect(plantText(restored)).toBe(plantText(one));
  expect((await logLabels()).filter((label) => label.startsWith('Move'))).toHaveLength(2);
});

test('[Y16] a service that was restored from an older copy gets back what it lost and somebody has', async () => {
  move(one, 0, 8);
  await untilSynced(one, other);
  await service.stop();
  const kept = `${service.folder}-kept`;
  cpSync(service.folder, kept, { recursive: true });
  await service.restart();
  describe(one, 1, 'brine');
  describe(other, 2, 'steam');
  await untilSynced(one, other);
  move(other, 3, 8);
  await untilSynced(one, other);
  await service.stop();
  cpSync(kept, service.folder, { recursive: true, force: true });
  rmSync(kept, { recursive: true });
  await service.restart();
  const tenant = await service.store().tenant(service.tenant.id);
  await tenant?.renewEpoch('second life');
  const text = plantText(one);
  move(one, 4, 8);
  await Promise.all([one.sync.now(), other.sync.now()]);
  await untilSynced(one, other);
  expect(plantText(other)).toBe(plantText(one));
  expect(plantText(one)).not.toBe(text);
  expect(one.file.readModel().components.get(ids[1] ?? ('' as never))?.properties['service']).toBe('brine');
  expect(one.file.readModel().components.get(ids[2] ?? ('' as never))?.properties['service']).toBe('steam');
  expect([one, other].map((plant) => plant.sync.status().conflictCount)).toEqual([0, 0]);
  expect([one, other].map(epochOf)).toEqual(['second life', 'second life']);
  expect((await logLabels()).filter((label) => label.startsWith('Change'))).toHaveLength(2);
});

test('[Y15] a copy that does not add up is fetched anew, and what was not sent is kept', async () => {
  other.dispose();
  const spoiled = bert.openRaw('copy');
  spoiled.exec(`UPDATE sync_record SET record = replace(record, '"value":"V-101"', '"value":"V-999"')`);
  spoiled.exec(`UPDATE sync_link SET state = json_set(state, '$.digest', '${'0'.repeat(64)}')`);
  spoiled.close();
  const refuse = (): Promise<never> => Promise.reject(serviceFailure(service.address, 'unreachable', ''));
  bert.disturb((client) => ({ ...client, me: refuse }));
  other = bert.open('copy');
  describe(other, 2, 'steam');
  expect(digestOf(other)).not.toBe(digestOf(one));
  await until(() => other.sync.status().phase === 'offline', 'it is offline');
  bert.disturb(undefined);
  await other.sync.now();
  await untilSynced(one, other);
  expect(plantText(other)).toBe(plantText(one));
  expect(digestOf(other)).toBe(digestOf(one));
  expect(one.file.readModel().components.get(ids[2] ?? ('' as never))?.properties['service']).toBe('steam');
});

test('[Y5] rows of sync that this program did not write are noticed when the plant is opened', () => {
  one.dispose();
  const raw = anna.openRaw('works');
  raw.exec(`INSERT INTO sync_outbox (position, id, changeset, made_at_ms) VALUES (1, 'x', '{"id":1}', 0)`);
  raw.close();
  expect(() => anna.open('works')).toThrow(/damaged.*sync_outbox/);
});
