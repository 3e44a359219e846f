import { useMemo, useRef } from 'react';
import type { ComponentId, SensorId, SheetId } from '../../shared/model/ids';
import { bindingsOf, componentsOnSheet } from '../../shared/model/modelIndex';
import type { PlantModel } from '../../shared/model/plantModel';
import { useModelOnShow, useSession } from '../state/appContext';
import type { Selection } from '../state/sessionStore';

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

/** Those of the watched sensors that the sheet shows. Others are watched for the trends, or ahead of a revision. */
export function useSheetSensors(): ReadonlySet<SensorId> {
  const model = useModelOnShow((state) => state.model);
  const sheetId = useSession((state) => state.sheetId);
  return useMemo(
    () => new Set(model === undefined || sheetId === undefined ? [] : sensorsOnSheet(model, sheetId)),
    [model, sheetId],
  );
}

/** The sensors that events are told of. */
export interface SensorScope {
  readonly sensorIds: readonly SensorId[];
  /** False: nothing with a sensor is selected, so they are the whole sheet's. */
  readonly isOfSelection: boolean;
}

/** The selection's sensors; the whole sheet's while nothing with a sensor is selected. */
export function scopeOf(model: PlantModel, sheetId: SheetId, selection: Selection): SensorScope {
  const selected = sensorsOfComponents(model, selection.components);
  return selected.length > 0
    ? { sensorIds: selected, isOfSelection: true }
    : { sensorIds: sensorsOnSheet(model, sheetId), isOfSelection: false };
}

const noSensors: SensorScope = { sensorIds: [], isOfSelection: false };

/** The scope of what is on show. Stays the same object while it names the same sensors. */
export function useSensorsInScope(): SensorScope {
  const model = useModelOnShow((state) => state.model);
  const sheetId = useSession((state) => state.sheetId);
  const selection = useSession((state) => state.selection);
  const kept = useRef(noSensors);
  const scope = useMemo(
    () => (model === undefined || sheetId === undefined ? noSensors : scopeOf(model, sheetId, selection)),
    [model, sheetId, selection],
  );
  const { sensorIds, isOfSelection } = kept.current;
  const isSame =
    isOfSelection === scope.isOfSelection &&
    sensorIds.length === scope.sensorIds.length &&
    sensorIds.every((id, index) => id === scope.sensorIds[index]);
  if (!isSame) {
    kept.current = scope;
  }
  return kept.current;
}
