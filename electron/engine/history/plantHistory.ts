import type {
  HistoryExtent,
  PlantEvents,
  PlantFrames,
  PlantSnapshot,
  PlantWindow,
} from '../../../shared/contract/calls';
import { throwIfAborted } from '../../../shared/history/abortError';
import type { Coverage } from '../../../shared/history/coverage';
import type {
  FrameGrid,
  FrameTile,
  HistorySource,
  SeriesSummary,
  Snapshot,
} from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import { valueState, valueStateOf } from '../../../shared/history/valueState';
import type { Sensor } from '../../../shared/model/plantModel';
import { createSensorLookup, type LocateSensor, type SensorGroup, type SensorLookup } from './boundSensors';
import { readEvents } from './eventReader';
import { findNextChange } from './nextChange';
import { createPacer, type Pacer } from './pacer';
import { readWindows } from './windowReader';

/** A moment at which a sensor changes; empty when there is none. */
export interface PlantChange {
  readonly timeMs?: number;
  readonly sensorId?: string;
}

/** History by sensor: corrected, in the sensors' own units and times, with states. Answers in the contract's shapes. */
export interface PlantHistory {
  describe(signal: AbortSignal): Promise<HistoryExtent>;
  readSnapshot(sensorIds: readonly string[], timeMs: number, signal: AbortSignal): Promise<PlantSnapshot>;
  readFrames(sensorIds: readonly string[], grid: FrameGrid, signal: AbortSignal): Promise<PlantFrames>;
  readWindows(
    sensorIds: readonly string[],
    asked: TimeRange & { readonly points: number },
    signal: AbortSignal,
  ): Promise<readonly PlantWindow[]>;
  findNextChange(
    sensorIds: readonly string[],
    from: { readonly fromMs: number; readonly direction: 1 | -1 },
    signal: AbortSignal,
  ): Promise<PlantChange>;
  /** What happened to the sensors in a range of shown time; see the contract. */
  findEvents(
    sensorIds: readonly string[],
    asked: TimeRange & { readonly most: number },
    signal: AbortSignal,
  ): Promise<PlantEvents>;
  /** To be called after samples were added or removed: learned periods and the extent are read anew. */
  refresh(): void;
}

