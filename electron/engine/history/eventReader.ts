import type { PlantEvents } from '../../../shared/contract/calls';
import { throwIfAborted } from '../../../shared/history/abortError';
import { EventFinder, type EventRules, hasEventsOfItsOwn } from '../../../shared/history/findEvents';
import type { HistorySource, SampleColumns, SeriesSummary } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import { staleAfterMs } from '../../../shared/history/valueState';
import type { Sensor } from '../../../shared/model/plantModel';
import type { BoundSensor, SensorLookup } from './boundSensors';

/** What events are looked for. */
export interface EventSearch {
  readonly sensorIds: readonly string[];
  readonly sensors: ReadonlyMap<string, Sensor>;
  readonly range: TimeRange;
  /** At most so many events are answered. */
  readonly most: number;
  readonly signal: AbortSignal;
}

/** Where more samples than this would have to be read, only sensors with states or limits are searched: about half a second. */
const mostSamplesForGaps = 10_000_000;
/** The range is read in stretches of about so many samples, so that a search that has enough ends early. */
const samplesPerStretch = 500_000;
/** A search ends here whatever it has found. */
const mostSamples = 40_000_000;
/** What a series of unknown period is taken to cost. */
const usualPeriodMs = 60_000;

interface Track {
  readonly sensorId: string;
  readonly sensor: BoundSensor;
  readonly finder: EventFinder;
}

/** Sensors that are read with one question; see `SensorGroup`. */
interface TrackGroup {
  readonly timeOffsetMs: number;
  readonly tracks: readonly Track[];
}

function expectedSamples(range: TimeRange, series: SeriesSummary | undefined): number {
  return series === undefined ? 0 : (range.endMs - range.startMs) / (series.typicalPeriodMs ?? usualPeriodMs);
}

function rulesOf(sensor: Sensor, bound: BoundSensor): EventRules {
  const { kind, limitLowLow, limitLow, limitHigh, limitHighHigh } = sensor;
  return { kind, limitLowLow, limitLow, limitHigh, limitHighHigh, staleAfterMs: staleAfterMs(bound.policy) };
}

async function tracksOf(lookup: SensorLookup, search: EventSearch, sensorIds: readonly string[]) {
  return (await lookup.groupsOf(sensorIds)).map(({ timeOffsetMs, sensors, places }): TrackGroup => {
    const tracks = sensors.flatMap((bound, index): readonly Track[] => {
      const sensorId = sensorIds[places[index] ?? -1];
      const sensor = search.sensors.get(sensorId ?? '');
      return sensorId === undefined || sensor === undefined
        ? []
        : [{ sensorId, sensor: bound, finder: new EventFinder(rulesOf(sensor, bound)) }];
    });
    return { timeOffsetMs, tracks };
  });
}

/** Times and values as the sensor shows them. */
function shown<Samples extends SampleColumns>(samples: Samples, { correct, timeOffsetMs }: BoundSensor): SampleColumns {
  return {
    timesMs: timeOffsetMs === 0 ? samples.timesMs : samples.timesMs.map((timeMs) => timeMs + timeOffsetMs),
    values: correct === undefined ? samples.values : samples.values.map(correct),
    qualities: samples.qualities,
  };
}

/** The sample before the range goes in first: what happens in the range is told by it. */
async function addBefore(source: HistorySource, group: TrackGroup, search: EventSearch): Promise<void> {
  const names = group.tracks.map(({ sensor }) => sensor.name);
  const beforeMs = search.range.startMs - group.timeOffsetMs - 1;
  const { timesMs, values, qualities } = await source.readSnapshot(names, beforeMs, search.signal);
  group.tracks.forEach(({ finder, sensor }, index) => {
    if (!Number.isNaN(timesMs[index])) {
      const [from, to] = [index, index + 1];
      const sample = {
        timesMs: timesMs.subarray(from, to),
        values: values.subarray(from, to),
        qualities: qualities.subarray(from, to),
      };
      finder.add(shown(sample, sensor));
    }
  });
}

async function addStretch(
  source: HistorySource,
  group: TrackGroup,
  { range, signal }: { readonly range: TimeRange; readonly signal: AbortSignal },
): Promise<number> {
  const { timeOffsetMs, tracks } = group;
  const names = tracks.map(({ sensor }) => sensor.name);
  const stored = { startMs: range.startMs - timeOffsetMs, endMs: range.endMs - timeOffsetMs };
  let count = 0;
  for await (const block of source.readRaw(names, stored, signal)) {
    const track = tracks[block.index];
    track?.finder.add(shown(block, track.sensor));
    count += block.timesMs.length;
  }
  return count;
}

/** Reads stretch by stretch until there is enough. Answers up to where everything was read. */
async function readStretches(
  source: HistorySource,
  groups: readonly TrackGroup[],
  { range, most, signal, stretchMs }: EventSearch & { readonly stretchMs: number },
): Promise<number> {
  const countEvents = (): number =>
    groups.reduce((sum, { tracks }) => tracks.reduce((part, { finder }) => part + finder.count(), sum), 0);
  let samples = 0;
  let startMs = range.startMs;
  while (startMs < range.endMs && countEvents() <= most && samples < mostSamples) {
    const endMs = Math.min(startMs + stretchMs, range.endMs);
    for (const group of groups) {
      samples += await addStretch(source, group, { range: { startMs, endMs }, signal });
    }
    startMs = endMs;
  }
  return startMs;
}

/** What was found, in time order and cut to what was asked for: everything up to `completeToMs`. */
function answerOf(
  groups: readonly TrackGroup[],
  readToMs: number,
  search: EventSearch,
): Omit<PlantEvents, 'gapsLeftOut'> {
  const found = groups.flatMap(({ tracks }) =>
    tracks.flatMap(({ sensorId, finder }) => finder.finish(readToMs).map((event) => ({ ...event, sensorId }))),
  );
  const events = found.sort((left, right) => left.timeMs - right.timeMs);
  const cutMs = events[search.most]?.timeMs;
  if (cutMs === undefined) {
    return { events, truncated: readToMs < search.range.endMs, completeToMs: readToMs };
  }
  // Events of one moment stay or go together, so that "complete up to" is true.
  return { events: events.filter(({ timeMs }) => timeMs < cutMs), truncated: true, completeToMs: cutMs };
}

/** The events of some sensors over a range of shown time. */
export async function readEvents(
  source: HistorySource,
  lookup: SensorLookup,
  search: EventSearch,
): Promise<PlantEvents> {
  const { range, sensors, signal } = search;
  throwIfAborted(signal);
  const summaries = await lookup.summaries();
  const costOf = (ids: readonly string[]): number =>
    ids.reduce((sum, id) => sum + expectedSamples(range, summaries.get(sensors.get(id)?.name ?? '')), 0);
  const known = [...new Set(search.sensorIds)].filter((id) => sensors.has(id));
  const own = known.filter((id) => {
    const sensor = sensors.get(id);
    return sensor !== undefined && hasEventsOfItsOwn(sensor);
  });
  const searched = costOf(known) <= mostSamplesForGaps ? known : own;
  const groups = await tracksOf(lookup, search, searched);
  for (const group of groups) {
    await addBefore(source, group, search);
  }
  const stretches = Math.max(1, Math.ceil(costOf(searched) / samplesPerStretch));
  const stretchMs = Math.max(1, (range.endMs - range.startMs) / stretches);
  const readToMs = await readStretches(source, groups, { ...search, stretchMs });
  return { ...answerOf(groups, readToMs, search), gapsLeftOut: known.length - searched.length };
}
