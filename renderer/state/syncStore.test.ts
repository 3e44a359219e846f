import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { EngineClient } from '../../shared/contract/engineClient';
import type { SyncStatus } from '../../shared/contract/syncCalls';
import type { ModelState } from './modelStore';
import { createSyncStore, showSyncStatus, type SyncStore } from './syncStore';

// Rule numbers refer to docs/spec/tenants.md.

const status = (revision: number): SyncStatus => ({ phase: 'synced', pendingCount: 0, conflictCount: 0, revision });

interface Scene {
  readonly store: SyncStore;
  readonly open: (path: string | undefined) => void;
  /** Answers the oldest question. */
  readonly answer: (status: SyncStatus | undefined) => Promise<void>;
  readonly announce: (status: SyncStatus) => void;
}

function scene(): Scene {
  const questions: ((answer: unknown) => void)[] = [];
  const listeners: ((status: SyncStatus) => void)[] = [];
  const client = {
    call: () => new Promise((resolve) => questions.push(resolve)),
    on: (_: string, listener: (status: SyncStatus) => void) => listeners.push(listener),
  } as unknown as EngineClient;
  const models = createStore(() => ({ project: undefined }) as unknown as ModelState);
  return {
    store: createSyncStore(client, models),
    open: (path) => models.setState({ project: path === undefined ? undefined : ({ path } as ModelState['project']) }),
    answer: async (value) => {
      questions.shift()?.(value === undefined ? { ok: false, error: { code: 'cancelled' } } : { ok: true, value });
      await Promise.resolve();
      await Promise.resolve();
    },
    announce: (value) => listeners.forEach((listener) => listener(value)),
  };
}

test('[Y62] the status of the plant that was opened is asked for, and then followed', async () => {
  const { store, open, answer, announce } = scene();
  open('a');
  expect(store.getState().status).toBeUndefined();
  await answer(status(1));
  expect(store.getState().status).toEqual(status(1));
  announce(status(2));
  expect(store.getState().status).toEqual(status(2));
  open(undefined);
  expect(store.getState().status).toBeUndefined();
});

test('[Y62] an answer that is older than an announcement, or of another plant, is not shown', async () => {
  const { store, open, answer, announce } = scene();
  open('a');
  announce(status(5));
  await answer(status(1));
  expect(store.getState().status).toEqual(status(5));
  open('b');
  open('c');
  await answer(status(7));
  expect(store.getState().status).toBeUndefined();
  await answer(status(8));
  expect(store.getState().status).toEqual(status(8));
});

test('[Y62] where the service’s log ended stays known while it is not reached', () => {
  const { store, open, announce } = scene();
  open('a');
  announce({ ...status(5), serviceRevision: 7 });
  announce({ ...status(5), phase: 'offline' });
  expect(store.getState().status).toEqual({ ...status(5), phase: 'offline', serviceRevision: 7 });
  showSyncStatus(store, { ...status(5), phase: 'stopped' });
  expect(store.getState().status).toEqual({ ...status(5), phase: 'stopped', serviceRevision: 7 });
  announce({ ...status(6), serviceRevision: 6 });
  expect(store.getState().status?.serviceRevision).toBe(6);
  announce({ ...status(0), phase: 'local' });
  expect(store.getState().status).toEqual({ ...status(0), phase: 'local' });
});

test('[Y62] a question that fails leaves it unknown', async () => {
  const { store, open, answer } = scene();
  open('a');
  await answer(undefined);
  expect(store.getState().status).toBeUndefined();
});