/** Where the histories of a plant's sensors are. */
export interface PlantPlaces {
  readonly locate: LocateSensor;
  /** The source whose series are all told of in `describe`, those without a sensor too. */
  readonly own: HistorySource;
  /** Where all of these series of a source can be read without asking elsewhere. */
  readonly hereOf: (source: HistorySource, names: readonly string[], range: TimeRange) => Coverage;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A source that had a sample so short a while ago is taken to go on. */
const liveWithinMs = 3_600_000;

/** What is known of sensors whose history is elsewhere than in the plant, named as the sensors are. */
async function describeElsewhere(
  places: PlantPlaces,
  lookup: SensorLookup,
  sensors: Iterable<Sensor>,
): Promise<readonly SeriesSummary[]> {
  const bySource = new Map<HistorySource, { readonly sensor: Sensor; readonly name: string }[]>();
  for (const sensor of sensors) {
    const place = places.locate(sensor);
    if (place !== undefined && place.source !== places.own) {
      const members = bySource.get(place.source) ?? [];
      bySource.set(place.source, members);
      members.push({ sensor, name: place.name });
    }
  }
  const found: SeriesSummary[] = [];
  for (const [source, members] of bySource) {
    const known = await lookup.summariesOf(
      source,
      members.map(({ name }) => name),
    );
    for (const { sensor, name } of members) {
      const summary = known.get(name);
      if (summary !== undefined) {
        found.push({ ...summary, name: sensor.name, unit: sensor.unit, description: sensor.description });
      }
    }
  }
  return found;
}

function least(numbers: readonly (number | undefined)[]): number | undefined {
  return numbers.reduce(
    (left, right) => (left === undefined || (right !== undefined && right < left) ? right : left),
    undefined,
  );
}

async function describe(
  places: PlantPlaces,
  lookup: SensorLookup,
  asked: { readonly sensors: Iterable<Sensor>; readonly signal: AbortSignal },
): Promise<HistoryExtent> {
  const own = await places.own.describe(asked.signal);
  const elsewhere = await describeElsewhere(places, lookup, asked.sensors);
  const series = [...own, ...elsewhere];
  const lastOf = (summaries: readonly SeriesSummary[]): number | undefined => {
    const negative = least(summaries.map(({ lastMs }) => (lastMs === undefined ? undefined : -lastMs)));
    return negative === undefined ? undefined : -negative;
  };
  const lastElsewhereMs = lastOf(elsewhere);
  return {
    live: lastElsewhereMs !== undefined && lastElsewhereMs > places.now() - liveWithinMs,
    clockSkewMs: 0,
    firstMs: least(series.map(({ firstMs }) => firstMs)),
    lastMs: lastOf(series),
    seriesCount: series.length,
    sampleCount: series.reduce((sum, { sampleCount = 0 }) => sum + sampleCount, 0),
    series: series.map((summary) => ({ ...summary })),
  };
}

function emptySnapshot(count: number): PlantSnapshot {
  return {
    timesMs: new Float64Array(count).fill(NaN),
    values: new Float64Array(count).fill(NaN),
    states: new Uint8Array(count).fill(valueState.noData),
  };
}

/** Corrects and judges what a source answered for a group. */
function addSnapshot(
  group: SensorGroup,
  stored: Snapshot,
  into: { readonly snapshot: PlantSnapshot; readonly timeMs: number },
): void {
  const { snapshot, timeMs } = into;
  group.sensors.forEach(({ correct, policy }, index) => {
    const place = group.places[index] ?? 0;
    const raw = stored.values[index] ?? NaN;
    const value = correct === undefined ? raw : correct(raw);
    const sampleMs = (stored.timesMs[index] ?? NaN) + group.timeOffsetMs;
    snapshot.timesMs[place] = sampleMs;
    snapshot.values[place] = value;
    const sample = { value, ageMs: timeMs - sampleMs, quality: stored.qualities[index] ?? 0 };
    snapshot.states[place] = valueStateOf(sample, policy);
  });
}

function emptyFrames(grid: FrameGrid, sensorCount: number): PlantFrames {
  const length = grid.frameCount * sensorCount;
  return {
    ...grid,
    sensorCount,
    values: new Float32Array(length).fill(NaN),
    agesMs: new Float32Array(length).fill(NaN),
    states: new Uint8Array(length).fill(valueState.noData),
  };
}

/** Corrects and judges one frame of a group. */
function addFrame(frames: PlantFrames, group: SensorGroup, tile: { readonly frame: number; readonly data: FrameTile }) {
  const { frame, data } = tile;
  const from = frame * data.seriesCount;
  const to = frame * frames.sensorCount;
  for (let index = 0; index < data.seriesCount; index += 1) {
    const sensor = group.sensors[index];
    const place = to + (group.places[index] ?? 0);
    if (sensor !== undefined) {
      const raw = data.values[from + index] ?? NaN;
      const value = sensor.correct === undefined ? raw : sensor.correct(raw);
      const ageMs = data.agesMs[from + index] ?? NaN;
      frames.values[place] = value;
      frames.agesMs[place] = ageMs;
      const sample = { value, ageMs, quality: data.qualities[from + index] ?? 0 };
      frames.states[place] = valueStateOf(sample, sensor.policy);
    }
  }
}

async function addFrames(
  group: SensorGroup,
  into: { readonly frames: PlantFrames; readonly pacer: Pacer; readonly signal: AbortSignal },
): Promise<void> {
  const { frames, pacer, signal } = into;
  const { startMs, stepMs, frameCount } = frames;
  const grid = { startMs: startMs - group.timeOffsetMs, stepMs, frameCount };
  const data = await group.source.readFrames(group.names, grid, signal);
  for (let frame = 0; frame < frameCount; frame += 1) {
    addFrame(frames, group, { frame, data });
    if (pacer.isDue()) {
      await pacer.rest();
    }
  }
}

async function readPlantWindows(
  lookup: SensorLookup,
  asked: { sensorIds: readonly string[]; range: TimeRange; points: number; signal: AbortSignal },
): Promise<readonly PlantWindow[]> {
  const nothing = (): PlantWindow => ({ timesMs: new Float64Array(0), values: new Float64Array(0) });
  const windows = asked.sensorIds.map(nothing);
  for (const group of await lookup.groupsOf(asked.sensorIds)) {
    (await readWindows(group, asked)).forEach((window, index) => {
      windows[group.places[index] ?? 0] = window;
    });
  }
  return windows;
}

async function findPlantChange(
  lookup: SensorLookup,
  asked: { sensorIds: readonly string[]; fromMs: number; direction: 1 | -1; signal: AbortSignal },
): Promise<PlantChange> {
  const { sensorIds, fromMs, direction, signal } = asked;
  let nearest: PlantChange & { readonly aheadMs: number } = { aheadMs: Infinity };
  for (const { source, names, timeOffsetMs, places } of await lookup.groupsOf(sensorIds)) {
    const summaries = await lookup.summariesOf(source, names);
    const search = { names, fromMs: fromMs - timeOffsetMs, direction, summaries, signal };
    const change = await findNextChange(source, search);
    const sensorId = sensorIds[places[change?.index ?? 0] ?? 0];
    if (change !== undefined && sensorId !== undefined) {
      const timeMs = change.timeMs + timeOffsetMs;
      const aheadMs = (timeMs - fromMs) * direction;
      nearest = aheadMs < nearest.aheadMs ? { timeMs, sensorId, aheadMs } : nearest;
    }
  }
  const { timeMs, sensorId } = nearest;
  return timeMs === undefined || sensorId === undefined ? {} : { timeMs, sensorId };
}

/** History as the plant's sensors see it. `sensors` is asked at every call, so that edits count at once. */
export function plantHistory(places: PlantPlaces, sensors: () => ReadonlyMap<string, Sensor>): PlantHistory {
  const lookup = createSensorLookup(places.locate, sensors);
  return {
    refresh: () => lookup.refresh(),
    describe: async (signal) => {
      throwIfAborted(signal);
      // Sources that were away or had fewer samples then may say more now; what they said lately they know themselves.
      lookup.refresh();
      return describe(places, lookup, { sensors: sensors().values(), signal });
    },
    readSnapshot: async (sensorIds, timeMs, signal) => {
      throwIfAborted(signal);
      const snapshot = emptySnapshot(sensorIds.length);
      // The values and what is known of their series are asked for together: the first picture waits for both.
      const values = lookup
        .outlinesOf(sensorIds)
        .map(({ source, timeOffsetMs, names }) => source.readSnapshot(names, timeMs - timeOffsetMs, signal));
      const [stored, groups] = await Promise.all([Promise.all(values), lookup.groupsOf(sensorIds)]);
      groups.forEach((group, index) => {
        const answer = stored[index];
        if (answer !== undefined) {
          addSnapshot(group, answer, { snapshot, timeMs });
        }
      });
      return snapshot;
    },
    readFrames: async (sensorIds, grid, signal) => {
      const pacer = createPacer(signal);
      const frames = emptyFrames(grid, sensorIds.length);
      const groups = await lookup.groupsOf(sensorIds);
      await Promise.all(groups.map((group) => addFrames(group, { frames, pacer, signal })));
      return frames;
    },
    readWindows: async (sensorIds, { startMs, endMs, points }, signal) => {
      throwIfAborted(signal);
      return readPlantWindows(lookup, { sensorIds, range: { startMs, endMs }, points, signal });
    },
    findNextChange: async (sensorIds, { fromMs, direction }, signal) => {
      throwIfAborted(signal);
      return findPlantChange(lookup, { sensorIds, fromMs, direction, signal });
    },
    findEvents: (sensorIds, { startMs, endMs, most }, signal) => {
      const { hereOf } = places;
      return readEvents(lookup, { sensorIds, sensors: sensors(), range: { startMs, endMs }, most, signal, hereOf });
    },
  };
}

/** The places of a plant all of whose history is its own: every sensor's series is named as the sensor is. */
export function ownPlaces(own: HistorySource): PlantPlaces {
  const locate: LocateSensor = ({ name }) => ({ source: own, name });
  return { own, locate, hereOf: (_source, _names, range) => [range], now: () => Date.now() };
}
