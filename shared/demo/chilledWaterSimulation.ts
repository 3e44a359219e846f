import { quality, type SampleColumns } from '../history/historySource';
import { demoDayCount, demoStartMs } from './demoMoments';
import { airSeries } from './simulation/airSeries';
import { randomStream, type RandomStream } from './simulation/demoRandom';
import type { DemoSeries, Reading } from './simulation/demoSeries';
import { equipmentTracks } from './simulation/equipmentTracks';
import { changeMoments, type Moment, momentsOf } from './simulation/moments';
import { movePlant, plantAtRest } from './simulation/plantState';
import { type Silence, silences } from './simulation/tripNight';
import { waterSeries } from './simulation/waterSeries';

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** A state that does not change is written this often. */
const heartbeatMs = 10 * minuteMs;
/** The plant runs for this long before the first sample, so that nothing begins at rest. */
const warmUpMs = 6 * 3_600_000;

/** What one day adds to the historian. */
export interface SimulatedDay {
  /** 0 is the first of `demoDayCount`. */
  readonly day: number;
  readonly startMs: number;
  readonly series: readonly { readonly name: string; readonly samples: SampleColumns }[];
}

/** One series on its way: the samples of the day, and what was written last. */
interface Recorder {
  readonly series: DemoSeries;
  readonly silences: readonly Silence[];
  readonly silentFromMs: number;
  readonly noise: RandomStream;
  timesMs: Float64Array;
  values: Float64Array;
  qualities: Uint8Array;
  count: number;
  lastMs: number;
  lastValue: number;
}

function recorderOf(series: DemoSeries, seed: number): Recorder {
  const own = silences.filter((silence) => silence.series === undefined || silence.series === series.name);
  return {
    series,
    silences: own,
    silentFromMs: Math.min(...own.map(({ startMs }) => startMs)),
    noise: randomStream(seed),
    timesMs: new Float64Array(0),
    values: new Float64Array(0),
    qualities: new Uint8Array(0),
    count: 0,
    lastMs: -Infinity,
    lastValue: NaN,
  };
}

function write(recorder: Recorder, timeMs: number, sample: { readonly value: number; readonly quality: number }): void {
  recorder.timesMs[recorder.count] = timeMs;
  recorder.values[recorder.count] = sample.value;
  recorder.qualities[recorder.count] = sample.quality;
  recorder.count += 1;
  recorder.lastMs = timeMs;
  recorder.lastValue = sample.value;
}

function measured({ series, noise }: Recorder, reading: Reading): number {
  const shake = series.noise === 0 ? 0 : series.noise * noise.noise();
  const exact = series.read(reading);
  const value = exact === 0 ? 0 : exact + shake;
  const stepped = Math.round(value * series.steps) / series.steps;
  return Math.min(series.greatest, Math.max(series.least, stepped));
}

/** Whether a series that is sampled every few minutes only is sampled now; counted so that 03:08 is one of its turns. */
function isTurn({ everyMinutes }: DemoSeries, timeMs: number): boolean {
  return everyMinutes === 1 || (timeMs + 4 * minuteMs) % (everyMinutes * minuteMs) === 0;
}

function isDue({ series, lastMs, lastValue }: Recorder, moment: Moment, value: number): boolean {
  const changed = !Object.is(value, lastValue);
  switch (series.kind) {
    case 'state':
      return changed || moment.timeMs - lastMs >= heartbeatMs;
    case 'position':
      return moment.sampled === 'all' || changed;
    case 'analog':
      return moment.sampled === 'all' && isTurn(series, moment.timeMs);
  }
}

function silenceAt({ silences: own, silentFromMs }: Recorder, timeMs: number): Silence | undefined {
  return timeMs < silentFromMs ? undefined : own.find(({ startMs, endMs }) => timeMs >= startMs && timeMs < endMs);
}

/** Takes the sample of a series at a moment, unless it is silent then. */
function record(recorder: Recorder, moment: Moment, reading: Reading): void {
  if (moment.sampled === 'changes' && recorder.series.kind === 'analog') {
    return;
  }
  const { timeMs } = moment;
  const value = measured(recorder, reading);
  const silence = silenceAt(recorder, timeMs);
  if (silence?.kind === 'held') {
    return;
  }
  if (silence?.kind === 'lost') {
    if (!Number.isNaN(recorder.lastValue)) {
      write(recorder, timeMs, { value: NaN, quality: quality.good });
    }
    return;
  }
  if (isDue(recorder, moment, value)) {
    const bad = silence?.kind === 'bad';
    write(recorder, timeMs, { value: bad ? 0 : value, quality: bad ? quality.bad : quality.good });
  }
}

function takeDay(recorder: Recorder): SimulatedDay['series'][number] {
  const { timesMs, values, qualities, count } = recorder;
  return {
    name: recorder.series.name,
    samples: {
      timesMs: timesMs.subarray(0, count),
      values: values.subarray(0, count),
      qualities: qualities.subarray(0, count),
    },
  };
}

function beginDay(recorder: Recorder, atMost: number): void {
  recorder.timesMs = new Float64Array(atMost);
  recorder.values = new Float64Array(atMost);
  recorder.qualities = new Uint8Array(atMost);
  recorder.count = 0;
}

/** Simulates the chilled-water plant day by day, 30 days of 1-minute samples. The same seed gives the same bytes. */
export function* simulateChilledWater(seed = 1): Generator<SimulatedDay, void> {
  const tracks = equipmentTracks(randomStream(seed));
  const state = plantAtRest(demoStartMs - warmUpMs);
  const reading: Reading = { state, tracks };
  const recorders = [...waterSeries, ...airSeries].map((series, index) => recorderOf(series, seed * 1_009 + index));
  for (let timeMs = demoStartMs - warmUpMs + minuteMs; timeMs < demoStartMs; timeMs += minuteMs) {
    movePlant(state, tracks, timeMs);
  }
  const changesMs = changeMoments(tracks);
  for (let day = 0; day < demoDayCount; day += 1) {
    const startMs = demoStartMs + day * dayMs;
    const moments = momentsOf(startMs, startMs + dayMs, changesMs);
    recorders.forEach((recorder) => beginDay(recorder, moments.length));
    for (const moment of moments) {
      movePlant(state, tracks, moment.timeMs);
      recorders.forEach((recorder) => record(recorder, moment, reading));
    }
    yield { day, startMs, series: recorders.map(takeDay) };
  }
}
