import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkModel } from '../../../shared/model/checkPatch';
import { entitiesOf } from '../../../shared/model/entityCollections';
import { type EntityChange, entityKinds } from '../../../shared/model/modelPatch';
import { RecordWorld } from '../../../shared/sync/recordWorld';
import { layPending, patchTowards } from '../../../shared/sync/workingCopy';
import { contextOf, randomGesture, testLookup } from '../../../testing/modelGestures';
import { startTestService, type TestService } from '../../../testing/runningService';
import { plantText, type TestMachine, testMachine, until, untilSynced } from '../../../testing/syncedPlants';
import type { OpenPlant } from '../openPlant';
import { serviceFailure } from './syncFailure';
import { SyncRows } from './syncRows';

let service: TestService;
let machines: readonly TestMachine[];

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.dispose());
beforeEach(async () => {
  const machine = async (subject: string): Promise<TestMachine> =>
    testMachine(service, await service.tenant.makeToken({ subject, role: 'editor' }), subject);
  machines = [await machine('anna'), await machine('bert'), await machine('carl')];
});
afterEach(() => machines.forEach((machine) => machine.dispose()));

function dice(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 4;
  };
}

/** One person's next gesture, now and then taken back. */
function gesture(plant: OpenPlant, prefix: string, roll: () => number): void {
  if (roll() % 6 === 0) {
    plant.undo();
    return;
  }
  const context = contextOf(plant.file.readModel(), prefix);
  const edit = randomGesture(context, roll(), [roll(), roll(), roll()]);
  if (edit?.ok === true) {
    plant.commit(edit.value);
  }
}

/** What the plant on show would have to be changed by to be its outbox over its base. */
function strayChanges(plant: OpenPlant): readonly EntityChange[] {
  const rows = new SyncRows(plant.file.database, plant.file.path);
  const records = rows.records();
  const outbox = rows.outbox().map(({ changeset }) => changeset);
  const { world } = layPending(new RecordWorld(records), outbox, { lookup: testLookup, frozenAreas: new Set() });
  const model = plant.file.readModel();
  const shown = entityKinds.flatMap((kind) => [...entitiesOf(model, kind).keys()].map((id) => ({ kind, id })));
  return patchTowards(model, world, [...records, ...shown]).changes;
}

const digestOf = (plant: OpenPlant): string => new SyncRows(plant.file.database, plant.file.path).state().digest;

async function logIds(plantId: string): Promise<ReadonlySet<string>> {
  const query = { since: 0, hash: plantId, limit: 1_000, waitSeconds: 0 };
  const page = await machines[0]?.client().changes(plantId, query, new AbortController().signal);
  return new Set(page?.entries.map(({ id }) => id));
}

test.each([1, 2, 3, 4])(
  '[Y19] three machines edit with and without the service (seed %i): all end equal, every edit in the log or in a conflict',
  async (seed) => {
    const roll = dice(seed);
    const [anna, bert, carl] = machines;
    const one = anna?.create('works');
    if (anna === undefined || bert === undefined || carl === undefined || one === undefined) {
      throw new Error('there are three machines');
    }
    await one.sync.publish(anna.key);
    await untilSynced(one);
    const plantId = one.sync.link()?.plantId ?? '';
    const plants = [one, await bert.download(plantId, 'copy'), await carl.download(plantId, 'copy')];
    const made = new Set<string>();
    const note = (plant: OpenPlant): void =>
      plant.file.database
        .prepare<[], string>('SELECT id FROM sync_outbox')
        .pluck()
        .all()
        .forEach((id) => made.add(id));
    for (let round = 0; round < 60; round += 1) {
      const who = roll() % plants.length;
      const plant = plants[who];
      if (roll() % 8 === 0) {
        const gone = (): Promise<never> => Promise.reject(serviceFailure(service.address, 'unreachable', ''));
        const isOff = roll() % 2 === 0;
        machines[who]?.disturb(isOff ? (client) => ({ ...client, push: gone, changes: gone, me: gone }) : undefined);
        void plant?.sync.now();
      }
      if (plant !== undefined) {
        try {
          gesture(plant, `s${seed}r${round}`, roll);
        } catch (error) {
          // An undo that would break a rule is refused, as it should.
          expect(error).toMatchObject({ error: { code: 'rule-broken' } });
        }
        note(plant);
        expect(strayChanges(plant)).toEqual([]);
      }
      await new Promise((done) => setImmediate(done));
    }
    machines.forEach((machine) => machine.disturb(undefined));
    await until(async () => {
      await Promise.all(plants.map((plant) => plant.sync.now()));
      return plants.every((plant) => plant.sync.status().pendingCount === 0);
    }, 'everything is sent');
    await untilSynced(...plants);
    expect(new Set(plants.map(plantText)).size).toBe(1);
    expect(new Set(plants.map(digestOf)).size).toBe(1);
    expect(plants.flatMap(strayChanges)).toEqual([]);
    expect(checkModel(one.file.readModel(), testLookup)).toBeUndefined();
    const [log, conflicts] = [await logIds(plantId), await one.sync.conflicts()];
    const parked = new Set(conflicts.map(({ changesetId }) => changesetId));
    const refusedFrom = (id: string): boolean => parked.has(id);
    expect([...made].filter((id) => !log.has(id) && !refusedFrom(id))).toEqual([]);
    expect(made.size).toBeGreaterThan(20);
  },
);
