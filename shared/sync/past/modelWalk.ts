import { type AnyEntity, collectionsOf, entitiesOf, modelOfCollections } from '../../model/entityCollections';
import { fieldsOf, nestFields, propertyNameOf, withFields } from '../../model/entityFields';
import { entityTables } from '../../model/entityTables';
import { isSameValue } from '../../model/fieldValue';
import { type EntityFields, type EntityKind, type FieldChange, type FieldValue } from '../../model/modelPatch';
import type { PlantModel } from '../../model/plantModel';
import type { LoggedChange } from '../logEntry';
import { isKnownKind } from '../recordEntity';

/** What is known of an entity on the way; undefined: it is not there. */
interface OnTheWay {
  /** All of its fields; else only those that were passed, over what the walk began with. */
  readonly isWhole: boolean;
  readonly fields: Map<string, FieldValue>;
}

type Side = keyof FieldChange;

/** Whether this program knows such a field and could have written this value there. */
function isReadable(kind: EntityKind, path: string, value: FieldValue): boolean {
  if (propertyNameOf(path) !== undefined) {
    return kind === 'component' && (value === undefined || typeof value === 'string');
  }
  const rules = entityTables[kind].rules as unknown as Readonly<
    Record<string, { readonly schema: { safeParse(value: unknown): { readonly success: boolean } } }>
  >;
  return rules[path]?.schema.safeParse(value).success === true;
}

function valueAt(entity: AnyEntity, path: string): FieldValue {
  const record = entity as unknown as Readonly<Record<string, FieldValue>>;
  const name = propertyNameOf(path);
  const properties = record['properties'] as EntityFields | undefined;
  return name === undefined ? record[path] : properties?.[name];
}

/** The entity of these fields; undefined where they make none that this program can read. */
function entityOf(kind: EntityKind, id: string, { isWhole, fields }: OnTheWay): AnyEntity | undefined {
  if (!isWhole) {
    return undefined;
  }
  const readable = [...fields].filter(([path, value]) => isReadable(kind, path, value));
  const parsed = entityTables[kind].schema.safeParse(nestFields(id, Object.fromEntries(readable)));
  return parsed.success ? parsed.data : undefined;
}

/** An entity with other fields; the same object where none differs. */
function refitted(kind: EntityKind, entity: AnyEntity, { isWhole, fields }: OnTheWay): AnyEntity {
  const paths = isWhole ? new Set([...Object.keys(fieldsOf(kind, entity)), ...fields.keys()]) : fields.keys();
  const changed: Record<string, FieldValue> = {};
  let differs = false;
  for (const path of paths) {
    const value = fields.get(path);
    if (!isSameValue(valueAt(entity, path), value) && isReadable(kind, path, value)) {
      changed[path] = value;
      differs = true;
    }
  }
  return differs ? withFields(entity, changed) : entity;
}

/**
 * Goes from one state of a plant to others along its log, in either direction. What is passed costs only what it
 * changed; the model is put together when it is asked for. Kinds, fields and values that this program does not know
 * are passed over. Entities that come out as they went in stay the same objects.
 */
export class ModelWalk {
  readonly #start: PlantModel;
  readonly #touched = new Map<EntityKind, Map<string, OnTheWay | undefined>>();

  constructor(start: PlantModel) {
    this.#start = start;
  }

  /** Takes the changes of one entry back. */
  back(changes: readonly LoggedChange[]): void {
    for (let index = changes.length - 1; index >= 0; index -= 1) {
      const change = changes[index];
      if (change !== undefined) {
        this.#pass(change, 'before');
      }
    }
  }

  /** Makes the changes of one entry. */
  forth(changes: readonly LoggedChange[]): void {
    changes.forEach((change) => this.#pass(change, 'after'));
  }

  /** The plant where the walk has come to; the model it began with where nothing differs. */
  model(): PlantModel {
    const collections: Record<string, ReadonlyMap<string, AnyEntity>> = { ...collectionsOf(this.#start) };
    let isSame = true;
    for (const [kind, touched] of this.#touched) {
      const entities = this.#rebuilt(kind, touched);
      isSame &&= entities === collections[kind];
      collections[kind] = entities;
    }
    return isSame ? this.#start : modelOfCollections(collections as unknown as ReturnType<typeof collectionsOf>);
  }

  #rebuilt(kind: EntityKind, touched: ReadonlyMap<string, OnTheWay | undefined>): ReadonlyMap<string, AnyEntity> {
    const before: ReadonlyMap<string, AnyEntity> = entitiesOf(this.#start, kind);
    let entities: Map<string, AnyEntity> | undefined;
    for (const [id, way] of touched) {
      const standing = before.get(id);
      const entity = way && (standing === undefined ? entityOf(kind, id, way) : refitted(kind, standing, way));
      if (entity === standing || (entity === undefined && kind === 'plant')) {
        continue;
      }
      entities ??= new Map(before);
      if (entity === undefined) {
        entities.delete(id);
      } else {
        entities.set(id, entity);
      }
    }
    return entities ?? before;
  }

  #pass(change: LoggedChange, side: Side): void {
    const { kind, id } = change;
    if (!isKnownKind(kind)) {
      return;
    }
    const touched = this.#touched.get(kind) ?? new Map<string, OnTheWay | undefined>();
    this.#touched.set(kind, touched);
    if (change.change !== 'update') {
      const isThere = (change.change === 'create') === (side === 'after');
      const fields = new Map(isThere ? Object.entries(change.fields) : []);
      touched.set(id, isThere ? { isWhole: true, fields } : undefined);
      return;
    }
    const way = touched.has(id) ? touched.get(id) : { isWhole: false, fields: new Map<string, FieldValue>() };
    touched.set(id, way);
    for (const [path, sides] of Object.entries(change.fields)) {
      way?.fields.set(path, sides[side]);
    }
  }
}

/** The plant as it was before these entries; each is the list of what it changed. */
export function modelBefore(model: PlantModel, changesNewestFirst: Iterable<readonly LoggedChange[]>): PlantModel {
  const walk = new ModelWalk(model);
  for (const changes of changesNewestFirst) {
    walk.back(changes);
  }
  return walk.model();
}

/** The plant as it was after these entries. */
export function modelAfter(model: PlantModel, changesOldestFirst: Iterable<readonly LoggedChange[]>): PlantModel {
  const walk = new ModelWalk(model);
  for (const changes of changesOldestFirst) {
    walk.forth(changes);
  }
  return walk.model();
}
