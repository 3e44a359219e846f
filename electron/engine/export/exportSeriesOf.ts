import { correctionOf } from '../../../shared/history/correctValue';
import type { Sensor } from '../../../shared/model/plantModel';
import type { OpenPlant } from '../openPlant';
import type { ExportSeries } from './exportRequest';

/**
 * For each of the sensors what is read when it is exported, in the order asked; sensors that the plant does not know are
 * left out. The one place that chooses the sources of an export.
 */
export function exportSeriesOf(plant: OpenPlant, sensorIds: readonly string[]): readonly ExportSeries[] {
  const sensors: ReadonlyMap<string, Sensor> = plant.file.readModel().sensors;
  return sensorIds.flatMap((id) => {
    const sensor = sensors.get(id);
    if (sensor === undefined) {
      return [];
    }
    const { name, unit, sourceUnit, timeOffsetMs } = sensor;
    return {
      sensorName: name,
      unit,
      storedUnit: sourceUnit.trim() === '' ? unit : sourceUnit,
      source: plant.storedHistory,
      seriesName: name,
      correct: correctionOf(sensor),
      timeOffsetMs,
    };
  });
}
