import { diffModels } from '../../model/diffModels';
import { isLayoutField } from '../../model/entityTables';
import type { EntityChange, EntityKind, FieldValue } from '../../model/modelPatch';
import type { PlantModel } from '../../model/plantModel';

/** One field that differs between two states of an entity. */
export interface FieldDifference {
  /** As patches name it: `tag`, `properties.service`. */
  readonly path: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
  /** Only says where something is drawn. */
  readonly layout: boolean;
}

/** One entity that differs between two states of a plant. */
export interface ModelDifference {
  readonly kind: EntityKind;
  readonly id: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Of a changed one; what is said about the plant first, then the layout. */
  readonly fields: readonly FieldDifference[];
}

function differenceOf(change: EntityChange): ModelDifference {
  const { kind, id } = change;
  if (change.change !== 'update') {
    return { kind, id, change: change.change === 'create' ? 'added' : 'removed', fields: [] };
  }
  const fields = Object.entries(change.fields).map(([path, { before, after }]): FieldDifference => ({
    path,
    before,
    after,
    layout: isLayoutField(kind, path),
  }));
  return {
    kind,
    id,
    change: 'changed',
    fields: fields.sort((one, other) => Number(one.layout) - Number(other.layout)),
  };
}

/** What differs between two states of a plant, in the order of the kinds. What both share costs nothing. */
export function compareModels(before: PlantModel, after: PlantModel): readonly ModelDifference[] {
  return diffModels(before, after).changes.map(differenceOf);
}

/** Whether only the layout of an entity differs. */
export function isLayoutOnly({ change, fields }: ModelDifference): boolean {
  return change === 'changed' && fields.every(({ layout }) => layout);
}
