import type { Changeset } from '../shared/sync/changeset';
import type { EntityRecord } from '../shared/sync/entityRecord';
import type { LogEntry } from '../shared/sync/logEntry';
import type { ParkedEdit } from '../shared/sync/parkedEdit';
import type { Head, Me, PlantSummary } from '../shared/sync/syncWire';

// What an honest service says, for scripted ones.

export const testTenant = { id: 'works', name: 'Works' } as const;
export const testPlantId = '11111111-1111-4111-8111-111111111111';
export const testChangesetId = '22222222-2222-4222-8222-222222222222';
const hash = 'ab'.repeat(32);

export const honestHead: Head = { seq: 1, hash, digest: hash, epoch: 'e1' };

/** Who the token belongs to. */
export function honestMe(fields: Partial<Me> = {}): Me {
  return {
    tenant: testTenant,
    subject: 'engineer@works',
    role: 'editor',
    limits: { ops: 1_000, bodyBytes: 2_097_152 },
    epoch: 'e1',
    version: '0.1.0',
    ...fields,
  };
}

/** A plant of the tenant. */
export function honestPlant(fields: Partial<PlantSummary> = {}): PlantSummary {
  return {
    id: testPlantId,
    name: 'Pump house',
    head: honestHead,
    createdAtMs: 1,
    changedAtMs: 2,
    components: 3,
    ...fields,
  };
}

/** A changeset that sets one field. */
export const testChangeset: Changeset = {
  id: testChangesetId,
  base: 0,
  atMs: 1_000,
  label: 'Rename the plant',
  ops: [{ op: 'set', kind: 'plant', id: 'p', field: 'name', value: 'Works', own: [] }],
  resolves: [],
};

/** The entry that the changeset becomes. */
export function honestEntry(fields: Partial<LogEntry> = {}): LogEntry {
  return {
    seq: 1,
    id: testChangesetId,
    by: 'engineer@works',
    atMs: 1_000,
    serverAtMs: 2_000,
    label: 'Rename the plant',
    changes: [{ change: 'update', kind: 'plant', id: 'p', fields: { name: { before: 'Plant', after: 'Works' } } }],
    resolves: [],
    previousHash: testPlantId,
    hash,
    ...fields,
  };
}

/** The answer to the changeset. */
export function honestAcceptance(entry = honestEntry()): object {
  return { seq: 1, hash, digest: hash, entry };
}

/** A failure as the service tells it. */
export function problemOf(status: number, code: string, more: object = {}): object {
  return { type: `urn:sightglass:problem:${code}`, title: code, status, detail: `Said by ${code}.`, code, ...more };
}

/** A record of a snapshot. */
export function honestRecord(id: string): EntityRecord {
  const stamp = { seq: 1, changeset: testChangesetId };
  return { kind: 'component', id, live: true, existence: stamp, fields: { tag: { value: `P-${id}`, ...stamp } } };
}

/** The lines of a snapshot of so many records. */
export function snapshotLines(count: number): readonly string[] {
  const records = Array.from({ length: count }, (_, index) => honestRecord(String(index)));
  return [{ snapshot: honestHead, count }, ...records, { end: { count, digest: hash } }].map((line) =>
    JSON.stringify(line),
  );
}

/** An edit that was parked. */
export const testParkedEdit: ParkedEdit = {
  id: '33333333-3333-4333-8333-333333333333',
  changesetId: testChangesetId,
  base: 0,
  atMs: 1_000,
  label: 'Rename the plant',
  ops: testChangeset.ops,
  conflicts: [{ op: 0, kind: 'field-field', field: 'name' }],
};
