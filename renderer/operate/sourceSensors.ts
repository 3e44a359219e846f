import type { HistoryExtent } from '../../shared/contract/calls';
import type { SourceStatus } from '../../shared/contract/sourceCalls';
import type { SensorId } from '../../shared/model/ids';
import type { PlantModel } from '../../shared/model/plantModel';

/** Those of some sensors whose history lives in a data source. */
export function sensorsWithSource(model: PlantModel, sensorIds: Iterable<SensorId>): readonly SensorId[] {
  return [...sensorIds].filter((id) => model.sensors.get(id)?.sourceId !== undefined);
}

/** All sensors whose data source does not answer. */
export function unreachableSensors(
  model: PlantModel,
  statuses: ReadonlyMap<string, SourceStatus>,
): ReadonlySet<SensorId> {
  const isFailing = (sourceId: string | undefined): boolean =>
    sourceId !== undefined && statuses.get(sourceId)?.phase === 'failing';
  return new Set([...model.sensors.values()].filter(({ sourceId }) => isFailing(sourceId)).map(({ id }) => id));
}

/** How often the fastest of some sensors has a new sample: as stated, else as learned; undefined: not known of any. */
export function shortestPeriodMs(
  model: PlantModel,
  extent: HistoryExtent | undefined,
  sensorIds: readonly SensorId[],
): number | undefined {
  const learned = new Map(extent?.series.map(({ name, typicalPeriodMs }) => [name, typicalPeriodMs]));
  const periods = sensorIds.flatMap((id) => {
    const sensor = model.sensors.get(id);
    return (sensor && (sensor.expectedPeriodMs ?? learned.get(sensor.name))) ?? [];
  });
  return periods.length === 0 ? undefined : periods.reduce((a, b) => Math.min(a, b));
}

/** For so long after its time a sample of the plant's data sources may still arrive. */
export function lateDataMs(model: PlantModel): number {
  return [...model.dataSources.values()].reduce((most, source) => Math.max(most, source.lateDataMs), 0);
}
