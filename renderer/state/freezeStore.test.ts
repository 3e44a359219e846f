import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { EngineClient } from '../../shared/contract/engineClient';
import type { FrozenArea } from '../../shared/sync/syncWire';
import { createFreezeStore, type FreezeStore } from './freezeStore';
import type { ModelState } from './modelStore';

// Rule numbers refer to docs/spec/tenants.md.

const north: FrozenArea = { areaId: 'north', by: 'mara' };
const south: FrozenArea = { areaId: 'south' };

interface Scene {
  readonly store: FreezeStore;
  readonly open: (path: string | undefined) => void;
  /** Answers the oldest question. */
  readonly answer: (frozen: readonly FrozenArea[]) => Promise<void>;
  readonly announce: (frozen: readonly FrozenArea[]) => void;
}

function scene(): Scene {
  const questions: ((answer: unknown) => void)[] = [];
  const listeners: ((data: { readonly frozen: readonly FrozenArea[] }) => void)[] = [];
  const client = {
    call: () => new Promise((resolve) => questions.push(resolve)),
    on: (_: string, listener: (typeof listeners)[number]) => listeners.push(listener),
  } as unknown as EngineClient;
  const models = createStore(() => ({ project: undefined }) as unknown as ModelState);
  return {
    store: createFreezeStore(client, models),
    open: (path) => models.setState({ project: path === undefined ? undefined : ({ path } as ModelState['project']) }),
    answer: async (frozen) => {
      questions.shift()?.({ ok: true, value: { frozen } });
      await Promise.resolve();
      await Promise.resolve();
    },
    announce: (frozen) => listeners.forEach((listener) => listener({ frozen })),
  };
}

test('[Y94] what is frozen of the plant that was opened is asked for, and then followed', async () => {
  const { store, open, answer, announce } = scene();
  open('a');
  await answer([north]);
  expect([...store.getState().frozen]).toEqual([['north', north]]);
  announce([north, south]);
  expect([...store.getState().frozen.keys()]).toEqual(['north', 'south']);
  open('b');
  expect(store.getState().frozen.size).toBe(0);
});

test('[Y94] an answer that is older than an announcement, or of another plant, is not shown', async () => {
  const { store, open, answer, announce } = scene();
  open('a');
  announce([]);
  await answer([north]);
  expect(store.getState().frozen.size).toBe(0);
  open('b');
  open('c');
  await answer([north]);
  expect(store.getState().frozen.size).toBe(0);
  await answer([south]);
  expect(store.getState().frozen.has('south')).toBe(true);
});
