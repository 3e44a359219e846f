import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { moveComponents } from '../../../shared/model/commands/transformComponents';
import { startTestService, type TestService } from '../../../testing/runningService';
import { make, plantText, type TestMachine, testMachine, untilSynced } from '../../../testing/syncedPlants';

let service: TestService;
let anna: TestMachine;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.dispose());
beforeEach(async () => {
  anna = testMachine(service, await service.tenant.makeToken({ subject: 'anna', role: 'editor' }), 'anna');
});
afterEach(() => anna.dispose());

test('[Y16] a service in another life that still has everything takes what waits, and is told nothing twice', async () => {
  const plant = anna.create('works');
  await plant.sync.publish(anna.key);
  await untilSynced(plant);
  const other = await anna.download(plant.sync.link()?.plantId ?? '', 'copy');
  const revision = plant.sync.status().revision;
  await (await service.store().tenant(service.tenant.id))?.renewEpoch('a later life');
  const ids = [...plant.file.readModel().components.keys()].slice(0, 1);
  make(plant, (context) => moveComponents(context, { ids, dx: 8, dy: 0 }));
  make(plant, (context) => moveComponents(context, { ids, dx: 8, dy: 0 }));
  await untilSynced(plant, other);
  expect(plant.sync.status()).toMatchObject({ phase: 'synced', revision: revision + 2, conflictCount: 0 });
  expect(plantText(other)).toBe(plantText(plant));
});
