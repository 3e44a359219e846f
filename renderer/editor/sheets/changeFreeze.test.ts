import { expect, test } from 'vitest';
import type { EngineClient } from '../../../shared/contract/engineClient';
import type { AppError } from '../../../shared/lib/appError';
import { err, ok, type Result } from '../../../shared/lib/result';
import { type AreaId, asId } from '../../../shared/model/ids';
import { createFreezeStore } from '../../state/freezeStore';
import { createModelStore } from '../../state/modelStore';
import { createEditorStore, type EditorDialog } from '../editorStore';
import { changeFreeze } from './changeFreeze';

// Rule numbers refer to docs/spec/tenants.md.

const north = { areaId: asId<AreaId>('north') } as const;
const unreached: AppError = { code: 'service-failed', reason: 'unreachable', host: 'plants.example', detail: '' };

/** A window that asks about North, and a service that answers when it is told to. */
function asked() {
  const answers: ((answer: Result<unknown, AppError>) => void)[] = [];
  const calls: unknown[] = [];
  const client = {
    call: (name: string, request: unknown) => {
      calls.push([name, request]);
      return new Promise((resolve) => answers.push(resolve));
    },
    on: () => () => undefined,
  } as unknown as EngineClient;
  const app = { client, freezes: createFreezeStore(client, createModelStore(client).store) };
  const store = createEditorStore();
  store.setState({ dialog: { kind: 'freeze', ...north } });
  return { app, store, calls, answer: (told: Result<unknown, AppError>) => answers.forEach((tell) => tell(told)) };
}

test('[Y96] the dialog that asked is closed when the area is frozen', async () => {
  const { app, store, calls, answer } = asked();
  const changing = changeFreeze({ app, store }, { ...north, frozen: true, reason: 'Change 17' });
  expect(calls).toEqual([['sync:freeze', { areaId: 'north', reason: 'Change 17' }]]);
  answer(ok({ frozen: [{ areaId: 'north' }] }));
  expect(await changing).toBeUndefined();
  expect(store.getState().dialog).toBeUndefined();
  expect([...(app.freezes.getState().frozen?.keys() ?? [])]).toEqual(['north']);
});

test.each<EditorDialog>([
  { kind: 'sensor', sensorIds: [] },
  { kind: 'freeze', areaId: asId<AreaId>('south') },
  { kind: 'freeze', ...north },
])('[Y96] %j, opened while the service was asked, stays open', async (later) => {
  const { app, store, answer } = asked();
  const changing = changeFreeze({ app, store }, { ...north, frozen: false });
  store.setState({ dialog: later });
  answer(ok({ frozen: [] }));
  await changing;
  expect(store.getState().dialog).toBe(later);
});

test('[Y96] what failed is told where it was asked', async () => {
  const { app, store, answer } = asked();
  const changing = changeFreeze({ app, store }, { ...north, frozen: true });
  answer(err(unreached));
  expect(await changing).toEqual(unreached);
  expect(store.getState().dialog).toEqual({ kind: 'freeze', ...north });
});
