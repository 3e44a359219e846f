import { expect, test } from 'vitest';
import type { SyncStatus } from '../../shared/contract/syncCalls';
import { createZoneClock } from '../../shared/playback/zoneClock';
import type { Role } from '../../shared/sync/syncWire';
import {
  freezeProblem,
  freezeRefusal,
  frozenTitle,
  frozenWords,
  knownWords,
  pendingInAreaWords,
  waitingWords,
} from './freezeWords';

// Rule numbers refer to docs/spec/tenants.md; R: docs/spec/review.md.

const clock = createZoneClock('UTC');
const sinceMs = Date.UTC(2026, 10, 26, 10, 2, 40);

function status(role: Role, parts: Partial<SyncStatus> = {}): SyncStatus {
  return {
    ...{ phase: 'synced', pendingCount: 0, conflictCount: 0, revision: 7, lastSyncedMs: sinceMs },
    tenant: {
      ...{ address: 'https://a', tenantId: 'works', name: 'Works', subject: 'mara' },
      ...{ role, signedIn: true, keeping: 'keychain' },
    },
    ...parts,
  };
}

test('[Y94] a frozen area is told with what is known of it', () => {
  expect(frozenWords({ areaId: 'a', by: 'Mara', sinceMs, reason: 'Change 17' }, clock)).toBe(
    'Frozen since Thu 26 Nov 2026, 10:02:40 by Mara: Change 17',
  );
  expect(frozenWords({ areaId: 'a' }, clock)).toBe('Frozen');
  expect(frozenTitle('North', { areaId: 'a', reason: 'Change 17.' })).toBe('North is frozen: Change 17.');
  expect(frozenTitle('North', { areaId: 'a' })).toBe('North is frozen.');
});

test('[Y94] as of when it is known is told while the service is not reached', () => {
  expect(knownWords(status('editor'), clock)).toBeUndefined();
  expect(knownWords(status('editor', { phase: 'syncing' }), clock)).toBeUndefined();
  expect(knownWords(status('editor', { phase: 'offline' }), clock)).toBe(
    'As of Thu 26 Nov 2026, 10:02:40, when the service was reached last',
  );
  const { lastSyncedMs: _, ...never } = status('editor', { phase: 'stopped' });
  expect(knownWords(never, clock)).toBe('The service was not reached yet');
});

test('[Y96] approvers and administrators who are signed in and reach the service may freeze; others are told why not', () => {
  expect(freezeRefusal(status('approver'))).toBeUndefined();
  expect(freezeRefusal(status('admin', { phase: 'syncing' }))).toBeUndefined();
  expect(freezeRefusal(status('editor'))).toContain('Your role at Works is editor');
  expect(freezeRefusal(status('viewer', { phase: 'offline' }))).toContain('Your role at Works is viewer');
  expect(freezeRefusal(status('approver', { phase: 'offline' }))).toContain('not reached now');
  const { tenant, ...rest } = status('approver');
  expect(tenant && freezeRefusal({ ...rest, tenant: { ...tenant, signedIn: false } })).toBe('Sign in to Works first');
  expect(freezeRefusal({ ...rest, phase: 'local' })).toBe('This plant belongs to no tenant');
  expect(freezeRefusal(undefined)).toBe('This plant belongs to no tenant');
});

test('[Y96] a failure says that nothing was changed', () => {
  for (const reason of ['unreachable', 'timeout', 'busy', 'forbidden', 'plant-missing', 'signed-out'] as const) {
    expect(freezeProblem({ code: 'service-failed', host: 'a.example', reason, detail: '' })).toContain(
      'Nothing was changed',
    );
  }
  expect(freezeProblem({ code: 'rule-broken', rule: 'Y93', detail: 'The service does not have it' })).toContain(
    'The service does not have it',
  );
});

test('[Y96] whoever freezes is told what becomes of changes that were not sent', () => {
  expect(pendingInAreaWords(status('approver'))).toBeUndefined();
  expect(pendingInAreaWords(status('approver', { pendingCount: 1 }))).toContain('1 change of yours was not sent yet');
  expect(pendingInAreaWords(status('approver', { pendingCount: 3 }))).toContain('3 changes of yours');
});

test('[Y97] [R15] the banner tells conflicts, proposals that can be sent again, and those that wait', () => {
  expect(waitingWords(1, { waiting: 0, free: 0 })).toBe('1 conflict waits for your decision.');
  expect(waitingWords(1, { waiting: 0, free: 1 })).toBe('1 proposal can be sent again: its area was released.');
  expect(waitingWords(7, { waiting: 2, free: 2 })).toBe(
    '3 conflicts wait for your decision. 2 proposals can be sent again: their areas were released. ' +
      '2 proposals wait until their areas are released.',
  );
});
