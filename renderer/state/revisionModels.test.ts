import { expect, test } from 'vitest';
import type { PlantModel } from '../../shared/model/plantModel';
import { PastBench, taggedHistory } from './pastBench';
import type { RevisionModels } from './revisionModels';

// Rule numbers refer to docs/spec/plant-history.md.

const history = taggedHistory(6);

function tagOf(model: PlantModel): string {
  return [...model.components.values()][0]?.tag ?? '';
}

async function read(revisions: RevisionModels, seq: number): Promise<PlantModel> {
  const answer = await revisions.read(seq);
  expect(answer.ok).toBe(true);
  return answer.ok ? answer.value : (history[0] as PlantModel);
}

test('[R56] a revision next to one that is here is asked for as a change, in either direction', async () => {
  const bench = new PastBench(history);
  const { revisions } = await bench.app();
  expect(tagOf(await read(revisions, 3))).toBe('T-3');
  expect(tagOf(await read(revisions, 4))).toBe('T-4');
  expect(tagOf(await read(revisions, 2))).toBe('T-2');
  expect(
    bench.asked.filter((name) => name.startsWith('sync:model-at') || name.startsWith('sync:revision-patch')),
  ).toEqual(['sync:model-at 3', 'sync:revision-patch 4', 'sync:revision-patch 3']);
});

test('[R56] what is the same in two revisions is the same object, however they came', async () => {
  const bench = new PastBench(history);
  const { revisions, models } = await bench.app();
  const today = models.store.getState().model;
  const [one, next, far] = [await read(revisions, 2), await read(revisions, 3), await read(revisions, 6)];
  const others = [...one.components.keys()].slice(1);
  for (const id of others) {
    expect(next.components.get(id)).toBe(one.components.get(id));
    expect(one.components.get(id)).toBe(today?.components.get(id));
  }
  expect(next.connections).toBe(one.connections);
  expect(one.sensors).toBe(today?.sensors);
  expect(tagOf(far)).toBe('T-6');
});

test('[R56] the newest revision is today’s very model while nothing waits to be sent', async () => {
  const bench = new PastBench(history);
  const { revisions, models } = await bench.app();
  expect(await read(revisions, 6)).toBe(models.store.getState().model);
});

test('asking twice asks the engine once', async () => {
  const bench = new PastBench(history);
  const { revisions } = await bench.app();
  bench.isHeld = true;
  const both = [revisions.read(2), revisions.read(2)];
  bench.release();
  const [one, other] = await Promise.all(both);
  expect(one).toEqual(other);
  expect(revisions.known(2)).toBeDefined();
  await revisions.read(2);
  expect(bench.asked.filter((name) => name.startsWith('sync:model-at'))).toHaveLength(1);
});
