import { componentsOnSheet } from '../../../shared/model/modelIndex';
import type { Area, PlantModel, Sheet } from '../../../shared/model/plantModel';

/** An area with its sheets, in the order of the tree. `area` is undefined for sheets of no area. */
export interface SheetBranch {
  readonly area: Area | undefined;
  readonly sheets: readonly SheetLeaf[];
}

/** One sheet with the number of things on it. */
export interface SheetLeaf {
  readonly sheet: Sheet;
  readonly componentCount: number;
}

const inOrder = (a: { order: number; name: string }, b: { order: number; name: string }): number =>
  a.order - b.order || (a.name < b.name ? -1 : 1);

/** The tree of areas and sheets. Sheets without an area stand first. */
export function sheetTreeOf(model: PlantModel): readonly SheetBranch[] {
  const leaves = [...model.sheets.values()]
    .sort(inOrder)
    .map((sheet) => ({ sheet, componentCount: componentsOnSheet(model, sheet.id).length }));
  const areas = [...model.areas.values()].sort(inOrder);
  const loose = leaves.filter(({ sheet }) => sheet.areaId === undefined || !model.areas.has(sheet.areaId));
  return [
    ...(loose.length === 0 ? [] : [{ area: undefined, sheets: loose }]),
    ...areas.map((area) => ({ area, sheets: leaves.filter(({ sheet }) => sheet.areaId === area.id) })),
  ];
}
