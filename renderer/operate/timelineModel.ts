import { useMemo } from 'react';
import type { PlantModel } from '../../shared/model/plantModel';
import { useModel, useModelOnShow } from '../state/appContext';

/** The model on show as the rows over time need it: with the sensors of today too, since trends stay open, and all notes. */
export function timelineModelOf(shown: PlantModel, today: PlantModel): PlantModel {
  const sensors = shown.sensors === today.sensors ? shown.sensors : new Map([...today.sensors, ...shown.sensors]);
  return shown === today ? shown : { ...shown, sensors, notes: today.notes };
}

/** The model of the rows over time; undefined while no plant is open. */
export function useTimelineModel(): PlantModel | undefined {
  const shown = useModelOnShow((state) => state.model);
  const today = useModel((state) => state.model);
  return useMemo(
    () => (shown === undefined || today === undefined ? shown : timelineModelOf(shown, today)),
    [shown, today],
  );
}
