import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { moveComponents } from '../../../shared/model/commands/transformComponents';
import { setProperty } from '../../../shared/model/commands/setFields';
import { addSensors } from '../../../shared/model/commands/editSensors';
import { startTestService, type TestService } from '../../../testing/runningService';
import { make, plantText, type TestMachine, testMachine, until, untilSynced } from '../../../testing/syncedPlants';

let service: TestService;
let anna: TestMachine;
let bert: TestMachine;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.dispose());
beforeEach(async () => {
  const token = async (subject: string) => service.tenant.makeToken({ subject, role: 'editor' });
  anna = testMachine(service, await token('anna'), 'anna');
  bert = testMachine(service, await token('bert'), 'bert');
});
afterEach(() => {
  anna.dispose();
  bert.dispose();
});

test('[Y24] [Y25] a plant that is published and downloaded is the same in both places, and edits go both ways', async () => {
  const one = anna.create('works');
  const published = await one.sync.publish(anna.key);
  expect(published.pendingCount).toBeGreaterThan(0);
  await untilSynced(one);
  const plantId = one.sync.link()?.plantId ?? '';
  const other = await bert.download(plantId, 'copy');
  expect(plantText(other)).toBe(plantText(one));
  const [first, second] = [...one.file.readModel().components.keys()];
  make(one, (context) => moveComponents(context, { ids: first ? [first] : [], dx: 8, dy: 16 }));
  make(other, (context) => setProperty(context, { ids: second ? [second] : [], name: 'service', text: 'brine' }));
  await untilSynced(one, other);
  expect(plantText(other)).toBe(plantText(one));
  expect(other.sync.status()).toMatchObject({ phase: 'synced', conflictCount: 0, pendingCount: 0, revision: 3 });
});

test('[Y24] a large plant is sent in parts; closed in the middle of it, it goes on when it is opened again', async () => {
  let one = anna.create('works');
  make(one, (context) =>
    addSensors(context, { sensors: Array.from({ length: 3_000 }, (_, index) => ({ name: `TI_${index}` })) }),
  );
  let pushes = 0;
  anna.disturb((client) => ({
    ...client,
    push: (id, changeset, signal) => {
      pushes += 1;
      return pushes === 3 ? new Promise<never>(() => undefined) : client.push(id, changeset, signal);
    },
  }));
  await one.sync.publish(anna.key);
  await until(() => pushes === 3, 'it is in the middle');
  expect(one.sync.status()).toMatchObject({ phase: 'syncing', revision: 2 });
  const plantId = one.sync.link()?.plantId ?? '';
  one.dispose();
  anna.disturb(undefined);
  one = anna.open('works');
  expect(one.sync.status().pendingCount).toBeGreaterThan(0);
  await untilSynced(one);
  const other = await bert.download(plantId, 'copy');
  expect(plantText(other)).toBe(plantText(one));
});

test('[Y24] an edit that is larger than the service takes at once is sent in parts', async () => {
  const one = anna.create('works');
  await one.sync.publish(anna.key);
  await untilSynced(one);
  const { revision } = one.sync.status();
  make(one, (context) =>
    addSensors(context, { sensors: Array.from({ length: 2_500 }, (_, index) => ({ name: `TI_${index}` })) }),
  );
  await untilSynced(one);
  expect(one.sync.status()).toMatchObject({ revision: revision + 3, conflictCount: 0 });
  one.undo();
  await untilSynced(one);
  expect(one.sync.status()).toMatchObject({ revision: revision + 6, conflictCount: 0 });
  const other = await bert.download(one.sync.link()?.plantId ?? '', 'copy');
  expect(plantText(other)).toBe(plantText(one));
});
