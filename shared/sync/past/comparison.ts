import {
  type AnyEntity,
  collectionsOf,
  type EntityCollections,
  entitiesOf,
  modelOfCollections,
} from '../../model/entityCollections';
import type { ComponentId, ConnectionId, SheetId } from '../../model/ids';
import { bindingsToSensor } from '../../model/modelIndex';
import { type EntityKind, entityKinds } from '../../model/modelPatch';
import type { Binding, Connection, PlantComponent, PlantModel } from '../../model/plantModel';
import { compareModels, isLayoutOnly, type ModelDifference } from './compareModels';
import { nameInModel } from './pastWords';

/** Where on the drawing a difference is seen. */
export interface DifferencePlace {
  readonly sheetId: SheetId;
  readonly componentId: ComponentId | undefined;
  readonly connectionId: ConnectionId | undefined;
}

/** One difference as it is listed and marked. */
export interface ListedDifference extends ModelDifference {
  readonly key: string;
  readonly name: string;
  readonly isLayoutOnly: boolean;
  /** Undefined: it is nowhere on a drawing. */
  readonly place: DifferencePlace | undefined;
}

/** Two states of a plant side by side. */
export interface Comparison {
  readonly before: PlantModel;
  readonly after: PlantModel;
  /** The later state with what was removed still in it, to be drawn. */
  readonly drawing: PlantModel;
  /** Added, then removed, then changed, then what only moved. */
  readonly differences: readonly ListedDifference[];
}

function withRemoved(before: PlantModel, after: PlantModel): PlantModel {
  const [old, current] = [collectionsOf(before), collectionsOf(after)];
  const made = entityKinds.map((kind): [EntityKind, ReadonlyMap<string, AnyEntity>] => {
    const [was, is]: readonly ReadonlyMap<string, AnyEntity>[] = [old[kind], current[kind]];
    const removed = [...(was ?? [])].filter(([id]) => is?.has(id) !== true);
    return [kind, kind === 'plant' || removed.length === 0 ? current[kind] : new Map([...(is ?? []), ...removed])];
  });
  return modelOfCollections(Object.fromEntries(made) as unknown as EntityCollections);
}

function componentPlace(model: PlantModel, id: string): DifferencePlace | undefined {
  const component = model.components.get(id as ComponentId);
  return component && { sheetId: component.sheetId, componentId: component.id, connectionId: undefined };
}

/** Where an entity is seen: a binding and a sensor at the component that shows them. */
function placeOf(model: PlantModel, kind: EntityKind, id: string): DifferencePlace | undefined {
  const entity = entitiesOf(model, kind).get(id);
  switch (kind) {
    case 'component':
      return componentPlace(model, (entity as PlantComponent | undefined)?.id ?? '');
    case 'connection': {
      const line = entity as Connection | undefined;
      return line && { sheetId: line.sheetId, componentId: undefined, connectionId: line.id };
    }
    case 'binding':
      return componentPlace(model, (entity as Binding | undefined)?.componentId ?? '');
    case 'sensor': {
      const [binding] = bindingsToSensor(model, id as Binding['sensorId']);
      return binding && componentPlace(model, binding.componentId);
    }
    case 'sheet':
      return entity && { sheetId: id as SheetId, componentId: undefined, connectionId: undefined };
    default:
      return undefined;
  }
}

const order = { added: 0, removed: 1, changed: 2 } as const;

/** Compares two states of a plant for a person to look at. */
export function comparisonOf(before: PlantModel, after: PlantModel): Comparison {
  const drawing = withRemoved(before, after);
  const listed = compareModels(before, after).map((difference): ListedDifference => {
    const { kind, id, change } = difference;
    return {
      ...difference,
      key: `${kind} ${id}`,
      name: nameInModel(change === 'removed' ? before : after, kind, id),
      isLayoutOnly: isLayoutOnly(difference),
      place: placeOf(drawing, kind, id),
    };
  });
  const rank = ({ change, isLayoutOnly: isMoved }: ListedDifference): number => (isMoved ? 3 : order[change]);
  return { before, after, drawing, differences: listed.sort((one, other) => rank(one) - rank(other)) };
}
