import { entitiesOf } from './entityCollections';
import { foldTag } from './foldTag';
import type { ComponentId, SensorId } from './ids';
import type { EntityKind, ModelPatch } from './modelPatch';
import type {
  Binding,
  Connection,
  DataSource,
  LineClass,
  PlantComponent,
  PlantModel,
  Sensor,
  Sheet,
} from './plantModel';

const nothing: readonly never[] = [];

/** What one kind of entity is looked up by, besides its id. */
interface IndexRule<Entity> {
  readonly kind: EntityKind;
  readonly keysOf: (entity: Entity) => readonly string[];
}

/**
 * Buckets are replaced, never changed: an answer handed out stays as it was, and the same while nothing changed. Their
 * entities stand in the order of their ids, whether they were carried on or built anew.
 */
type Buckets<Entity> = Map<string, readonly Entity[]>;

const componentsBySheet: IndexRule<PlantComponent> = { kind: 'component', keysOf: ({ sheetId }) => [sheetId] };
const componentsByTag: IndexRule<PlantComponent> = {
  kind: 'component',
  keysOf: ({ tag }) => (foldTag(tag) === '' ? [] : [foldTag(tag)]),
};
const connectionsBySheet: IndexRule<Connection> = { kind: 'connection', keysOf: ({ sheetId }) => [sheetId] };
const connectionsByEnd: IndexRule<Connection> = {
  kind: 'connection',
  keysOf: ({ from, to }) =>
    from.componentId === to.componentId ? [from.componentId] : [from.componentId, to.componentId],
};
const connectionsByClass: IndexRule<Connection> = { kind: 'connection', keysOf: ({ lineClassId }) => [lineClassId] };
const bindingsByComponent: IndexRule<Binding> = { kind: 'binding', keysOf: ({ componentId }) => [componentId] };
const bindingsBySensor: IndexRule<Binding> = { kind: 'binding', keysOf: ({ sensorId }) => [sensorId] };
const sensorsByName: IndexRule<Sensor> = { kind: 'sensor', keysOf: ({ name }) => [name] };
const sensorsBySource: IndexRule<Sensor> = {
  kind: 'sensor',
  keysOf: ({ sourceId }) => (sourceId === undefined ? [] : [sourceId]),
};
const dataSourcesByName: IndexRule<DataSource> = { kind: 'dataSource', keysOf: ({ name }) => [foldTag(name)] };
const sheetsByArea: IndexRule<Sheet> = {
  kind: 'sheet',
  keysOf: ({ areaId }) => (areaId === undefined ? [] : [areaId]),
};
const lineClassesByCode: IndexRule<LineClass> = { kind: 'lineClass', keysOf: ({ code }) => [foldTag(code)] };

const rulesByKind = new Map<EntityKind, readonly IndexRule<never>[]>([
  ['component', [componentsBySheet, componentsByTag]],
  ['connection', [connectionsBySheet, connectionsByEnd, connectionsByClass]],
  ['binding', [bindingsByComponent, bindingsBySensor]],
  ['sensor', [sensorsByName, sensorsBySource]],
  ['dataSource', [dataSourcesByName]],
  ['sheet', [sheetsByArea]],
  ['lineClass', [lineClassesByCode]],
]);

// Keyed by the map of entities, so that models that share a map share its indexes and no model is kept alive.
const indexes = new WeakMap<object, Map<IndexRule<never>, Buckets<unknown>>>();

/** The entities that leave and join one bucket; collected first, so that a bucket is rewritten once a patch. */
interface BucketChange {
  readonly leaving: Set<unknown>;
  readonly joining: unknown[];
}

function byId(one: unknown, other: unknown): number {
  const [first, second] = [(one as { readonly id: string }).id, (other as { readonly id: string }).id];
  return first < second ? -1 : first > second ? 1 : 0;
}

function rewriteBuckets(buckets: Buckets<unknown>, changes: ReadonlyMap<string, BucketChange>): void {
  for (const [key, { leaving, joining }] of changes) {
    const staying = (buckets.get(key) ?? nothing).filter((entity) => !leaving.has(entity));
    const entities = [...staying, ...joining].sort(byId);
    if (entities.length === 0) {
      buckets.delete(key);
    } else {
      buckets.set(key, entities);
    }
  }
}

function build<Entity>(rule: IndexRule<Entity>, entities: ReadonlyMap<string, unknown>): Buckets<Entity> {
  const buckets = new Map<string, Entity[]>();
  for (const entity of entities.values() as Iterable<Entity>) {
    for (const key of rule.keysOf(entity)) {
      const bucket = buckets.get(key);
      if (bucket === undefined) {
        buckets.set(key, [entity]);
      } else {
        bucket.push(entity);
      }
    }
  }
  buckets.forEach((bucket) => bucket.sort(byId));
  return buckets;
}

