import { z } from 'zod';
import { AppFailure } from '../../../shared/lib/appError';
import { type AnyEntity, entitiesOf, modelOfCollections } from '../../../shared/model/entityCollections';
import { entityFromFields, fieldsOf } from '../../../shared/model/entityFields';
import { canonicalJson } from '../../../shared/model/fieldValue';
import { issueText } from '../../../shared/model/issueText';
import { type EntityFields, type EntityKind, entityKinds, type ModelPatch } from '../../../shared/model/modelPatch';
import type { PlantModel } from '../../../shared/model/plantModel';
import type { ProjectDatabase } from './projectDatabase';
import { tableOf } from './projectSchema';
import { StateDigest } from './stateDigest';

/** Longest row that is read; a component with every property it may have stays far below. */
const longestFields = 4_000_000;

interface EntityRow {
  readonly id: string;
  readonly fields: string;
}

function damaged(path: string, detail: string): AppFailure {
  return new AppFailure({ code: 'damaged-project', path, detail });
}

function entityOfRow(kind: EntityKind, row: EntityRow, path: string): AnyEntity {
  try {
    return entityFromFields(kind, row.id, JSON.parse(row.fields) as EntityFields);
  } catch (error) {
    const detail = error instanceof z.ZodError ? issueText(error) : 'it is not JSON';
    throw damaged(path, `${kind} ${row.id}: ${detail}`);
  }
}

/** The model in the file and the digest of its rows, every row checked. */
export function readRows(
  database: ProjectDatabase,
  path: string,
): { readonly model: PlantModel; readonly digest: string } {
  const digest = new StateDigest();
  const collections = entityKinds.map((kind) => {
    const table = tableOf(kind);
    const tooLong = database.prepare(`SELECT id FROM ${table} WHERE length(fields) > ? LIMIT 1`).get(longestFields);
    if (tooLong !== undefined) {
      throw damaged(path, `a row of ${table} is larger than any that this program writes`);
    }
    const entities = new Map<string, AnyEntity>();
    for (const row of database.prepare<[], EntityRow>(`SELECT id, fields FROM ${table}`).all()) {
      digest.add(table, row.id, row.fields);
      entities.set(row.id, entityOfRow(kind, row, path));
    }
    return [kind, entities] as const;
  });
  const byKind = Object.fromEntries(collections) as unknown as Parameters<typeof modelOfCollections>[0];
  if (byKind.plant.size !== 1) {
    throw damaged(path, `it holds ${byKind.plant.size} plants instead of one`);
  }
  return { model: modelOfCollections(byKind), digest: digest.toText() };
}

/** The digest of the rows as they are, whatever they say. */
export function readDigest(database: ProjectDatabase): string {
  const digest = new StateDigest();
  for (const table of entityKinds.map(tableOf)) {
    for (const { id, fields } of database.prepare<[], EntityRow>(`SELECT id, fields FROM ${table}`).all()) {
      digest.add(table, id, fields);
    }
  }
  return digest.toText();
}

/** Writes the rows of a whole model into a new file. Answers their digest. */
export function writeAllRows(database: ProjectDatabase, model: PlantModel): string {
  const digest = new StateDigest();
  for (const kind of entityKinds) {
    const table = tableOf(kind);
    const insert = database.prepare(`INSERT INTO ${table} (id, fields) VALUES (?, ?)`);
    for (const entity of entitiesOf(model, kind).values()) {
      const fields = canonicalJson(fieldsOf(kind, entity));
      insert.run(entity.id, fields);
      digest.add(table, entity.id, fields);
    }
  }
  return digest.toText();
}

/** Writes the rows that a patch names, as they are in the model after it, and keeps the digest. */
export class RowWriter {
  readonly #select: ReadonlyMap<EntityKind, (id: string) => string | undefined>;
  readonly #write: ReadonlyMap<EntityKind, (id: string, fields: string) => void>;
  readonly #delete: ReadonlyMap<EntityKind, (id: string) => void>;

  constructor(database: ProjectDatabase) {
    const forEachKind = <Run>(make: (table: string) => Run): ReadonlyMap<EntityKind, Run> =>
      new Map(entityKinds.map((kind) => [kind, make(tableOf(kind))]));
    this.#select = forEachKind((table) => {
      const statement = database.prepare<[string], string>(`SELECT fields FROM ${table} WHERE id = ?`).pluck();
      return (id) => statement.get(id);
    });
    this.#write = forEachKind((table) => {
      const statement = database.prepare(`INSERT OR REPLACE INTO ${table} (id, fields) VALUES (?, ?)`);
      return (id, fields) => void statement.run(id, fields);
    });
    this.#delete = forEachKind((table) => {
      const statement = database.prepare(`DELETE FROM ${table} WHERE id = ?`);
      return (id) => void statement.run(id);
    });
  }

  /** To be called inside a transaction. Answers the digest after it. */
  apply(patch: ModelPatch, after: PlantModel, digestText: string): string {
    const digest = new StateDigest(digestText);
    for (const { kind, id } of patch.changes) {
      const table = tableOf(kind);
      // The old row is read rather than worked out, so that the digest follows what the file really holds.
      const old = this.#select.get(kind)?.(id);
      if (old !== undefined) {
        digest.remove(table, id, old);
      }
      const entity = entitiesOf(after, kind).get(id);
      if (entity === undefined) {
        this.#delete.get(kind)?.(id);
      } else {
        const fields = canonicalJson(fieldsOf(kind, entity));
        this.#write.get(kind)?.(id, fields);
        digest.add(table, id, fields);
      }
    }
    return digest.toText();
  }
}
