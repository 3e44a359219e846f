import type { EntityFields, FieldValue } from '../model/modelPatch';
import type { EntityKey } from './changeset';

/** Which log entry wrote something last. */
export interface Stamp {
  readonly seq: number;
  readonly changeset: string;
}

/** A field as the log left it. Without a value: cleared. */
export interface FieldRecord extends Stamp {
  readonly value?: FieldValue | undefined;
}

/** An entity as the log left it; one that was deleted is kept, with the fields it had. Treated as immutable. */
export interface EntityRecord extends EntityKey {
  readonly live: boolean;
  /** The entry that created, deleted or restored it last. */
  readonly existence: Stamp;
  /** By field path. */
  readonly fields: Readonly<Record<string, FieldRecord>>;
}

/** One text for a key, to look things up by. */
export function keyText({ kind, id }: EntityKey): string {
  return `${kind} ${id}`;
}

/** The fields that are set, by path. */
export function setFieldsOf(record: EntityRecord): EntityFields {
  const fields: Record<string, FieldValue> = {};
  for (const [path, { value }] of Object.entries(record.fields)) {
    if (value !== undefined) {
      fields[path] = value;
    }
  }
  return fields;
}
