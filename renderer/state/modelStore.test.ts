import { expect, test, vi } from 'vitest';
import { createEngineClient } from '../../shared/contract/engineClient';
import { ok } from '../../shared/lib/result';
import { addSensors } from '../../shared/model/commands/editSensors';
import { documentFromModel } from '../../shared/model/plantDocument';
import { contextOf, startedWorks } from '../../testing/modelGestures';
import { createModelStore } from './modelStore';

test('[K10] an edit is on its way to the engine before anybody sees it', async () => {
  const sent: string[] = [];
  const listeners: ((message: unknown) => void)[] = [];
  const client = createEngineClient({
    post: (message) => {
      const { id, name } = message as { readonly id: number; readonly name: string };
      sent.push(name);
      if (name === 'model:read') {
        const value = { document: documentFromModel(startedWorks()), revision: 1 };
        listeners.forEach((listen) => listen({ kind: 'answer', id, result: ok(value) }));
      }
    },
    listen: (listener) => listeners.push(listener),
  });
  const { store, actions } = createModelStore(client);
  await actions.load({ path: '/works.sightglass', plantName: 'Works', timeZone: 'UTC', demo: false, revision: 1 });
  const sentWhenShown: (readonly string[])[] = [];
  store.subscribe((state, before) => state.model !== before.model && sentWhenShown.push([...sent]));

  const sensors = [{ name: 'FT_7', unit: '', description: '' }];
  actions.run(addSensors(contextOf(startedWorks(), 'new'), { sensors }));

  expect(sentWhenShown).toEqual([['model:read', 'model:commit']]);
});

test('[Y21] [Y81] what an undo left as it is is on show until the next step', async () => {
  const listeners: ((message: unknown) => void)[] = [];
  const answers = [['“Move V-101” cannot be undone: it is held.', 'P-101 keeps its x.'], []];
  const client = createEngineClient({
    post: (message) => {
      const { id } = message as { readonly id: number };
      const value = { kept: answers.shift() ?? [], revision: 1 };
      listeners.forEach((listen) => listen({ kind: 'answer', id, result: ok(value) }));
    },
    listen: (listener) => listeners.push(listener),
  });
  const { store, actions } = createModelStore(client);
  actions.undo();
  await vi.waitFor(() => expect(store.getState().kept).toHaveLength(2));
  actions.undo();
  await vi.waitFor(() => expect(store.getState().kept).toEqual([]));
});

test('[K11] a key behind another is not lost: what can be undone and redone is known before the engine answers', async () => {
  const waiting: (() => void)[] = [];
  const listeners: ((message: unknown) => void)[] = [];
  const client = createEngineClient({
    post: (message) => {
      const { id } = message as { readonly id: number };
      waiting.push(() =>
        listeners.forEach((listen) => listen({ kind: 'answer', id, result: ok({ kept: [], revision: 1 }) })),
      );
    },
    listen: (listener) => listeners.push(listener),
  });
  const { store, actions } = createModelStore(client);
  const labels = (): readonly (string | undefined)[] => [store.getState().undoLabel, store.getState().redoLabel];
  const answerNext = async (): Promise<void> => {
    const pending = store.getState().pendingSaves;
    waiting.shift()?.();
    await vi.waitFor(() => expect(store.getState().pendingSaves).toBe(pending - 1));
  };
  const sensors = [{ name: 'FT_7', unit: '', description: '' }];
  const edit = addSensors(contextOf(startedWorks(), 'new'), { sensors });
  const label = edit.ok ? edit.value.label : '';

  actions.run(edit);
  expect(labels()).toEqual([label, undefined]);
  actions.undo();
  expect(labels()).toEqual([label, label]);
  await answerNext();
  expect(labels()).toEqual([label, label]);
  actions.redo();
  await answerNext();
  expect(labels()).toEqual([label, label]);
  await answerNext();
  expect(labels()).toEqual([undefined, undefined]);
});
