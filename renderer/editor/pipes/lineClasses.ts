import { defaultLineClassId } from '../../../shared/model/emptyModel';
import type { LineClassId, SheetId } from '../../../shared/model/ids';
import { connectionsOnSheet } from '../../../shared/model/modelIndex';
import type { LineClass, PlantModel } from '../../../shared/model/plantModel';

/** A drawing tool draws one of the two. */
export type LineFamily = 'pipe' | 'signal';

/** Impulse lines and capillaries join instruments to pipes, so they belong to the signals. */
function familyOf(lineClass: LineClass): LineFamily {
  return lineClass.kind === 'pipe' ? 'pipe' : 'signal';
}

/** The line classes that a tool can draw, by code. */
export function lineClassesOfKind(model: PlantModel, family: LineFamily): readonly LineClass[] {
  return [...model.lineClasses.values()]
    .filter((lineClass) => familyOf(lineClass) === family)
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

const usual: Readonly<Record<LineFamily, LineClassId>> = {
  pipe: defaultLineClassId('PRC'),
  signal: defaultLineClassId('ELEC'),
};

/** The class that the next line gets: the chosen one while it fits the tool, else what the sheet uses most. */
export function defaultLineClass(
  model: PlantModel,
  family: LineFamily,
  place: { readonly sheetId: SheetId | undefined; readonly chosenId: LineClassId | undefined },
): LineClass | undefined {
  const { sheetId, chosenId } = place;
  const classes = lineClassesOfKind(model, family);
  const chosen = classes.find(({ id }) => id === chosenId);
  if (chosen !== undefined) {
    return chosen;
  }
  const onSheet = sheetId === undefined ? [] : connectionsOnSheet(model, sheetId);
  const uses = new Map<LineClassId, number>();
  onSheet.forEach(({ lineClassId }) => uses.set(lineClassId, (uses.get(lineClassId) ?? 0) + 1));
  const rankOf = ({ id }: LineClass): number => (uses.get(id) ?? 0) + (id === usual[family] ? 0.5 : 0);
  return [...classes].sort((a, b) => rankOf(b) - rankOf(a))[0];
}
