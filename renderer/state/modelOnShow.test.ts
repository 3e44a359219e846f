import { expect, test } from 'vitest';
import { PastBench, taggedHistory } from './pastBench';

// Rule numbers refer to docs/spec/plant-history.md.

const history = taggedHistory(2);

test('[R51] while a revision is shown, edits of today do not show; going back shows them', async () => {
  const { onShow, models } = await new PastBench(history).app();
  const [before] = history;
  expect(onShow.model.getState().model).toBe(models.store.getState().model);
  if (before !== undefined) {
    onShow.model.show({ seq: 1, atMs: 5, model: before });
  }
  models.store.setState({ model: history[1] });
  expect(onShow.model.getState()).toMatchObject({ model: before, past: { seq: 1 } });
  expect(onShow.operate.getState()).toEqual({ model: history[1], past: undefined });
  onShow.model.show(undefined);
  expect(onShow.model.getState()).toEqual({ model: history[1], past: undefined });
});

test('another plant begins with today’s', async () => {
  const { onShow, models } = await new PastBench(history).app();
  const [before, other] = history;
  if (before !== undefined) {
    onShow.operate.show({ seq: 1, atMs: 5, model: before });
  }
  const project = models.store.getState().project;
  models.store.setState({ model: other, project: project && { ...project, path: '/other' } });
  expect(onShow.operate.getState()).toEqual({ model: other, past: undefined });
});
