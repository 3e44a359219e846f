import type { PlantEvents } from '../../../shared/contract/calls';
import { throwIfAborted } from '../../../shared/history/abortError';
import { type Coverage, intersectionOf } from '../../../shared/history/coverage';
import { EventFinder, type EventRules, hasEventsOfItsOwn } from '../../../shared/history/findEvents';
import {
  type HistorySource,
  quality,
  type SampleColumns,
  type SeriesSummary,
} from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import { staleAfterMs } from '../../../shared/history/valueState';
import type { Sensor } from '../../../shared/model/plantModel';
import type { BoundSensor, SensorGroup, SensorLookup } from './boundSensors';

/** What events are looked for. */
export interface EventSearch {
  readonly sensorIds: readonly string[];
  readonly sensors: ReadonlyMap<string, Sensor>;
  readonly range: TimeRange;
  /** At most so many events are answered. */
  readonly most: number;
  readonly signal: AbortSignal;
  /** Where all of these series of a source can be read without asking elsewhere: nothing is said of the rest. */
  readonly hereOf: (source: HistorySource, names: readonly string[], range: TimeRange) => Coverage;
}

/** Where more samples than this would have to be read, only sensors with states or limits are searched: about half a second. */
const mostSamplesForGaps = 10_000_000;
/** The range is read in stretches of about so many samples, so that a search that has enough ends early. */
const samplesPerStretch = 500_000;
/** A search ends here whatever it has found. */
const mostSamples = 40_000_000;
/** A stretch that is here and shorter than this part of the range is left out. */
const mostSpans = 200;
/** What a series of unknown period is taken to cost. */
const usualPeriodMs = 60_000;

interface Track {
  readonly sensorId: string;
  readonly sensor: BoundSensor;
  readonly finder: EventFinder;
}

/** Sensors that are read with one question over one stretch that is here; see `SensorGroup`. */
interface TrackGroup {
  readonly source: HistorySource;
  /** In shown time. */
  readonly span: TimeRange;
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

/** The stretches of a search that are here, in shown time. Slivers, as single looks leave them, are not worth a search. */
function spansOf({ source, names, timeOffsetMs }: SensorGroup, { range, hereOf }: EventSearch): Coverage {
  const { startMs, endMs } = range;
  const stored = { startMs: startMs - timeOffsetMs, endMs: endMs - timeOffsetMs };
  const shortestMs = (endMs - startMs) / mostSpans;
  return hereOf(source, names, stored)
    .map((span) => ({ startMs: span.startMs + timeOffsetMs, endMs: span.endMs + timeOffsetMs }))
    .filter((span) => span.endMs - span.startMs >= shortestMs);
}

async function tracksOf(lookup: SensorLookup, search: EventSearch, sensorIds: readonly string[]) {
  const tracksIn = ({ sensors, places }: SensorGroup): readonly Track[] =>
    sensors.flatMap((bound, index) => {
      const sensorId = sensorIds[places[index] ?? -1];
      const sensor = search.sensors.get(sensorId ?? '');
      return sensorId === undefined || sensor === undefined
        ? []
        : [{ sensorId, sensor: bound, finder: new EventFinder(rulesOf(sensor, bound)) }];
    });
  return (await lookup.groupsOf(sensorIds)).flatMap((group): readonly TrackGroup[] =>
    spansOf(group, search).map((span) => {
      const { source, timeOffsetMs } = group;
      return { source, timeOffsetMs, span, tracks: tracksIn(group) };
    }),
  );
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
async function addBefore(group: TrackGroup, signal: AbortSignal): Promise<void> {
  const names = group.tracks.map(({ sensor }) => sensor.name);
  const beforeMs = group.span.startMs - group.timeOffsetMs - 1;
  const { timesMs, values, qualities } = await group.source.readSnapshot(names, beforeMs, signal);
  group.tracks.forEach(({ finder, sensor }, index) => {
    if (!Number.isNaN(timesMs[index]) && qualities[index] !== quality.approximate) {
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
  group: TrackGroup,
  { range, signal }: { readonly range: TimeRange; readonly signal: AbortSignal },
): Promise<number> {
  const { source, timeOffsetMs, tracks } = group;
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
      for (const part of intersectionOf([group.span], [{ startMs, endMs }])) {
        samples += await addStretch(group, { range: part, signal });
      }
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
): Omit<PlantEvents, 'gapsLeftOut' | 'partlyHere'> {
  const found = groups.flatMap(({ span, tracks }) =>
    tracks.flatMap(({ sensorId, finder }) =>
      finder.finish(Math.min(readToMs, span.endMs)).map((event) => ({ ...event, sensorId })),
    ),
  );
  const events = found.sort((left, right) => left.timeMs - right.timeMs);
  const cutMs = events[search.most]?.timeMs;
  if (cutMs === undefined) {
    return { events, truncated: readToMs < search.range.endMs, completeToMs: readToMs };
  }
  // Events of one moment stay or go together, so that "complete up to" is true.
  return { events: events.filter(({ timeMs }) => timeMs < cutMs), truncated: true, completeToMs: cutMs };
}

async function costOf(lookup: SensorLookup, sensorIds: readonly string[], range: TimeRange): Promise<number> {
  let samples = 0;
  for (const { source, names } of await lookup.groupsOf(sensorIds)) {
    const summaries = await lookup.summariesOf(source, names);
    samples += names.reduce((sum, name) => sum + expectedSamples(range, summaries.get(name)), 0);
  }
  return samples;
}

/** The events of some sensors over a range of shown time, as far as their history is here. */
export async function readEvents(lookup: SensorLookup, search: EventSearch): Promise<PlantEvents> {
  const { range, sensors, signal } = search;
  throwIfAborted(signal);
  const known = [...new Set(search.sensorIds)].filter((id) => sensors.has(id));
  const own = known.filter((id) => {
    const sensor = sensors.get(id);
    return sensor !== undefined && hasEventsOfItsOwn(sensor);
  });
  const searched = (await costOf(lookup, known, range)) <= mostSamplesForGaps ? known : own;
  const groups = await tracksOf(lookup, search, searched);
  // A stretch that begins within the range begins with what was read first: what was before it is not known.
  for (const group of groups.filter(({ span }) => span.startMs <= range.startMs)) {
    await addBefore(group, signal);
  }
  const stretches = Math.max(1, Math.ceil((await costOf(lookup, searched, range)) / samplesPerStretch));
  const stretchMs = Math.max(1, (range.endMs - range.startMs) / stretches);
  const readToMs = await readStretches(groups, { ...search, stretchMs });
  // Sensors whose stretches are too short to be searched have no group at all.
  const found = new Set(groups.flatMap(({ tracks }) => tracks.map(({ sensorId }) => sensorId)));
  const isWhole = ({ span }: TrackGroup): boolean => span.startMs <= range.startMs && span.endMs >= range.endMs;
  const located = (await lookup.groupsOf(searched)).reduce((count, { sensors: some }) => count + some.length, 0);
  return {
    ...answerOf(groups, readToMs, search),
    gapsLeftOut: known.length - searched.length,
    partlyHere: !groups.every(isWhole) || found.size < located,
  };
}
