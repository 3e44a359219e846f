/** Tables whose rows belong to a plant, by `(tenant, plant)`. */
export const plantTables = ['record', 'reference', 'unique_name', 'log', 'decision', 'parked_edit', 'freeze'] as const;

/** Tables behind the wall: without `app.tenant` none of their rows is there, with it those of the tenant. */
export const walledTables = ['plant', ...plantTables, 'token', 'event_head', 'security_event'] as const;

/**
 * All tenants. Every key begins with the tenant, so that a distributed database can split by it; no sequences, no
 * triggers, JSON as text (it is summed and hashed as it was written).
 *
 * - `tenant`, `token_place`: the directory, which has to be read before it is known whose turn it is. No secrets.
 * - `plant`: with the head of its log. Its row is locked by whoever changes the plant, so sequences have no gaps.
 * - `event_head`: the end of the chain of security events, locked likewise.
 * - Secondary indexes do not begin as primary keys do, or are partial: a planner that has no statistics yet takes them for
 *   equally good, and walks through all of a plant.
 * - The others as in SQLite (`service/store/sqlite/tenantSchema.ts`). Texts that are sorted by are compared by bytes.
 */
const tables = [
  `CREATE TABLE sightglass.tenant (
    id text NOT NULL,
    name text NOT NULL,
    created_at_ms double precision NOT NULL,
    epoch text NOT NULL,
    PRIMARY KEY (id)
  )`,
  `CREATE TABLE sightglass.token_place (
    key_id text NOT NULL,
    tenant text NOT NULL REFERENCES sightglass.tenant (id),
    PRIMARY KEY (key_id)
  )`,
  `CREATE INDEX token_place_by_tenant ON sightglass.token_place (tenant)`,
  `CREATE TABLE sightglass.plant (
    tenant text NOT NULL REFERENCES sightglass.tenant (id),
    id text NOT NULL,
    name text NOT NULL,
    created_at_ms double precision NOT NULL,
    changed_at_ms double precision NOT NULL,
    head_seq bigint NOT NULL,
    head_hash text NOT NULL,
    head_digest text NOT NULL,
    PRIMARY KEY (tenant, id)
  )`,
  `CREATE TABLE sightglass.record (
    tenant text NOT NULL,
    plant text NOT NULL,
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    live boolean NOT NULL,
    seq bigint NOT NULL,
    changeset text NOT NULL,
    fields text NOT NULL,
    PRIMARY KEY (tenant, plant, kind, id)
  )`,
  `CREATE INDEX record_by_life ON sightglass.record (tenant, plant, kind) WHERE live`,
  `CREATE TABLE sightglass.reference (
    tenant text NOT NULL,
    plant text NOT NULL,
    kind text NOT NULL,
    id text NOT NULL,
    target_kind text NOT NULL,
    target_id text NOT NULL,
    PRIMARY KEY (tenant, plant, kind, id, target_kind, target_id)
  )`,
  `CREATE INDEX reference_by_target ON sightglass.reference (target_id, target_kind, plant, tenant)`,
  `CREATE TABLE sightglass.unique_name (
    tenant text NOT NULL,
    plant text NOT NULL,
    kind text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (tenant, plant, kind, id, name)
  )`,
  `CREATE INDEX unique_name_by_name ON sightglass.unique_name (name, plant, tenant)`,
  `CREATE TABLE sightglass.log (
    tenant text NOT NULL,
    plant text NOT NULL,
    seq bigint NOT NULL,
    in_force_ms double precision NOT NULL,
    entry text NOT NULL,
    PRIMARY KEY (tenant, plant, seq)
  )`,
  `CREATE INDEX log_by_time ON sightglass.log (tenant, plant, in_force_ms, seq)`,
  `CREATE TABLE sightglass.decision (
    tenant text NOT NULL,
    plant text NOT NULL,
    changeset text NOT NULL,
    fingerprint text NOT NULL,
    outcome text NOT NULL,
    PRIMARY KEY (tenant, plant, changeset)
  )`,
  `CREATE TABLE sightglass.parked_edit (
    tenant text NOT NULL,
    plant text NOT NULL,
    id text COLLATE "C" NOT NULL,
    edit text NOT NULL,
    subject text NOT NULL,
    stored_at_ms double precision NOT NULL,
    resolved text,
    PRIMARY KEY (tenant, plant, id)
  )`,
  `CREATE TABLE sightglass.freeze (
    tenant text NOT NULL,
    plant text NOT NULL,
    area text NOT NULL,
    PRIMARY KEY (tenant, plant, area)
  )`,
  `CREATE TABLE sightglass.token (
    tenant text NOT NULL,
    key_id text COLLATE "C" NOT NULL,
    secret_hmac text NOT NULL,
    subject text NOT NULL,
    role text NOT NULL,
    plant_ids text NOT NULL,
    created_at_ms double precision NOT NULL,
    expires_at_ms double precision,
    revoked_at_ms double precision,
    last_used_at_ms double precision,
    PRIMARY KEY (tenant, key_id)
  )`,
  `CREATE TABLE sightglass.event_head (
    tenant text NOT NULL,
    sequence bigint NOT NULL,
    hash text NOT NULL,
    PRIMARY KEY (tenant)
  )`,
  `CREATE TABLE sightglass.security_event (
    tenant text NOT NULL,
    sequence bigint NOT NULL,
    at_ms double precision NOT NULL,
    subject text NOT NULL,
    what text NOT NULL,
    detail text NOT NULL,
    hash text NOT NULL,
    PRIMARY KEY (tenant, sequence)
  )`,
];

/** `FORCE`: the wall holds for the owner of the tables too. */
function wall(table: string): readonly string[] {
  const isOwn = `tenant = current_setting('app.tenant', true)`;
  return [
    `ALTER TABLE sightglass.${table} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE sightglass.${table} FORCE ROW LEVEL SECURITY`,
    `CREATE POLICY tenant_wall ON sightglass.${table} USING (${isOwn}) WITH CHECK (${isOwn})`,
  ];
}

/** One step from a version of the schema to the next. */
export interface PostgresMigration {
  readonly purpose: string;
  readonly statements: readonly string[];
}

/** Position in this list is the version that the step leads to. Append only; a released step is never edited. */
export const postgresMigrations: readonly PostgresMigration[] = [
  {
    purpose: 'plants, their logs, tokens and security events, each tenant behind its wall',
    statements: [...tables, ...walledTables.flatMap(wall)],
  },
  {
    purpose: 'who froze an area, when and why',
    statements: [
      `ALTER TABLE sightglass.freeze
         ADD COLUMN subject text, ADD COLUMN since_ms double precision, ADD COLUMN reason text`,
    ],
  },
];
