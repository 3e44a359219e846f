import { useMemo } from 'react';
import type { SensorId } from '../../../shared/model/ids';
import { useModel, useSession } from '../../state/appContext';
import { sensorsOfComponents, sensorsOnSheet } from '../sheetSensors';
import { sensorsWithSource } from '../sourceSensors';

/** Which sensors are taken offline. */
export type SensorChoice = 'sheet' | 'selection' | 'all';

/** The sensors of each choice, as far as they have a data source, each once. */
export function useOfflineSensors(): Readonly<Record<SensorChoice, readonly SensorId[]>> {
  const model = useModel((state) => state.model);
  const sheetId = useSession((state) => state.sheetId);
  const selected = useSession((state) => state.selection.components);
  return useMemo(() => {
    if (model === undefined) {
      return { sheet: [], selection: [], all: [] };
    }
    return {
      sheet: sheetId === undefined ? [] : sensorsWithSource(model, sensorsOnSheet(model, sheetId)),
      selection: sensorsWithSource(model, sensorsOfComponents(model, selected)),
      all: sensorsWithSource(model, model.sensors.keys()),
    };
  }, [model, sheetId, selected]);
}
