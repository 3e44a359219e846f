import type { Database } from 'better-sqlite3';

/** Stands at byte 68 of every tenant's file: "SGTN". */
export const tenantApplicationId = 0x53_47_54_4e;

/**
 * Everything of one tenant.
 *
 * - `meta`: one row. `event_sequence` and `event_hash` are the end of the chain of security events.
 * - `plant`: with the head of its log; the next sequence is always taken from here. `number` only makes keys short.
 * - `record`: an entity as the log left it, dead ones too; `fields` is JSON with a stamp a field, `seq` and `changeset`
 *   are the stamp of its existence.
 * - `reference`, `unique_name`: indexes of the live records, derived (`shared/sync/references.ts`).
 * - `log`: `entry` is JSON. `in_force_ms` never goes back along a log, though a clock may.
 */
const tenantTables = `
  CREATE TABLE meta (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at_ms REAL NOT NULL,
    epoch TEXT NOT NULL,
    event_sequence INTEGER NOT NULL,
    event_hash TEXT NOT NULL
  ) STRICT;

  CREATE TABLE plant (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at_ms REAL NOT NULL,
    changed_at_ms REAL NOT NULL,
    head_seq INTEGER NOT NULL,
    head_hash TEXT NOT NULL,
    head_digest TEXT NOT NULL
  ) STRICT;

  CREATE TABLE record (
    plant INTEGER NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    live INTEGER NOT NULL CHECK (live IN (0, 1)),
    seq INTEGER NOT NULL,
    changeset TEXT NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (plant, kind, id)
  ) STRICT;
  CREATE INDEX record_by_life ON record (plant, kind, live);

  CREATE TABLE reference (
    plant INTEGER NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target_id TEXT NOT NULL,
    PRIMARY KEY (plant, kind, id, target_kind, target_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX reference_by_target ON reference (plant, target_kind, target_id);

  CREATE TABLE unique_name (
    plant INTEGER NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (plant, kind, id, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX unique_name_by_name ON unique_name (plant, name);

  CREATE TABLE log (
    plant INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    in_force_ms REAL NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (plant, seq)
  ) STRICT;
  CREATE INDEX log_by_time ON log (plant, in_force_ms, seq);

  CREATE TABLE decision (
    plant INTEGER NOT NULL,
    changeset TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (plant, changeset)
  ) STRICT;

  CREATE TABLE parked_edit (
    plant INTEGER NOT NULL,
    id TEXT NOT NULL,
    edit TEXT NOT NULL,
    subject TEXT NOT NULL,
    stored_at_ms REAL NOT NULL,
    resolved TEXT,
    PRIMARY KEY (plant, id)
  ) STRICT;

  CREATE TABLE freeze (
    plant INTEGER NOT NULL,
    area TEXT NOT NULL,
    PRIMARY KEY (plant, area)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE token (
    key_id TEXT PRIMARY KEY,
    secret_hmac TEXT NOT NULL,
    subject TEXT NOT NULL,
    role TEXT NOT NULL,
    plant_ids TEXT NOT NULL,
    created_at_ms REAL NOT NULL,
    expires_at_ms REAL,
    revoked_at_ms REAL,
    last_used_at_ms REAL
  ) STRICT;

  CREATE TABLE security_event (
    sequence INTEGER PRIMARY KEY,
    at_ms REAL NOT NULL,
    subject TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
`;

const reasonsOfFreezes = `
  ALTER TABLE freeze ADD COLUMN subject TEXT;
  ALTER TABLE freeze ADD COLUMN since_ms REAL;
  ALTER TABLE freeze ADD COLUMN reason TEXT;
`;

/** The tables whose rows belong to a plant. */
export const plantTables = ['record', 'reference', 'unique_name', 'log', 'decision', 'parked_edit', 'freeze'] as const;

/** Position in this list is the version that the step leads to. Append only; a released step is never edited. */
const migrations: readonly { readonly purpose: string; readonly sql: string }[] = [
  { purpose: 'plants, their logs, tokens and security events', sql: tenantTables },
  { purpose: 'who froze an area, when and why', sql: reasonsOfFreezes },
];

/** The version that this program knows. */
export const tenantFileVersion = migrations.length;

/** Runs the missing steps, each in a transaction of its own. Throws when a newer program wrote the file. */
export function migrateTenant(database: Database): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > tenantFileVersion) {
    throw new Error(`The tenant's file has version ${version}; this service knows ${tenantFileVersion}. Update it.`);
  }
  migrations.slice(version).forEach(({ sql }, index) => {
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`application_id = ${tenantApplicationId}`);
      database.pragma(`user_version = ${version + index + 1}`);
    })();
  });
}
