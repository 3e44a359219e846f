import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { deleteItems } from '../../../shared/model/commands/deleteItems';
import { placeComponents } from '../../../shared/model/commands/placeComponents';
import { renameTag, setProperty } from '../../../shared/model/commands/setFields';
import { moveComponents } from '../../../shared/model/commands/transformComponents';
import type { ComponentId } from '../../../shared/model/ids';
import type { PlantComponent } from '../../../shared/model/plantModel';
import { startTestService, type TestService } from '../../../testing/runningService';
import { make, plantText, type TestMachine, testMachine, until, untilSynced } from '../../../testing/syncedPlants';
import type { OpenPlant } from '../openPlant';
import { serviceFailure } from './syncFailure';

let service: TestService;
let anna: TestMachine;
let bert: TestMachine;
let one: OpenPlant;
let other: OpenPlant;
let firstId: ComponentId;
let secondId: ComponentId;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.dispose());
beforeEach(async () => {
  const token = async (subject: string) => service.tenant.makeToken({ subject, role: 'editor' });
  anna = testMachine(service, await token('anna'), 'anna');
  bert = testMachine(service, await token('bert'), 'bert');
  one = anna.create('works');
  await one.sync.publish(anna.key);
  await untilSynced(one);
  other = await bert.download(one.sync.link()?.plantId ?? '', 'copy');
  await untilSynced(one, other);
  const [first, second] = [...one.file.readModel().components.keys()];
  [firstId, secondId] = [first ?? ('' as ComponentId), second ?? ('' as ComponentId)];
});
afterEach(() => {
  anna.dispose();
  bert.dispose();
});

/** Nobody reaches the service while `work` runs. */
async function offline(work: () => void): Promise<void> {
  const gone = serviceFailure(service.address, 'unreachable', '');
  const refuse = (): Promise<never> => Promise.reject(gone);
  [anna, bert].forEach((machine) =>
    machine.disturb((client) => ({ ...client, push: refuse, changes: refuse, me: refuse })),
  );
  // The questions that wait for news at present are answered yet; an edit cuts them short.
  work();
  await until(
    () => [one, other].every((plant) => plant.sync.status().phase === 'offline'),
    'both notice that the service is gone',
  );
  [anna, bert].forEach((machine) => machine.disturb(undefined));
}

const componentOf = (plant: OpenPlant, id: ComponentId): PlantComponent | undefined =>
  plant.file.readModel().components.get(id);
const setService = (plant: OpenPlant, text: string): void =>
  make(plant, (context) => setProperty(context, { ids: [firstId], name: 'service', text }));

test('[Y12] [Y27] two values for one field: one is in force, the other waits for a decision, seen from both sides', async () => {
  await offline(() => {
    setService(one, 'brine');
    setService(other, 'steam');
  });
  await one.sync.now();
  await other.sync.now();
  await untilSynced(one, other);
  expect(plantText(other)).toBe(plantText(one));
  expect(componentOf(other, firstId)?.properties['service']).toBe('brine');
  expect(other.sync.status().conflictCount).toBe(1);
  const [mine] = await other.sync.conflicts();
  const [theirs] = await one.sync.conflicts();
  expect(mine).toMatchObject({
    by: 'bert',
    mine: true,
    conflicts: [{ kind: 'field-field', theirs: { by: 'anna', value: 'brine' } }],
  });
  expect(theirs).toMatchObject({ by: 'bert', mine: false, id: mine?.id });
});

test('[Y28] a decision is one edit that everybody gets, and the conflict is decided on both sides', async () => {
  await offline(() => {
    setService(one, 'brine');
    setService(other, 'steam');
  });
  await one.sync.now();
  await other.sync.now();
  await untilSynced(one, other);
  const [conflict] = await other.sync.conflicts();
  const before = componentOf(other, firstId);
  const patch = {
    changes: [
      {
        ...{ change: 'update' as const, kind: 'component' as const, id: firstId },
        fields: { 'properties.service': { before: before?.properties['service'], after: 'steam' } },
      },
    ],
  };
  const resolution = { conflictId: conflict?.id ?? '', take: 'mine' as const, patch };
  other.sync.resolve('Decide the service', [resolution], (edit) => void other.commit(edit));
  await untilSynced(one, other);
  expect(componentOf(one, firstId)?.properties['service']).toBe('steam');
  expect(other.sync.status().conflictCount).toBe(0);
  await until(async () => (await one.sync.conflicts())[0]?.resolved !== undefined, 'the service knows the decision');
  expect(await one.sync.conflicts()).toMatchObject([{ resolved: { by: 'bert', take: 'mine' } }]);
  expect(await other.sync.conflicts()).toMatchObject([{ resolved: { by: 'bert', take: 'mine' } }]);
});

