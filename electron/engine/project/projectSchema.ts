import { type EntityKind, entityKinds } from '../../../shared/model/modelPatch';
import { syncTables } from '../sync/syncTables';

/** Stands at byte 68 of every project file: "SGLS". */
export const projectApplicationId = 0x53_47_4c_53;

const tableNames: { readonly [Kind in EntityKind]: string } = {
  plant: 'plant',
  area: 'area',
  sheet: 'sheet',
  lineClass: 'line_class',
  component: 'component',
  connection: 'connection',
  dataSource: 'data_source',
  sensor: 'sensor',
  binding: 'binding',
  note: 'note',
};

/** The table that holds the entities of a kind. */
export function tableOf(kind: EntityKind): string {
  return tableNames[kind];
}

const entityTable = (kind: EntityKind): string => `
  CREATE TABLE ${tableOf(kind)} (
    id TEXT PRIMARY KEY NOT NULL,
    fields TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;`;

/** The kinds that a file of version 1 has tables for. A released step is never edited. */
const firstKinds: readonly EntityKind[] = [
  'plant',
  'area',
  'sheet',
  'lineClass',
  'component',
  'connection',
  'sensor',
  'binding',
];

/** Data sources and notes, as other kinds are kept. */
export const sourceAndNoteTables = (['dataSource', 'note'] as const).map(entityTable).join('\n');

/**
 * The model, its journal and what can be undone.
 *
 * - One table an entity kind: `fields` is canonical JSON of the entity's fields by path, as patches name them
 *   (docs/decisions/entity-rows-as-json.md).
 * - `journal`: every edit, undo and redo in order. `hash` chains each to the one before.
 * - `undo_entry`: the edits that can be undone or redone; those up to `project_state.undo_position` stand.
 * - `project_state`: one row. `revision` is the last journal sequence, `digest` is over all entity rows.
 */
export const projectTables = `${firstKinds.map(entityTable).join('\n')}

  CREATE TABLE journal (
    sequence INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('edit', 'undo', 'redo')),
    label TEXT NOT NULL,
    patch TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;

  CREATE TABLE undo_entry (
    position INTEGER PRIMARY KEY,
    sequence INTEGER NOT NULL REFERENCES journal (sequence)
  ) STRICT;

  CREATE TABLE project_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    created_at_ms INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    digest TEXT NOT NULL,
    journal_hash TEXT NOT NULL,
    undo_position INTEGER NOT NULL
  ) STRICT;
`;

/**
 * The journal takes a fourth kind of entry: what came from the tenant's service (`remote`). SQLite cannot change a
 * CHECK, so both tables are made anew, by their own statements, with everything that they hold.
 */
export const journalWithRemote = `
  CREATE TEMP TABLE kept_journal AS SELECT * FROM journal;
  CREATE TEMP TABLE kept_undo AS SELECT * FROM undo_entry;
  DROP TABLE undo_entry;
  DROP TABLE journal;

  CREATE TABLE journal (
    sequence INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('edit', 'undo', 'redo', 'remote')),
    label TEXT NOT NULL,
    patch TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;

  CREATE TABLE undo_entry (
    position INTEGER PRIMARY KEY,
    sequence INTEGER NOT NULL REFERENCES journal (sequence)
  ) STRICT;

  INSERT INTO journal SELECT * FROM temp.kept_journal;
  INSERT INTO undo_entry SELECT * FROM temp.kept_undo;
  DROP TABLE temp.kept_undo;
  DROP TABLE temp.kept_journal;
`;

/** The tables that a backup of the model carries over, in an order that its references allow. */
export const modelTables: readonly string[] = [
  ...entityKinds.map(tableOf),
  'journal',
  'undo_entry',
  'project_state',
  ...syncTables,
];
