import { correctionOf } from '../../../shared/history/correctValue';
import type { HistorySource, SeriesSummary } from '../../../shared/history/historySource';
import type { AgePolicy } from '../../../shared/history/valueState';
import type { Sensor } from '../../../shared/model/plantModel';

/** What is needed to read and judge the values of one sensor. */
export interface BoundSensor {
  readonly name: string;
  readonly timeOffsetMs: number;
  /** Undefined: the stored values are the shown ones. */
  readonly correct: ((value: number) => number) | undefined;
  readonly policy: AgePolicy;
}

/** Sensors that can be read with one question, because their times are shifted alike. */
export interface SensorGroup {
  readonly timeOffsetMs: number;
  readonly names: readonly string[];
  readonly sensors: readonly BoundSensor[];
  /** For each, its place in the list that was asked for. */
  readonly places: readonly number[];
}

/** Finds what to ask the source for when sensors are asked for. */
export interface SensorLookup {
  /** Sensors that the model does not know are in no group. */
  groupsOf(sensorIds: readonly string[]): Promise<readonly SensorGroup[]>;
  summaries(): Promise<ReadonlyMap<string, SeriesSummary>>;
  /** Forgets what the source said of its series. */
  refresh(): void;
}

function bind(sensor: Sensor, series: SeriesSummary | undefined): BoundSensor {
  return {
    name: sensor.name,
    timeOffsetMs: sensor.timeOffsetMs,
    correct: correctionOf(sensor),
    policy: {
      expectedPeriodMs: sensor.expectedPeriodMs ?? series?.typicalPeriodMs,
      maximumAgeMs: sensor.maximumAgeMs,
    },
  };
}

/** Looks sensors up in the model as it is at each call. */
export function createSensorLookup(source: HistorySource, sensors: () => ReadonlyMap<string, Sensor>): SensorLookup {
  // The answer serves every later caller, so no single caller's signal may end it.
  const unending = new AbortController().signal;
  let summaries: Promise<ReadonlyMap<string, SeriesSummary>> | undefined;
  let bound = new WeakMap<Sensor, BoundSensor>();

  const readSummaries = (): Promise<ReadonlyMap<string, SeriesSummary>> => {
    summaries ??= source
      .describe(unending)
      .then((series) => new Map(series.map((summary) => [summary.name, summary])))
      .catch((error: unknown) => {
        summaries = undefined;
        throw error;
      });
    return summaries;
  };

  return {
    summaries: readSummaries,
    refresh: () => {
      summaries = undefined;
      bound = new WeakMap();
    },
    groupsOf: async (sensorIds) => {
      const known = await readSummaries();
      const model = sensors();
      const groups = new Map<number, { names: string[]; sensors: BoundSensor[]; places: number[] }>();
      sensorIds.forEach((id, place) => {
        const sensor = model.get(id);
        if (sensor === undefined) {
          return;
        }
        const member = bound.get(sensor) ?? bind(sensor, known.get(sensor.name));
        bound.set(sensor, member);
        const group = groups.get(member.timeOffsetMs) ?? { names: [], sensors: [], places: [] };
        groups.set(member.timeOffsetMs, group);
        group.names.push(member.name);
        group.sensors.push(member);
        group.places.push(place);
      });
      return [...groups].map(([timeOffsetMs, group]) => ({ timeOffsetMs, ...group }));
    },
  };
}
