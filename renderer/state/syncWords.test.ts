import { describe, expect, test } from 'vitest';
import { type SyncStatus, syncPhases } from '../../shared/contract/syncCalls';
import { createZoneClock } from '../../shared/playback/zoneClock';
import { serviceFailureReasons } from '../../shared/sync/serviceFailure';
import {
  conflictWords,
  lastSyncedWords,
  needsSignIn,
  nextAttemptWords,
  pendingWords,
  revisionWords,
  syncChip,
} from './syncWords';

// Rule numbers refer to docs/spec/tenants.md.

const clock = createZoneClock('UTC');
const atMs = Date.UTC(2026, 2, 14, 3, 12, 40);
const status = (fields: Partial<SyncStatus> = {}): SyncStatus => ({
  ...{ phase: 'synced', pendingCount: 0, conflictCount: 0, revision: 205 },
  ...fields,
});
const failing = (reason: (typeof serviceFailureReasons)[number]) => ({ reason, sentence: '' });
const chipWords = (fields: Partial<SyncStatus>): string | undefined => syncChip(status(fields))?.words;

describe('what the top bar says', () => {
  test('[Y60] a plant of no tenant says nothing', () => {
    expect(syncChip(undefined)).toBeUndefined();
    expect(chipWords({ phase: 'local' })).toBeUndefined();
  });

  test.each([
    [{ phase: 'synced' }, 'Synced'],
    [{ phase: 'synced', conflictCount: 5 }, 'Online, review waiting'],
    [{ phase: 'syncing', pendingCount: 3 }, 'Sending 3'],
    [{ phase: 'syncing', pendingCount: 12_000 }, 'Sending 12,000'],
    [{ phase: 'syncing' }, 'Syncing'],
    [{ phase: 'offline' }, 'Offline'],
    [{ phase: 'offline', pendingCount: 1 }, 'Offline, 1 change waiting'],
    [{ phase: 'offline', pendingCount: 14 }, 'Offline, 14 changes waiting'],
    [{ phase: 'offline', pendingCount: 14, conflictCount: 1 }, 'Offline, 14 changes waiting'],
    [{ phase: 'offline', conflictCount: 1 }, 'Offline, review waiting'],
    [{ phase: 'stopped', pendingCount: 2, failure: failing('signed-out') }, 'Not sent: sign in again'],
    [{ phase: 'stopped', failure: failing('signed-out') }, 'Not synced: sign in again'],
    [{ phase: 'stopped', pendingCount: 2, failure: failing('forbidden') }, 'Not sent: not allowed'],
    [{ phase: 'stopped', pendingCount: 2 }, 'Not sent: stopped'],
  ] satisfies readonly (readonly [Partial<SyncStatus>, string])[])('[Y60] %j: %s', (fields, words) => {
    expect(chipWords(fields)).toBe(words);
  });

  test('[Y60] whatever stops it has words that fit the bar, and only what a person has to do is urgent', () => {
    for (const reason of serviceFailureReasons) {
      const chip = syncChip(status({ phase: 'stopped', failure: failing(reason), pendingCount: 1 }));
      expect(chip?.words.length).toBeLessThan(42);
      expect(chip?.urgent).toBe(true);
    }
    const urgent = syncPhases.filter((phase) => syncChip(status({ phase, pendingCount: 9 }))?.urgent === true);
    expect(urgent).toEqual(['stopped']);
  });
});

describe('what the panel says', () => {
  test('[Y61] what waits, and since when', () => {
    expect(pendingWords(status(), clock)).toBe('Everything that was changed here is with the service.');
    expect(pendingWords(status({ pendingCount: 1, pendingSinceMs: atMs }), clock)).toBe(
      '1 change waits to be sent, the first since Sat 14 Mar 2026, 03:12:40.',
    );
    expect(pendingWords(status({ pendingCount: 14 }), clock)).toBe('14 changes wait to be sent.');
    expect(conflictWords(status())).toBeUndefined();
    expect(conflictWords(status({ conflictCount: 1 }))).toBe('1 conflict waits for a decision.');
    expect(conflictWords(status({ conflictCount: 5 }))).toBe('5 conflicts wait for a decision.');
  });

  test('[Y61] when it is tried again, and when it went well last', () => {
    expect(nextAttemptWords(status(), atMs)).toBeUndefined();
    expect(nextAttemptWords(status({ nextAttemptMs: atMs + 40_000 }), atMs)).toBe('It is tried again in 40 s.');
    expect(nextAttemptWords(status({ nextAttemptMs: atMs - 5 }), atMs)).toBe('It is tried again now.');
    expect(lastSyncedWords(status(), clock)).toBe('Not synced yet');
    expect(lastSyncedWords(status({ lastSyncedMs: atMs }), clock)).toBe('Sat 14 Mar 2026, 03:12:40');
  });

  test('[Y61] the revisions', () => {
    expect(revisionWords(undefined)).toBeUndefined();
    expect(revisionWords(status({ phase: 'local' }))).toBeUndefined();
    expect(revisionWords(status({ serviceRevision: 212 }))).toBe('Base rev 205, service rev 212');
    expect(revisionWords(status())).toBe('Base rev 205, service not reached yet');
  });

  test('[Y61] signing in is offered where it helps', () => {
    expect(serviceFailureReasons.filter((reason) => needsSignIn(status({ failure: failing(reason) })))).toEqual([
      'signed-out',
      'other-tenant',
    ]);
    expect(needsSignIn(status())).toBe(false);
  });
});
