import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { moveComponents } from '../../../shared/model/commands/transformComponents';
import { setProperty } from '../../../shared/model/commands/setFields';
import { startTestService, type TestService } from '../../../testing/runningService';
import { make, plantText, type TestMachine, testMachine, untilSynced } from '../../../testing/syncedPlants';

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
