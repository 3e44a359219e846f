import type { BrowsedSeries } from '../../../../shared/contract/sourceCalls';
import { seriesKeyOf } from '../../../../shared/influx/seriesAddress';
import type { NewSensor } from '../../../../shared/model/commands/editSensors';
import type { DataSourceId } from '../../../../shared/model/ids';
import { bindingsToSensor } from '../../../../shared/model/modelIndex';
import type { PlantModel, Sensor } from '../../../../shared/model/plantModel';
import { ageText, numberText } from '../../../../shared/schematic/valueText';
import type { BindSubject } from '../../binding/bindSubject';
import { type BoundPlace, boundPlaces } from '../sensorRows';

/** The sensors that series of a data source are in this plant, by the keys of their addresses. */
export type PlantSeries = ReadonlyMap<string, Sensor>;

/** Which series of a data source are sensors of this plant already. */
export function plantSeriesOf({ sensors }: Pick<PlantModel, 'sensors'>, sourceId: DataSourceId): PlantSeries {
  const known = new Map<string, Sensor>();
  for (const sensor of sensors.values()) {
    if (sensor.sourceId === sourceId && sensor.address !== undefined) {
      known.set(seriesKeyOf(sensor.address), sensor);
    }
  }
  return known;
}

/** What is bound when a series is carried to a component: the sensor that it is, with all that is known of that. */
export function subjectOf(sourceId: DataSourceId, series: BrowsedSeries, sensor: Sensor | undefined): BindSubject {
  return sensor === undefined ? { kind: 'series', sourceId, series } : { kind: 'sensor', sensorId: sensor.id };
}

/** The sensor that a series would become. */
export function newSensorOf({ name, address, unit, kind }: BrowsedSeries): NewSensor {
  return { name, address, unit, kind };
}

/** Those of the picked series that are no sensors yet. */
export function addable(picked: ReadonlyMap<string, BrowsedSeries>, known: PlantSeries): readonly BrowsedSeries[] {
  return [...picked].flatMap(([key, series]) => (known.has(key) ? [] : [series]));
}

/** What a series is in the plant, as its row says it. */
export interface SeriesInPlant {
  /** Undefined: no sensor yet. */
  readonly sensor: Sensor | undefined;
  readonly places: readonly BoundPlace[];
}

/** What a series is in the plant. */
export function seriesInPlant(model: PlantModel, known: PlantSeries, key: string): SeriesInPlant {
  const sensor = known.get(key);
  const places =
    sensor === undefined ? [] : boundPlaces(model, { sensor, bindings: bindingsToSensor(model, sensor.id) });
  return { sensor, places };
}

/** How old a sample is by its source's own clock, which runs `skewMs` ahead of ours. Empty without a sample. */
export function ageWords(timeMs: number, nowMs: number, skewMs: number): string {
  return ageText(nowMs + skewMs - timeMs);
}

const digits = 4;
const mostDecimals = 3;

/** A value whose range nobody has stated: four digits, at most three of them after the point. */
export function rawValueText(value: number): string {
  if (Number.isInteger(value)) {
    return numberText(value, 0);
  }
  const before = Math.max(1, Math.floor(Math.log10(Math.abs(value))) + 1);
  return numberText(value, Math.min(mostDecimals, Math.max(0, digits - before)));
}
