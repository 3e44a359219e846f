import { nestFields, propertyPath } from '../../shared/model/entityFields';
import type { EntityFields, FieldValue } from '../../shared/model/modelPatch';
import { type EntityRecord, setFieldsOf } from '../../shared/sync/entityRecord';

/** An entity as other programs read it: its id and its fields by name, properties in an object of their own. */
export type EntityDocument = Readonly<Record<string, FieldValue>>;

/** A live record as a document. */
export function entityDocument(record: EntityRecord): EntityDocument {
  return nestFields(record.id, setFieldsOf(record));
}

/** The last log entry that changed a record. */
export function revisionOfRecord({ existence, fields }: EntityRecord): number {
  return Object.values(fields).reduce((latest, { seq }) => Math.max(latest, seq), existence.seq);
}

/** The fields of a document by path, as changesets name them. `id` is not among them. */
export function fieldsOfDocument(document: EntityDocument): EntityFields {
  const fields: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(document)) {
    if (name === 'properties' && typeof value === 'object' && !Array.isArray(value)) {
      for (const [property, text] of Object.entries(value)) {
        fields[propertyPath(property)] = text;
      }
    } else if (name !== 'id') {
      fields[name] = value;
    }
  }
  return fields;
}
