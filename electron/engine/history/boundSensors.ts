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

/** Where the samples of a sensor are: a source, and the series' name there. */
export interface SensorPlace {
  readonly source: HistorySource;
  readonly name: string;
}

/** Finds a sensor's place; undefined: it has no history anywhere. */
export type LocateSensor = (sensor: Sensor) => SensorPlace | undefined;

/** Sensors that can be read with one question: of one source, their times shifted alike. */
export interface SensorGroup {
  readonly source: HistorySource;
  readonly timeOffsetMs: number;
  readonly names: readonly string[];
  readonly sensors: readonly BoundSensor[];
  /** For each, its place in the list that was asked for. */
  readonly places: readonly number[];
}

/** What to read of a group. */
export type GroupOutline = Pick<SensorGroup, 'source' | 'timeOffsetMs' | 'names'>;

/** Finds what to ask the sources for when sensors are asked for. */
export interface SensorLookup {
  /** Sensors that the model does not know, or that have no place, are in no group. */
  groupsOf(sensorIds: readonly string[]): Promise<readonly SensorGroup[]>;
  /** The groups that `groupsOf` will answer, in its order, without what the sources have to be asked for. */
  outlinesOf(sensorIds: readonly string[]): readonly GroupOutline[];
  /** What a source says of its series, these among them; undefined for one it does not hold. Asked once, then remembered. */
  summariesOf(source: HistorySource, names: readonly string[]): Promise<ReadonlyMap<string, SeriesSummary | undefined>>;
  /** Forgets what the sources said of their series. */
  refresh(): void;
}

function bind(sensor: Sensor, place: SensorPlace, series: SeriesSummary | undefined): BoundSensor {
  return {
    name: place.name,
    timeOffsetMs: sensor.timeOffsetMs,
    correct: correctionOf(sensor),
    policy: {
      expectedPeriodMs: sensor.expectedPeriodMs ?? series?.typicalPeriodMs,
      maximumAgeMs: sensor.maximumAgeMs,
    },
  };
}

/** What one source said of its series; undefined for a name it does not hold. */
interface Known {
  readonly summaries: Map<string, SeriesSummary | undefined>;
  readonly asked: Map<string, Promise<void>>;
}

/** Asks a source about series; a name that is being asked about already is not asked about again. */
function ask(source: HistorySource, known: Known, names: readonly string[]): void {
  // The answer serves every later caller, so no single caller's signal may end it.
  const unending = new AbortController().signal;
  const answer = source.describe(unending, names).then((series) => {
    names.forEach((name) => known.summaries.set(name, undefined));
    series.forEach((summary) => known.summaries.set(summary.name, summary));
  });
  names.forEach((name) => known.asked.set(name, answer));
  const forget = (): void => names.forEach((name) => known.asked.delete(name));
  answer.then(forget, forget);
}

/** Remembers what each source said of its series. */
function createSummaries(): Pick<SensorLookup, 'summariesOf' | 'refresh'> {
  let bySource = new Map<HistorySource, Known>();
  return {
    refresh: () => {
      bySource = new Map();
    },
    summariesOf: async (source, names) => {
      const known: Known = bySource.get(source) ?? { summaries: new Map(), asked: new Map() };
      bySource.set(source, known);
      const missing = names.filter((name) => !known.summaries.has(name));
      const unasked = new Set(missing.filter((name) => !known.asked.has(name)));
      if (unasked.size > 0) {
        ask(source, known, [...unasked]);
      }
      await Promise.all(new Set(missing.flatMap((name) => known.asked.get(name) ?? [])));
      return known.summaries;
    },
  };
}

interface Asked {
  readonly sensor: Sensor;
  readonly at: SensorPlace;
  /** Index in the list that was asked for. */
  readonly place: number;
}

function askedBySource(
  sensorIds: readonly string[],
  model: ReadonlyMap<string, Sensor>,
  locate: LocateSensor,
): ReadonlyMap<HistorySource, readonly Asked[]> {
  const bySource = new Map<HistorySource, Asked[]>();
  sensorIds.forEach((id, place) => {
    const sensor = model.get(id);
    const at = sensor && locate(sensor);
    if (sensor !== undefined && at !== undefined) {
      const asked = bySource.get(at.source) ?? [];
      bySource.set(at.source, asked);
      asked.push({ sensor, at, place });
    }
  });
  return bySource;
}

/** The sensors of one source by how their times are shifted. */
function byOffset(asked: readonly Asked[]): ReadonlyMap<number, readonly Asked[]> {
  const groups = new Map<number, Asked[]>();
  for (const one of asked) {
    const group = groups.get(one.sensor.timeOffsetMs) ?? [];
    groups.set(one.sensor.timeOffsetMs, group);
    group.push(one);
  }
  return groups;
}

function outlineOf(source: HistorySource, timeOffsetMs: number, asked: readonly Asked[]): GroupOutline {
  return { source, timeOffsetMs, names: asked.map(({ at }) => at.name) };
}

/** Looks sensors up in the model as it is at each call. */
export function createSensorLookup(locate: LocateSensor, sensors: () => ReadonlyMap<string, Sensor>): SensorLookup {
  const { summariesOf, refresh } = createSummaries();
  let bound = new WeakMap<Sensor, { readonly source: HistorySource; readonly member: BoundSensor }>();

  return {
    summariesOf,
    refresh: () => {
      refresh();
      bound = new WeakMap();
    },
    outlinesOf: (sensorIds) =>
      [...askedBySource(sensorIds, sensors(), locate)].flatMap(([source, asked]) =>
        [...byOffset(asked)].map(([timeOffsetMs, some]) => outlineOf(source, timeOffsetMs, some)),
      ),
    groupsOf: async (sensorIds) => {
      const groups: SensorGroup[] = [];
      for (const [source, asked] of askedBySource(sensorIds, sensors(), locate)) {
        const known = await summariesOf(
          source,
          asked.map(({ at }) => at.name),
        );
        const boundOf = ({ sensor, at }: Asked): BoundSensor => {
          const before = bound.get(sensor);
          const member = before?.source === source ? before.member : bind(sensor, at, known.get(at.name));
          bound.set(sensor, { source, member });
          return member;
        };
        for (const [timeOffsetMs, some] of byOffset(asked)) {
          const places = some.map(({ place }) => place);
          groups.push({ ...outlineOf(source, timeOffsetMs, some), sensors: some.map(boundOf), places });
        }
      }
      return groups;
    },
  };
}
