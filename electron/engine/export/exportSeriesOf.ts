import { correctionOf } from '../../../shared/history/correctValue';
import type { HistorySource } from '../../../shared/history/historySource';
import { seriesKeyOf } from '../../../shared/influx/seriesAddress';
import type { DataSourceId } from '../../../shared/model/ids';
import type { Sensor } from '../../../shared/model/plantModel';
import type { OpenPlant } from '../openPlant';
import type { OpenedSource } from '../sources/openedSource';
import type { ExportSeries } from './exportRequest';

/** What is read when sensors are exported. */
export interface ExportSources {
  /** In the order asked; sensors that the plant does not know are left out. */
  readonly series: readonly ExportSeries[];
  /** Closes the connections that were opened for the export. */
  dispose(): void;
}

function seriesOf(sensor: Sensor, place: { readonly source: HistorySource; readonly name: string }): ExportSeries {
  const { name, unit, sourceUnit, timeOffsetMs } = sensor;
  return {
    sensorName: name,
    unit,
    storedUnit: sourceUnit.trim() === '' ? unit : sourceUnit,
    source: place.source,
    seriesName: place.name,
    correct: correctionOf(sensor),
    timeOffsetMs,
  };
}

/**
 * Where the sensors' samples are read: the plant's own history, and each data source over connections of its own, past
 * everything that is kept for interactive reads. Throws an `AppFailure` when a data source does not answer.
 */
export async function exportSeriesOf(
  plant: OpenPlant,
  sensorIds: readonly string[],
  signal: AbortSignal,
): Promise<ExportSources> {
  const sensors: ReadonlyMap<string, Sensor> = plant.file.readModel().sensors;
  const opened = new Map<DataSourceId, OpenedSource>();
  const dispose = (): void => opened.forEach((source) => source.dispose());
  const series: ExportSeries[] = [];
  try {
    for (const sensor of sensorIds.flatMap((id) => sensors.get(id) ?? [])) {
      const { sourceId, address, name } = sensor;
      if (sourceId === undefined || address === undefined) {
        series.push(seriesOf(sensor, { source: plant.own, name }));
        continue;
      }
      const direct = opened.get(sourceId) ?? (await plant.sources.openDirect(sourceId, signal));
      opened.set(sourceId, direct);
      series.push(seriesOf(sensor, { source: direct.remote, name: seriesKeyOf(address) }));
    }
  } catch (error) {
    dispose();
    throw error;
  }
  return { series, dispose };
}
