import { afterEach, beforeEach, expect, test } from 'vitest';
import { addSensors } from '../../../shared/model/commands/editSensors';
import type { ServiceFailureReason } from '../../../shared/sync/serviceFailure';
import type { Changes } from '../../../shared/sync/syncWire';
import { componentOf, describeOne, logLabels, moveOne, type SyncedPair, syncedPair } from '../../../testing/syncedPair';
import { make, plantText, type TestMachine, until, untilSynced } from '../../../testing/syncedPlants';
import type { OpenPlant } from '../openPlant';
import type { ServiceClient } from './serviceClient';
import { serviceFailure } from './syncFailure';

let pair: SyncedPair;
beforeEach(async () => {
  pair = await syncedPair();
});
afterEach(() => pair.dispose());

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
  pair.anna.disturb((client) => ({
    ...client,
    push: async (...asked) => {
      await client.push(...asked);
      lost += 1;
      throw serviceFailure(pair.service.address, 'unreachable', 'cut off');
    },
  }));
  moveOne(pair.one, pair.ids[0], 8);
  await until(() => lost > 0 && pair.one.sync.status().phase === 'offline', 'the answer is lost');
  expect(pair.one.sync.status().pendingCount).toBe(1);
  pair.anna.disturb(undefined);
  await pair.one.sync.now();
  await untilSynced(pair.one, pair.other);
  expect((await logLabels(pair)).filter((label) => label.startsWith('Move'))).toHaveLength(1);
  expect(plantText(pair.other)).toBe(plantText(pair.one));
});

test('[Y10] pages that come twice, from further back or from further on change nothing that they should not', async () => {
  let pages = 0;
  const seen: Changes[] = [];
  pair.bert.disturb((client) => ({
    ...client,
    changes: async (id, query, signal) => {
      pages += 1;
      const page = await client.changes(id, query, signal);
      seen.push(page);
      // Everything from the beginning, as a proxy might have kept it.
      const whole = await client.changes(id, { ...query, since: 0, hash: pair.plantId, waitSeconds: 0 }, signal);
      return pages % 2 === 0 ? { ...page, entries: whole.entries } : page;
    },
  }));
  for (let round = 1; round <= 6; round += 1) {
    moveOne(pair.one, pair.ids[round % pair.ids.length], 8 * round);
    await untilSynced(pair.one, pair.other);
    await pair.other.sync.now();
  }
  expect(pages).toBeGreaterThan(4);
  expect(plantText(pair.other)).toBe(plantText(pair.one));
});

test('[Y10] entries with a gap or a wrong seal are not taken; nothing is lost by it', async () => {
  const text = plantText(pair.other);
  const bad: ((page: Changes) => Changes)[] = [
    (page) => ({ ...page, entries: page.entries.slice(1) }),
    (page) => ({ ...page, entries: page.entries.map((entry) => ({ ...entry, by: 'mallory' })) }),
    (page) => ({ ...page, entries: page.entries.toReversed() }),
  ];
  pair.bert.disturb((client) => ({ ...client, changes: () => Promise.reject(serviceFailure('', 'unreachable', '')) }));
  describeOne(pair.other, pair.ids[3], 'pending');
  const pendingText = plantText(pair.other);
  moveOne(pair.one, pair.ids[0], 8);
  moveOne(pair.one, pair.ids[1], 8);
  await untilSynced(pair.one);
  for (const spoil of bad) {
    const wrap = (client: ServiceClient): ServiceClient => ({
      ...client,
      changes: async (...asked) => spoil(await client.changes(...asked)),
    });
    await whileFailing(pair.bert, pair.other, { reason: 'not-a-service', wrap });
    expect(plantText(pair.other)).toBe(pendingText);
    expect(pair.other.sync.status()).toMatchObject({ pendingCount: 1, phase: 'stopped' });
  }
  pair.bert.disturb(undefined);
  await pair.other.sync.now();
  await untilSynced(pair.one, pair.other);
  expect(plantText(pair.other)).toBe(plantText(pair.one));
  expect(plantText(pair.other)).not.toBe(text);
});

