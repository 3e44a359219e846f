import { expect, test } from 'vitest';
import type { EngineRequest } from '../../../shared/contract/calls';
import type { Revision } from '../../../shared/contract/syncCalls';
import { ok } from '../../../shared/lib/result';
import { asId } from '../../../shared/model/ids';
import { PastBench, taggedHistory } from '../../state/pastBench';
import { select } from '../../state/sessionStore';
import { createPastStore } from './pastStore';
import { createRevisionList } from './revisionList';

// Rule numbers refer to docs/spec/plant-history.md.

const history = taggedHistory(1);

function revision(seq: number | undefined, id: string): Revision {
  const told = { id, by: 'Ada', atMs: 0, madeAtMs: 0, label: id, created: 0, changed: 1, deleted: 0 };
  return seq === undefined ? told : { seq, ...told };
}

/** An engine with so many edits that were not sent yet, and so many revisions. */
async function listOf(pendingCount: number, count: number, isComplete = true) {
  const bench = new PastBench(history);
  const app = await bench.app();
  const asked: EngineRequest<'sync:revisions'>[] = [];
  const pending = Array.from({ length: pendingCount }, (_, index) => revision(undefined, `p${index}`));
  const kept = Array.from({ length: count }, (_, index) => revision(count - index, `r${count - index}`));
  Object.assign(app.client, {
    call: (_name: string, request: EngineRequest<'sync:revisions'>) => {
      asked.push(request);
      const { before, most } = request;
      const all = [...(before === undefined ? pending : []), ...kept.filter(({ seq = 0 }) => seq < (before ?? 1e9))];
      const complete = isComplete && all.length <= most;
      return Promise.resolve(ok({ revisions: all.slice(0, most), complete }));
    },
  });
  const store = createPastStore();
  return { app, store, asked, list: createRevisionList(app, store) };
}

test('[R47] pages follow each other, also behind a page full of what was not sent yet', async () => {
  const { store, list } = await listOf(250, 450);
  await list.reload(true);
  for (let page = 0; page < 5; page += 1) {
    await list.more();
  }
  const { rows, complete } = store.getState();
  expect(rows.slice(0, 200).every(({ seq }) => seq === undefined)).toBe(true);
  expect(rows.slice(200).map(({ seq }) => seq)).toEqual(Array.from({ length: 450 }, (_, index) => 450 - index));
  expect(complete).toBe(true);
});

test('[R50] where older ones are not here yet, the list says so and stops asking', async () => {
  const { store, list, asked } = await listOf(0, 30, false);
  await list.reload(true);
  await list.more();
  expect(asked).toHaveLength(1);
  expect(store.getState()).toMatchObject({ complete: true, isCutOff: true });
});

test('[R48] the filter goes with every question; the selected component is that of the moment', async () => {
  const { app, store, list, asked } = await listOf(0, 500);
  store.setState({
    filter: { by: 'Ada', text: '  pump ', onlySelected: true, moment: { typed: 'then', timeMs: 5_000 } },
  });
  select(app.session, [asId('c-7')]);
  await list.reload(true);
  await list.more();
  const filter = { by: 'Ada', text: 'pump', componentId: 'c-7', untilMs: 5_000 };
  expect(asked.map((request) => request.filter)).toEqual([filter, filter]);
});