function lookUp<Entity>(model: PlantModel, rule: IndexRule<Entity>, key: string): readonly Entity[] {
  const entities = entitiesOf(model, rule.kind);
  const known = indexes.get(entities) ?? new Map<IndexRule<never>, Buckets<unknown>>();
  indexes.set(entities, known);
  let buckets = known.get(rule) as Buckets<Entity> | undefined;
  if (buckets === undefined) {
    buckets = build(rule, entities);
    known.set(rule, buckets);
  }
  return buckets.get(key) ?? nothing;
}

/**
 * Hands the indexes of a model on to the model that a patch made of it, brought up to date, so that their cost
 * grows with the patch and not with the plant. The older model builds its own again should anyone ask.
 */
export function carryIndexes(before: PlantModel, after: PlantModel, patch: ModelPatch): void {
  for (const [kind] of rulesByKind) {
    const [old, current] = [entitiesOf(before, kind), entitiesOf(after, kind)];
    const known = indexes.get(old);
    if (old === current || known === undefined) {
      continue;
    }
    indexes.delete(old);
    indexes.set(current, known);
    const ids = new Set(patch.changes.filter((change) => change.kind === kind).map(({ id }) => id));
    const states = [...ids].map((id): readonly [unknown, unknown] => [old.get(id), current.get(id)]);
    for (const [rule, buckets] of known) {
      rewriteBuckets(buckets, bucketChanges(rule, states));
    }
  }
}

function bucketChanges(
  rule: IndexRule<never>,
  states: readonly (readonly [before: unknown, after: unknown])[],
): ReadonlyMap<string, BucketChange> {
  const changes = new Map<string, BucketChange>();
  const changeOf = (key: string): BucketChange => {
    const change = changes.get(key) ?? { leaving: new Set(), joining: [] };
    changes.set(key, change);
    return change;
  };
  for (const [before, after] of states) {
    if (before !== undefined) {
      rule.keysOf(before as never).forEach((key) => changeOf(key).leaving.add(before));
    }
    if (after !== undefined) {
      rule.keysOf(after as never).forEach((key) => changeOf(key).joining.push(after));
    }
  }
  return changes;
}

/** The components of a sheet. This and every answer below is in the order of ids. */
export function componentsOnSheet(model: PlantModel, sheetId: string): readonly PlantComponent[] {
  return lookUp(model, componentsBySheet, sheetId);
}

/** The components that carry a tag: one at most in a model that keeps the rules. */
export function componentsTagged(model: PlantModel, tag: string): readonly PlantComponent[] {
  return lookUp(model, componentsByTag, foldTag(tag));
}

/** The connections of a sheet. */
export function connectionsOnSheet(model: PlantModel, sheetId: string): readonly Connection[] {
  return lookUp(model, connectionsBySheet, sheetId);
}

/** The connections that begin or end at a component. */
export function connectionsAt(model: PlantModel, componentId: ComponentId): readonly Connection[] {
  return lookUp(model, connectionsByEnd, componentId);
}

/** The connections of a line class. */
export function connectionsOfClass(model: PlantModel, lineClassId: string): readonly Connection[] {
  return lookUp(model, connectionsByClass, lineClassId);
}

/** The bindings of a component. */
export function bindingsOf(model: PlantModel, componentId: ComponentId): readonly Binding[] {
  return lookUp(model, bindingsByComponent, componentId);
}

/** The bindings to a sensor. */
export function bindingsToSensor(model: PlantModel, sensorId: SensorId): readonly Binding[] {
  return lookUp(model, bindingsBySensor, sensorId);
}

/** The sensors with a historian name: one at most in a model that keeps the rules. */
export function sensorsNamed(model: PlantModel, name: string): readonly Sensor[] {
  return lookUp(model, sensorsByName, name);
}

/** The sensors whose history a data source keeps. */
export function sensorsOfSource(model: PlantModel, sourceId: string): readonly Sensor[] {
  return lookUp(model, sensorsBySource, sourceId);
}

/** The data sources with a name: one at most in a model that keeps the rules. */
export function dataSourcesNamed(model: PlantModel, name: string): readonly DataSource[] {
  return lookUp(model, dataSourcesByName, foldTag(name));
}

/** The sheets of an area. */
export function sheetsOfArea(model: PlantModel, areaId: string): readonly Sheet[] {
  return lookUp(model, sheetsByArea, areaId);
}

/** The line classes with a code: one at most in a model that keeps the rules. */
export function lineClassesCoded(model: PlantModel, code: string): readonly LineClass[] {
  return lookUp(model, lineClassesByCode, foldTag(code));
}