test.each(['signed-out', 'forbidden', 'refused', 'too-large', 'busy', 'certificate', 'other-tenant'] as const)(
  '[Y13] %s keeps every edit, says so, and afterwards everything is sent',
  async (reason) => {
    const refuse = (): Promise<never> => Promise.reject(serviceFailure(pair.service.address, reason, 'told'));
    pair.anna.disturb((client) => ({ ...client, push: refuse }));
    moveOne(pair.one, pair.ids[0], 8);
    describeOne(pair.one, pair.ids[1], 'brine');
    await until(
      () => pair.one.sync.status().failure?.reason === reason,
      'it is met',
      () => pair.one.sync.status(),
    );
    const status = pair.one.sync.status();
    expect(status).toMatchObject({ pendingCount: 2, phase: reason === 'busy' ? 'offline' : 'stopped' });
    expect(status.failure?.sentence).toMatch(/^[A-Z0-9].*told.*\.$/);
    expect(status.nextAttemptMs).toBeGreaterThan(Date.now());
    pair.anna.disturb(undefined);
    await pair.one.sync.now();
    await untilSynced(pair.one, pair.other);
    expect(plantText(pair.other)).toBe(plantText(pair.one));
  },
);

test('[Y13] who may not write still sees what others do', async () => {
  const refuse = (): Promise<never> => Promise.reject(serviceFailure(pair.service.address, 'forbidden', ''));
  pair.anna.disturb((client) => ({ ...client, push: refuse }));
  describeOne(pair.one, pair.ids[1], 'brine');
  await until(() => pair.one.sync.status().failure !== undefined, 'it is met');
  moveOne(pair.other, pair.ids[0], 8);
  await until(
    () => componentOf(pair.one, pair.ids[0])?.x === componentOf(pair.other, pair.ids[0])?.x,
    'the change arrives',
  );
  expect(pair.one.sync.status()).toMatchObject({ phase: 'stopped', pendingCount: 1 });
});

test('[Y13] what a full disk cannot take is fetched again when there is room', async () => {
  const pages = Number(pair.other.file.database.pragma('page_count', { simple: true }));
  pair.other.file.database.pragma(`max_page_count = ${pages}`);
  for (let round = 0; round < 3; round += 1) {
    make(pair.one, (context) =>
      addSensors(context, {
        sensors: Array.from({ length: 300 }, (_, index) => ({
          name: `S${round} ${index}`,
          description: 'x'.repeat(800),
        })),
      }),
    );
  }
  await untilSynced(pair.one);
  await until(
    () => pair.other.sync.status().failure?.reason === 'not-saved',
    'the disk is full',
    () => pair.other.sync.status(),
  );
  expect(plantText(pair.other)).not.toBe(plantText(pair.one));
  pair.other.file.database.pragma('max_page_count = 1000000');
  await pair.other.sync.now();
  await untilSynced(pair.one, pair.other);
  expect(plantText(pair.other)).toBe(plantText(pair.one));
});

test('[Y5] rows of sync that this program did not write are noticed when the plant is opened', () => {
  pair.one.dispose();
  const raw = pair.anna.openRaw('works');
  raw.exec(`INSERT INTO sync_outbox (position, id, changeset, made_at_ms) VALUES (1, 'x', '{"id":1}', 0)`);
  raw.close();
  expect(() => pair.anna.open('works')).toThrow(/damaged.*sync_outbox/);
  const again = pair.anna.openRaw('works');
  again.exec(`DELETE FROM sync_outbox; INSERT OR REPLACE INTO sync_freezes (id, tag, frozen) VALUES (1, 't', '[7]')`);
  again.close();
  expect(() => pair.anna.open('works')).toThrow(/damaged.*sync_freezes/);
});
