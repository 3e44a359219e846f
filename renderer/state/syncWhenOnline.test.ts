import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { EngineClient } from '../../shared/contract/engineClient';
import type { SyncStatus } from '../../shared/contract/syncCalls';
import type { SyncState } from './syncStore';
import { syncWhenOnline } from './syncWhenOnline';

// Rule numbers refer to docs/spec/tenants.md.

function scene(phase: SyncStatus['phase'] | undefined, more: Partial<SyncStatus> = {}) {
  const calls: string[] = [];
  const call = (name: string): Promise<unknown> => {
    calls.push(name);
    return Promise.resolve({ ok: false, error: { code: 'cancelled' } });
  };
  const status = phase && { phase, pendingCount: 1, conflictCount: 0, revision: 1, ...more };
  const network = new EventTarget();
  const sync = createStore<SyncState>(() => ({ status }));
  syncWhenOnline({ client: { call } as unknown as EngineClient, sync }, network);
  return { calls, network };
}

test('[Y73] each time the machine is on a network again a plant of a tenant is synced at once', () => {
  for (const phase of ['offline', 'synced', 'syncing', 'stopped'] as const) {
    const { calls, network } = scene(phase);
    expect(calls).toEqual([]);
    network.dispatchEvent(new Event('online'));
    network.dispatchEvent(new Event('offline'));
    network.dispatchEvent(new Event('online'));
    expect(calls).toEqual(['sync:now', 'sync:now']);
  }
});

test('[Y80] what a fault of the program stopped is not tried again by itself', () => {
  const { calls, network } = scene('stopped', { failure: { reason: 'defect', sentence: '' } });
  network.dispatchEvent(new Event('online'));
  expect(calls).toEqual([]);
});

test('[Y73] nothing is asked for a plant of no tenant, and while none is open', () => {
  for (const phase of ['local', undefined] as const) {
    const { calls, network } = scene(phase);
    network.dispatchEvent(new Event('online'));
    expect(calls).toEqual([]);
  }
});
