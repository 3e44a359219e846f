import { type AnyEntity, entitiesOf } from './entityCollections';
import type { EntityTypes } from './entityTables';
import { diffEntities } from './diffModels';
import type { ComponentId, SensorId } from './ids';
import {
  bindingsOf,
  bindingsToSensor,
  componentsOnSheet,
  componentsTagged,
  connectionsAt,
  connectionsOfClass,
  connectionsOnSheet,
  sensorsNamed,
  sensorsOfSource,
  sheetsOfArea,
} from './modelIndex';
import { foldTag } from './foldTag';
import { type EntityKind, entityKinds, type ModelPatch } from './modelPatch';
import type { Binding, Connection, PlantComponent, PlantModel, Sensor, Sheet } from './plantModel';

/**
 * A model with changes laid over it, while a command works them out or a rule looks at them. The model itself is
 * never touched, and asking costs what was changed, not what the plant holds.
 */
export class ModelDraft {
  readonly base: PlantModel;
  readonly #overlay: ReadonlyMap<EntityKind, Map<string, AnyEntity | undefined>>;
  /** Those of the overlay that are there, so that a long deletion does not make every question longer. */
  readonly #present: ReadonlyMap<EntityKind, Map<string, AnyEntity>>;
  /** How often each tag stands among the present ones. */
  readonly #presentTags = new Map<string, number>();

  constructor(base: PlantModel) {
    this.base = base;
    this.#overlay = new Map(entityKinds.map((kind) => [kind, new Map()]));
    this.#present = new Map(entityKinds.map((kind) => [kind, new Map()]));
  }

  /** The entity as it stands now, changes included. */
  get<Kind extends EntityKind>(kind: Kind, id: string): EntityTypes[Kind] | undefined {
    const changes = this.#changes(kind);
    return changes.has(id) ? changes.get(id) : entitiesOf(this.base, kind).get(id);
  }

  /** Adds an entity, or replaces the one with its id. */
  put<Kind extends EntityKind>(kind: Kind, entity: EntityTypes[Kind]): void {
    this.#countTag(kind, entity.id, -1);
    this.#changes(kind).set(entity.id, entity);
    this.#present.get(kind)?.set(entity.id, entity);
    this.#countTag(kind, entity.id, 1);
  }

  /** Takes an entity away; that it is not there is fine. */
  remove(kind: EntityKind, id: string): void {
    this.#countTag(kind, id, -1);
    this.#changes(kind).set(id, undefined);
    this.#present.get(kind)?.delete(id);
  }

  /** The ids of what was put or removed. */
  touched(kind: EntityKind): readonly string[] {
    return [...this.#changes(kind).keys()];
  }

  /** Every entity of a kind, changes included. */
  all<Kind extends EntityKind>(kind: Kind): readonly EntityTypes[Kind][] {
    return this.#overlaid(kind, [...entitiesOf(this.base, kind).values()], () => true);
  }

  componentsOnSheet(sheetId: string): readonly PlantComponent[] {
    return this.#overlaid('component', componentsOnSheet(this.base, sheetId), (it) => it.sheetId === sheetId);
  }

  /** Whether a component carries a tag; answered without going through what was changed. */
  isTagTaken(tag: string): boolean {
    const changes = this.#changes('component');
    return (
      (this.#presentTags.get(foldTag(tag)) ?? 0) > 0 ||
      componentsTagged(this.base, tag).some(({ id }) => !changes.has(id))
    );
  }

  connectionsOnSheet(sheetId: string): readonly Connection[] {
    return this.#overlaid('connection', connectionsOnSheet(this.base, sheetId), (it) => it.sheetId === sheetId);
  }

  connectionsAt(id: ComponentId): readonly Connection[] {
    const isEnd = ({ from, to }: Connection): boolean => from.componentId === id || to.componentId === id;
    return this.#overlaid('connection', connectionsAt(this.base, id), isEnd);
  }

  connectionsOfClass(id: string): readonly Connection[] {
    return this.#overlaid('connection', connectionsOfClass(this.base, id), (it) => it.lineClassId === id);
  }

  bindingsOf(id: ComponentId): readonly Binding[] {
    return this.#overlaid('binding', bindingsOf(this.base, id), (it) => it.componentId === id);
  }

  bindingsToSensor(id: SensorId): readonly Binding[] {
    return this.#overlaid('binding', bindingsToSensor(this.base, id), (it) => it.sensorId === id);
  }

  sensorsNamed(name: string): readonly Sensor[] {
    return this.#overlaid('sensor', sensorsNamed(this.base, name), (it) => it.name === name);
  }

  sensorsOfSource(id: string): readonly Sensor[] {
    return this.#overlaid('sensor', sensorsOfSource(this.base, id), (it) => it.sourceId === id);
  }

  sheetsOfArea(id: string): readonly Sheet[] {
    return this.#overlaid('sheet', sheetsOfArea(this.base, id), (it) => it.areaId === id);
  }

  /** What was changed, against the model below. Entities put back as they were do not show. */
  patch(): ModelPatch {
    return {
      changes: entityKinds.flatMap((kind) => {
        const before = entitiesOf(this.base, kind);
        return [...this.#changes(kind)].flatMap(([id, after]) => diffEntities(kind, before.get(id), after) ?? []);
      }),
    };
  }

  #countTag(kind: EntityKind, id: string, by: 1 | -1): void {
    const component = kind === 'component' ? this.#changes('component').get(id) : undefined;
    if (component !== undefined) {
      const tag = foldTag(component.tag);
      this.#presentTags.set(tag, (this.#presentTags.get(tag) ?? 0) + by);
    }
  }

  #overlaid<Kind extends EntityKind>(
    kind: Kind,
    below: readonly EntityTypes[Kind][],
    isMeant: (entity: EntityTypes[Kind]) => boolean,
  ): readonly EntityTypes[Kind][] {
    const changes = this.#changes(kind);
    if (changes.size === 0) {
      return below;
    }
    const untouched = below.filter(({ id }) => !changes.has(id));
    const present = this.#present.get(kind) as unknown as ReadonlyMap<string, EntityTypes[Kind]>;
    return [...untouched, ...[...present.values()].filter(isMeant)];
  }

  #changes<Kind extends EntityKind>(kind: Kind): Map<string, EntityTypes[Kind] | undefined> {
    return this.#overlay.get(kind) as Map<string, EntityTypes[Kind] | undefined>;
  }
}
