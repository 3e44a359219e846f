import { useMemo } from 'react';
import type { ComponentId, SensorId, SheetId } from '../../shared/model/ids';
import { bindingsOf, componentsOnSheet } from '../../shared/model/modelIndex';
import type { PlantModel } from '../../shared/model/plantModel';
import { useModel, useSession } from '../state/appContext';

/** The sensors bound to some components, each once. */
export function sensorsOfComponents(model: PlantModel, componentIds: Iterable<ComponentId>): readonly SensorId[] {
  const found = new Set<SensorId>();
  for (const id of componentIds) {
    bindingsOf(model, id).forEach(({ sensorId }) => found.add(sensorId));
  }
  return [...found];
}

/** The sensors whose values a sheet shows, each once, in a steady order. */
export function sensorsOnSheet(model: PlantModel, sheetId: SheetId): readonly SensorId[] {
  const ids = componentsOnSheet(model, sheetId).map((component) => component.id);
  return [...sensorsOfComponents(model, ids)].sort();
}

/** How many of the watched sensors the sheet shows. They come first; the trends' own come after. */
export function useSheetSensorCount(): number {
  const model = useModel((state) => state.model);
  const sheetId = useSession((state) => state.sheetId);
  return useMemo(
    () => (model === undefined || sheetId === undefined ? 0 : sensorsOnSheet(model, sheetId).length),
    [model, sheetId],
  );
}
