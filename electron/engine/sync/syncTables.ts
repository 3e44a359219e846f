import type { ProjectDatabase } from '../project/projectDatabase';

/**
 * What a plant that belongs to a tenant keeps beside its model. Everything in them is JSON of `shared/sync`, read
 * through its schemas.
 *
 * - `sync_link`: one row. Which plant of which tenant this is; `state` is the replica's: cursor, hash, digest, epoch.
 *   `published`: the service knows the plant. `synced_at_ms`: when everything was last there. `origin_…`: the entry
 *   after which `sync_entry` begins, that of the snapshot which a downloaded plant was made of.
 * - `sync_record`: every entity as the log left it, the deleted ones too.
 * - `sync_outbox`: the changesets that the service has not confirmed, in the order in which they were made.
 * - `sync_sent`: own changesets that it did confirm as entry `seq`, for a service that is restored from an older copy.
 * - `sync_parked`: own edits that did not fit, for good; `resolved` once somebody decided. `uploaded`: the service keeps a copy.
 * - `sync_entry`: the log as far as it is known here.
 */
const syncTableStatements = `
  CREATE TABLE sync_link (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    address TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    tenant_name TEXT NOT NULL,
    subject TEXT NOT NULL,
    plant_id TEXT NOT NULL,
    plant_name TEXT NOT NULL,
    published INTEGER NOT NULL CHECK (published IN (0, 1)),
    synced_at_ms INTEGER,
    origin_seq INTEGER NOT NULL,
    origin_hash TEXT NOT NULL,
    state TEXT NOT NULL
  ) STRICT;

  CREATE TABLE sync_record (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sync_outbox (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    changeset TEXT NOT NULL,
    made_at_ms INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE sync_sent (
    id TEXT PRIMARY KEY NOT NULL,
    seq INTEGER NOT NULL,
    changeset TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sync_sent_by_seq ON sync_sent (seq);

  CREATE TABLE sync_parked (
    id TEXT PRIMARY KEY NOT NULL,
    parked TEXT NOT NULL,
    resolved TEXT,
    uploaded INTEGER NOT NULL CHECK (uploaded IN (0, 1))
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sync_entry (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    by TEXT NOT NULL,
    at_ms REAL NOT NULL,
    server_at_ms REAL NOT NULL,
    label TEXT NOT NULL,
    changes TEXT NOT NULL,
    resolves TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
`;

/** One row, once the service has told it: which areas are frozen, as of the last sync. `frozen` is JSON. */
const freezeTableStatements = `
  CREATE TABLE sync_freezes (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    tag TEXT NOT NULL,
    frozen TEXT NOT NULL
  ) STRICT;
`;

/** The tables in the order in which a backup may fill them. */
export const syncTables: readonly string[] = [
  'sync_link',
  'sync_record',
  'sync_outbox',
  'sync_sent',
  'sync_parked',
  'sync_entry',
  'sync_freezes',
];

/** Makes the tables. A released step is never edited. */
export function ensureSyncTables(database: ProjectDatabase): void {
  database.exec(syncTableStatements);
}

/** Makes the table of frozen areas. A released step is never edited. */
export function ensureFreezeTable(database: ProjectDatabase): void {
  database.exec(freezeTableStatements);
}
