import { entitiesOf } from './entityCollections';
import type { ComponentId, SensorId } from './ids';
import type { ModelDraft } from './modelDraft';
import {
  bindingsOf,
  bindingsToSensor,
  componentsOnSheet,
  connectionsAt,
  connectionsOfClass,
  connectionsOnSheet,
  sensorsOfSource,
  sheetsOfArea,
} from './modelIndex';
import { type EntityKind, entityKinds } from './modelPatch';
import type { PlantComponent, PlantModel } from './plantModel';

type Affected = ReadonlyMap<EntityKind, Set<string>>;

/** Whether what refers to a component may no longer fit it. A component that only moved is as it was for them. */
function isOtherForReferrers(before: PlantComponent, after: PlantComponent | undefined): boolean {
  return (
    after === undefined ||
    after.sheetId !== before.sheetId ||
    after.symbolId !== before.symbolId ||
    after.nozzles !== before.nozzles
  );
}

function addComponentReferrers(draft: ModelDraft, affected: Affected): void {
  for (const id of draft.touched('component')) {
    const before = draft.base.components.get(id as ComponentId);
    if (before !== undefined && isOtherForReferrers(before, draft.get('component', id))) {
      connectionsAt(draft.base, before.id).forEach((it) => affected.get('connection')?.add(it.id));
      bindingsOf(draft.base, before.id).forEach((it) => affected.get('binding')?.add(it.id));
    }
  }
}

function gone(draft: ModelDraft, kind: EntityKind): readonly string[] {
  return draft.touched(kind).filter((id) => draft.get(kind, id) === undefined);
}

function addReferrersOfGone(draft: ModelDraft, affected: Affected): void {
  const { base } = draft;
  const add = (kind: EntityKind, entities: readonly { readonly id: string }[]): void =>
    entities.forEach(({ id }) => affected.get(kind)?.add(id));
  gone(draft, 'area').forEach((id) => add('sheet', sheetsOfArea(base, id)));
  gone(draft, 'sheet').forEach((id) => {
    add('component', componentsOnSheet(base, id));
    add('connection', connectionsOnSheet(base, id));
  });
  gone(draft, 'lineClass').forEach((id) => add('connection', connectionsOfClass(base, id)));
  gone(draft, 'dataSource').forEach((id) => add('sensor', sensorsOfSource(base, id)));
  gone(draft, 'sensor').forEach((id) => add('binding', bindingsToSensor(base, id as SensorId)));
}

/** The ids of what changed and of what refers to it: all that a rule could break by the changes of a draft. */
export function affectedIds(draft: ModelDraft): (kind: EntityKind) => Iterable<string> {
  const affected: Affected = new Map(entityKinds.map((kind) => [kind, new Set(draft.touched(kind))]));
  addComponentReferrers(draft, affected);
  addReferrersOfGone(draft, affected);
  return (kind) => affected.get(kind) ?? [];
}

/** The ids of everything in a model. */
export function allIds(model: PlantModel): (kind: EntityKind) => Iterable<string> {
  return (kind) => entitiesOf(model, kind).keys();
}
