import { expect, test } from 'vitest';
import { setFields } from '../../../shared/model/commands/setFields';
import { asId } from '../../../shared/model/ids';
import { PastBench, taggedHistory } from '../../state/pastBench';
import { afterCommand, startedWorks } from '../../../testing/modelGestures';
import { select } from '../../state/sessionStore';
import { PastDesk } from './pastDesk';

// Rule numbers refer to docs/spec/plant-history.md.

const history = taggedHistory(5);

async function opened() {
  const bench = new PastBench(history);
  const app = await bench.app();
  const desk = new PastDesk(app);
  desk.follow();
  desk.open();
  await expect.poll(() => desk.store.getState().rows.length).toBe(5);
  const row = (seq: number) => {
    const found = desk.store.getState().rows.find((revision) => revision.seq === seq);
    expect(found).toBeDefined();
    return found as NonNullable<typeof found>;
  };
  const tag = (): string | undefined => [...(app.onShow.model.getState().model?.components.values() ?? [])][0]?.tag;
  return { bench, app, desk, row, tag };
}

test('[R51] choosing a revision shows it; going back shows today', async () => {
  const { app, desk, row, tag } = await opened();
  desk.choose(row(2));
  await expect.poll(tag).toBe('T-2');
  expect(desk.store.getState().view).toMatchObject({ kind: 'revision', revision: { seq: 2 } });
  desk.backToToday();
  expect(tag()).toBe('T-5');
  expect(app.onShow.model.getState().past).toBeUndefined();
});

test('[R51] of several quick choices the last stands', async () => {
  const { bench, desk, row, tag } = await opened();
  bench.isHeld = true;
  [1, 4, 2, 3].forEach((seq) => desk.choose(row(seq)));
  bench.release();
  await expect.poll(tag).toBe('T-3');
  expect(desk.store.getState().view).toMatchObject({ kind: 'revision', revision: { seq: 3 } });
});

test('[R51] what was not sent yet cannot be looked back at, and says so', async () => {
  const { desk, row, tag } = await opened();
  const { seq: _number, ...pending } = row(5);
  desk.choose(pending);
  expect(desk.store.getState().message).toContain('Not sent yet');
  expect(tag()).toBe('T-5');
});

test('[R52] two revisions are compared older to newer, whichever was chosen first', async () => {
  const { desk, row } = await opened();
  desk.choose(row(4));
  desk.compareFrom(4);
  desk.choose(row(1));
  await expect.poll(() => desk.store.getState().view.kind).toBe('comparison');
  const { view } = desk.store.getState();
  expect(view).toMatchObject({ before: { seq: 1 }, after: { seq: 4 }, at: 0 });
  expect(view.kind === 'comparison' && view.comparison.differences).toMatchObject([
    { change: 'changed', fields: [{ path: 'tag', before: 'T-1', after: 'T-4' }] },
  ]);
});

test('[R52] from a comparison one comes back to the revision that was chosen', async () => {
  const { desk, row, tag } = await opened();
  desk.choose(row(2));
  await expect.poll(tag).toBe('T-2');
  desk.compare({ kind: 'revision', seq: 2 }, { kind: 'today' });
  await expect.poll(() => desk.store.getState().view.kind).toBe('comparison');
  desk.backToList();
  await expect.poll(tag).toBe('T-2');
  expect(desk.store.getState()).toMatchObject({ view: { kind: 'revision' }, chosenId: 'r2' });
});

test('[R52] next and previous go round the differences and pick them out', async () => {
  const { app, desk } = await opened();
  desk.compare({ kind: 'revision', seq: 1 }, { kind: 'today' });
  await expect.poll(() => desk.store.getState().view.kind).toBe('comparison');
  desk.turn(1);
  desk.turn(-1);
  const [component] = history[0]?.components.keys() ?? [];
  expect([...app.session.getState().selection.components]).toEqual([component]);
  expect(app.session.getState().revealed?.componentId).toBe(component);
});

test('[R52] a comparison with today follows what is edited meanwhile', async () => {
  const { app, desk, tag } = await opened();
  desk.compare({ kind: 'revision', seq: 1 }, { kind: 'today' });
  await expect.poll(() => desk.store.getState().view).toMatchObject({ kind: 'comparison', at: 0 });
  const model = afterCommand(history[5] ?? startedWorks(), 'later', (context) =>
    setFields(context, {
      kind: 'component',
      ids: [...context.model.components.keys()].slice(0, 1),
      fields: { tag: 'T-9' },
    }),
  );
  app.models.store.setState({ model });
  await expect.poll(tag).toBe('T-9');
  expect(desk.store.getState().view).toMatchObject({ kind: 'comparison', at: 0 });
});

test('[R48] a moment leads to the plant of then, whatever the list is narrowed to', async () => {
  const { desk, tag } = await opened();
  desk.narrow({ by: 'Ada' });
  await desk.lookAt(3_500);
  await expect.poll(tag).toBe('T-3');
  await desk.lookAt(500);
  expect(desk.store.getState().message).toContain('Nothing of this plant is known');
});

test('[R48] closing the history lets go of the moment that was asked for', async () => {
  const { bench, desk, tag } = await opened();
  bench.isHeld = true;
  const looking = desk.lookAt(3_500);
  desk.close();
  bench.release();
  await looking;
  expect(tag()).toBe('T-5');
  expect(desk.store.getState()).toMatchObject({ isOpen: false, view: { kind: 'today' } });
});

test('[R47] another plant closes the list', async () => {
  const { app, desk } = await opened();
  const { project } = app.models.store.getState();
  app.models.store.setState({ project: project && { ...project, path: '/other' } });
  expect(desk.store.getState()).toMatchObject({ isOpen: false, rows: [] });
});

test('[R51] what was picked out in the past and is not there today is let go', async () => {
  const { app, desk, row, tag } = await opened();
  desk.choose(row(2));
  await expect.poll(tag).toBe('T-2');
  const [kept] = app.models.store.getState().model?.components.keys() ?? [];
  select(app.session, [...(kept === undefined ? [] : [kept]), asId('gone')]);
  desk.backToToday();
  expect([...app.session.getState().selection.components]).toEqual([kept]);
});

test('[R46] a revert that is refused says why and leaves the drawing', async () => {
  const { bench, desk, row, tag } = await opened();
  const { call } = bench.client;
  Object.assign(bench.client, {
    call: (name: string, request: never) =>
      name === 'sync:revert'
        ? Promise.resolve({ ok: false, error: { code: 'rule-broken', rule: 'R46', detail: 'Nothing is left' } })
        : call(name as 'sync:timeline', request),
  });
  await desk.revert({ ...row(2), seq: 2 });
  expect(desk.store.getState().message).toContain('Nothing is left');
  expect(tag()).toBe('T-5');
});
