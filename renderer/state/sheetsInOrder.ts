import type { PlantModel, Sheet } from '../../shared/model/plantModel';

const lists = new WeakMap<PlantModel['sheets'], readonly Sheet[]>();

/** The plant's sheets as lists show them: by area, then order, then name. Sheets without an area come first. */
export function sheetsInOrder(model: PlantModel): readonly Sheet[] {
  const known = lists.get(model.sheets);
  if (known !== undefined) {
    return known;
  }
  const areaOrder = ({ areaId }: Sheet): number => (areaId === undefined ? -1 : (model.areas.get(areaId)?.order ?? -1));
  const list = [...model.sheets.values()].sort(
    (a, b) => areaOrder(a) - areaOrder(b) || a.order - b.order || a.name.localeCompare(b.name),
  );
  lists.set(model.sheets, list);
  return list;
}
