import type { AnyEntity } from '../model/entityCollections';
import { nestFields, propertyNameOf } from '../model/entityFields';
import { entityTables } from '../model/entityTables';
import { isSameValue } from '../model/fieldValue';
import { issueText } from '../model/issueText';
import { type EntityFields, type EntityKind, entityKinds, type FieldValue } from '../model/modelPatch';
import { type EntityRecord, setFieldsOf } from './entityRecord';

const known: ReadonlySet<string> = new Set(entityKinds);

/** Whether this program knows entities of such a kind. */
export function isKnownKind(kind: string): kind is EntityKind {
  return known.has(kind);
}

const fieldSets = new Map<EntityKind, ReadonlySet<string>>(
  entityKinds.map((kind) => [kind, new Set(entityTables[kind].fields)]),
);

/** Whether this program knows such a field. A property of a component has any name. */
export function isKnownField(kind: EntityKind, path: string): boolean {
  return (
    (path !== 'properties' && fieldSets.get(kind)?.has(path) === true) ||
    (kind === 'component' && propertyNameOf(path) !== undefined)
  );
}

/** The fields that this program knows; what a newer one has added is left out. */
export function knownFields(kind: EntityKind, fields: EntityFields): EntityFields {
  const paths = Object.keys(fields);
  if (paths.every((path) => isKnownField(kind, path))) {
    return fields;
  }
  const entries = Object.entries(fields).filter(([path]) => isKnownField(kind, path));
  return Object.fromEntries<FieldValue>(entries);
}

/** What a record is to this program's model. */
export type RecordEntity =
  /** An entity of a kind that this program does not know, or one that is deleted. */
  | { readonly state: 'none' }
  | { readonly state: 'fits'; readonly kind: EntityKind; readonly entity: AnyEntity }
  /** It has not the form of its kind (M5); `why` is a sentence without its full stop. */
  | { readonly state: 'misfit'; readonly kind: EntityKind; readonly why: string };

function readEntity(record: EntityRecord): RecordEntity {
  const { kind, id } = record;
  if (!record.live || !isKnownKind(kind)) {
    return { state: 'none' };
  }
  const fields = knownFields(kind, setFieldsOf(record));
  const parsed = entityTables[kind].schema.safeParse(nestFields(id, fields));
  if (!parsed.success) {
    return { state: 'misfit', kind, why: `The ${kind} ${id} does not fit: ${issueText(parsed.error)}` };
  }
  const entity: AnyEntity = parsed.data;
  const read = entity as unknown as Readonly<Record<string, FieldValue>>;
  const changed = Object.keys(fields).find(
    (path) => propertyNameOf(path) === undefined && !isSameValue(read[path], fields[path]),
  );
  return changed === undefined
    ? { state: 'fits', kind, entity }
    : { state: 'misfit', kind, why: `The ${kind} ${id} does not fit: ${changed} has blanks around it` };
}

// Records never change, so what one means is worked out once.
const readings = new WeakMap<EntityRecord, RecordEntity>();

/** The model's entity that a record is. */
export function entityOfRecord(record: EntityRecord): RecordEntity {
  const known = readings.get(record);
  if (known !== undefined) {
    return known;
  }
  const reading = readEntity(record);
  readings.set(record, reading);
  return reading;
}

/** Whether a newer program has written something into an entity that this one does not know: it may be read only. */
export function isFromNewerProgram(record: EntityRecord): boolean {
  const { kind, fields } = record;
  return (
    !isKnownKind(kind) ||
    Object.entries(fields).some(([path, { value }]) => value !== undefined && !isKnownField(kind, path))
  );
}
