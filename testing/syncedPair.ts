import type { OpenPlant } from '../electron/engine/openPlant';
import { setProperty } from '../shared/model/commands/setFields';
import { moveComponents } from '../shared/model/commands/transformComponents';
import type { ComponentId } from '../shared/model/ids';
import type { PlantComponent } from '../shared/model/plantModel';
import { startTestService, type TestService } from './runningService';
import { make, type TestMachine, testMachine, untilSynced } from './syncedPlants';

/** A service and two machines that have one plant of it, synced. */
export interface SyncedPair {
  readonly service: TestService;
  readonly anna: TestMachine;
  readonly bert: TestMachine;
  /** The plant as anna, who published it, has it, and as bert has it. Set anew where a test opens it again. */
  one: OpenPlant;
  other: OpenPlant;
  readonly plantId: string;
  /** The components that the plant began with. */
  readonly ids: readonly ComponentId[];
  dispose(): Promise<void>;
}

/** Starts a service, publishes a plant and downloads it. */
export async function syncedPair(): Promise<SyncedPair> {
  const service = await startTestService();
  const machine = async (subject: string): Promise<TestMachine> =>
    testMachine(service, await service.tenant.makeToken({ subject, role: 'editor' }), subject);
  const [anna, bert] = [await machine('anna'), await machine('bert')];
  const one = anna.create('works');
  await one.sync.publish(anna.key);
  await untilSynced(one);
  const plantId = one.sync.link()?.plantId ?? '';
  const other = await bert.download(plantId, 'copy');
  await untilSynced(one, other);
  return {
    ...{ service, anna, bert, one, other, plantId },
    ids: [...one.file.readModel().components.keys()],
    dispose: async () => {
      anna.dispose();
      bert.dispose();
      await service.dispose();
    },
  };
}

/** Moves one of the components to the right. */
export function moveOne(plant: OpenPlant, id: ComponentId | undefined, dx: number): void {
  make(plant, (context) => moveComponents(context, { ids: id === undefined ? [] : [id], dx, dy: 0 }));
}

/** Says what one of the components is for. */
export function describeOne(plant: OpenPlant, id: ComponentId | undefined, text: string): void {
  make(plant, (context) => setProperty(context, { ids: id === undefined ? [] : [id], name: 'service', text }));
}

/** One of the components as a plant has it. */
export function componentOf(plant: OpenPlant, id: ComponentId | undefined): PlantComponent | undefined {
  return id === undefined ? undefined : plant.file.readModel().components.get(id);
}

/** Every label in the service's log, in order. */
export async function logLabels({ anna, plantId }: SyncedPair): Promise<readonly string[]> {
  const query = { since: 0, hash: plantId, limit: 1_000, waitSeconds: 0 };
  const { entries } = await anna.client().changes(plantId, query, new AbortController().signal);
  return entries.map(({ label }) => label);
}
