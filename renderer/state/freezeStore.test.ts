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
  /** Answers the oldest question; undefined: the service never told it. */
  readonly answer: (frozen: readonly FrozenArea[] | undefined) => Promise<void>;
  /** Answers the oldest question with a failure. */
  readonly fail: () => Promise<void>;
  readonly announce: (frozen: readonly FrozenArea[]) => void;
  /** The sync goes on. */
  readonly announceStatus: () => void;
  readonly questionCount: () => number;
}

function scene(): Scene {
  const questions: ((answer: unknown) => void)[] = [];
  const listeners = new Map<string, (data: unknown) => void>();
  const client = {
    call: () => new Promise((resolve) => questions.push(resolve)),
    on: (name: string, listener: (data: unknown) => void) => listeners.set(name, listener),
  } as unknown as EngineClient;
  const models = createStore(() => ({ project: undefined }) as unknown as ModelState);
  const settle = async (answer: unknown): Promise<void> => {
    questions.shift()?.(answer);
    await Promise.resolve();
    await Promise.resolve();
  };
  return {
    store: createFreezeStore(client, models),
    open: (path) => models.setState({ project: path === undefined ? undefined : ({ path } as ModelState['project']) }),
    answer: (frozen) => settle({ ok: true, value: { frozen } }),
    fail: () => settle({ ok: false, error: { code: 'bad-request', detail: '' } }),
    announce: (frozen) => listeners.get('sync:freezes-changed')?.({ frozen }),
    announceStatus: () => listeners.get('sync:status-changed')?.({}),
    questionCount: () => questions.length,
  };
}

test('[Y94] what is frozen of the plant that was opened is asked for, and then followed', async () => {
  const { store, open, answer, announce } = scene();
  open('a');
  await answer([north]);
  expect([...(store.getState().frozen ?? [])]).toEqual([['north', north]]);
  announce([north, south]);
  expect([...(store.getState().frozen?.keys() ?? [])]).toEqual(['north', 'south']);
  open('b');
  expect(store.getState().frozen).toBeUndefined();
});

test('[Y94] an answer that is older than an announcement, or of another plant, is not shown', async () => {
  const { store, open, answer, announce } = scene();
  open('a');
  announce([]);
  await answer([north]);
  expect(store.getState().frozen?.size).toBe(0);
  open('b');
  open('c');
  await answer([north]);
  expect(store.getState().frozen).toBeUndefined();
  await answer([south]);
  expect(store.getState().frozen?.has('south')).toBe(true);
});

test('[Y90] that no area is frozen is not the same as that it was never told', async () => {
  const { store, open, answer, announce } = scene();
  expect(store.getState().frozen).toBeUndefined();
  open('a');
  await answer(undefined);
  expect(store.getState().frozen).toBeUndefined();
  announce([]);
  expect(store.getState().frozen?.size).toBe(0);
});

test('[Y94] what could not be read is read again when the sync goes on, and only then', async () => {
  const { store, open, answer, fail, announceStatus, questionCount } = scene();
  open('a');
  announceStatus();
  expect(questionCount()).toBe(1);
  await fail();
  expect(store.getState().frozen).toBeUndefined();
  announceStatus();
  announceStatus();
  expect(questionCount()).toBe(1);
  await answer([north]);
  expect(store.getState().frozen?.has('north')).toBe(true);
  announceStatus();
  expect(questionCount()).toBe(0);
});

test('[Y94] what could not be read of a plant is not asked of the next one, nor after it was announced', async () => {
  const { store, open, fail, announce, announceStatus, questionCount } = scene();
  open('a');
  announce([north]);
  await fail();
  announceStatus();
  expect(questionCount()).toBe(0);
  expect(store.getState().frozen?.has('north')).toBe(true);
  open('b');
  await fail();
  open(undefined);
  announceStatus();
  expect(questionCount()).toBe(0);
});