test('[Y28] deciding for the other side changes nothing and is in the log all the same', async () => {
  await offline(() => {
    setService(one, 'brine');
    setService(other, 'steam');
  });
  await one.sync.now();
  await other.sync.now();
  await untilSynced(one, other);
  const [conflict] = await other.sync.conflicts();
  const [text, { revision }] = [plantText(other), other.sync.status()];
  const resolution = { conflictId: conflict?.id ?? '', take: 'theirs' as const, patch: { changes: [] } };
  other.sync.resolve('Keep the brine', [resolution], () => expect.unreachable('there is nothing to save'));
  await untilSynced(one, other);
  expect(one.sync.status().revision).toBe(revision + 1);
  expect(plantText(other)).toBe(text);
  await until(async () => (await one.sync.conflicts())[0]?.resolved !== undefined, 'the service knows the decision');
});

test('[Y12] a deletion of what another has moved waits; two new pumps of one tag: the second waits, its drawing is not lost', async () => {
  await offline(() => {
    make(one, (context) => moveComponents(context, { ids: [secondId], dx: 8, dy: 8 }));
    make(other, (context) => deleteItems(context, { componentIds: [secondId] }));
    const sheetId = componentOf(one, firstId)?.sheetId ?? ('' as never);
    for (const plant of [one, other]) {
      make(plant, (context) =>
        placeComponents(context, { sheetId, components: [{ symbolId: 'pump', x: 0, y: 400, tag: 'P-900' }] }),
      );
    }
  });
  await one.sync.now();
  await other.sync.now();
  await untilSynced(one, other);
  expect(plantText(other)).toBe(plantText(one));
  expect(componentOf(other, secondId)).toEqual(componentOf(one, secondId));
  const conflicts = await other.sync.conflicts();
  const kinds = conflicts.flatMap((conflict) => conflict.conflicts.map(({ kind }) => kind));
  expect(kinds).toContain('delete-edit');
  expect(kinds).toContain('duplicate-tag');
  expect(conflicts.flatMap(({ ops }) => ops).filter(({ op }) => op === 'create')).toHaveLength(1);
});

test('[Y21] undo after a sync leaves what a colleague changed since', async () => {
  make(one, (context) => moveComponents(context, { ids: [firstId], dx: 8, dy: 8 }));
  await untilSynced(one, other);
  make(other, (context) => moveComponents(context, { ids: [firstId], dx: 16, dy: 0 }));
  await untilSynced(one, other);
  const theirs = componentOf(one, firstId);
  const { kept } = one.undo();
  expect(kept).toHaveLength(1);
  await untilSynced(one, other);
  expect(componentOf(other, firstId)).toEqual({ ...theirs, y: (theirs?.y ?? 0) - 8 });
});

test('[Y21] an edit that was parked is no longer there to be undone', async () => {
  await offline(() => {
    make(one, (context) => renameTag(context, { id: firstId, tag: 'V-1' }));
    make(other, (context) => renameTag(context, { id: firstId, tag: 'V-2' }));
  });
  await one.sync.now();
  await other.sync.now();
  await untilSynced(one, other);
  const text = plantText(other);
  expect(other.undo().kept).toHaveLength(1);
  expect(plantText(other)).toBe(text);
  expect(other.sync.status().conflictCount).toBe(1);
});

test('[Y81] what a colleague has done keeps one step from being undone, not those before it', async () => {
  const before = componentOf(one, firstId);
  make(one, (context) => moveComponents(context, { ids: [firstId], dx: 8, dy: 8 }));
  const deleted = componentOf(one, secondId);
  make(one, (context) => deleteItems(context, { componentIds: [secondId] }));
  await untilSynced(one, other);
  const twin = { symbolId: 'pump', x: 0, y: 400, tag: deleted?.tag ?? '' };
  make(other, (context) =>
    placeComponents(context, { sheetId: deleted?.sheetId ?? ('' as never), components: [twin] }),
  );
  await untilSynced(one, other);
  expect(one.undo()).toMatchObject({ kept: [expect.stringMatching(/^“Delete .* cannot be undone: .* in use/)] });
  expect(componentOf(one, secondId)).toBeUndefined();
  expect(one.undo().kept).toEqual([]);
  await untilSynced(one, other);
  expect(componentOf(other, firstId)).toMatchObject({ x: before?.x, y: before?.y });
  expect(plantText(other)).toBe(plantText(one));
});
