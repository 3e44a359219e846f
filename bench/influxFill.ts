import { OpenPlant } from '../electron/engine/openPlant';
import { influxSource } from '../electron/engine/influx/influxSource';
import { openReader } from '../electron/engine/influx/openInflux';
import type { TimeRange } from '../shared/history/timeRange';
import { seriesKeyOf } from '../shared/influx/seriesAddress';
import type { BenchRow } from './benchRow';
import { benchPlant } from './historianData';
import { influxBenchAddresses } from './influxData';
import { benchRange, type InfluxBenchPlace, mappingOf, never, sensorIdsOf, servicesOf } from './influxPlant';

const { sensorCount, samplesPerDay, startMs, periodMs } = benchPlant;
const dayMs = samplesPerDay * periodMs;

function firstDays(days: number): TimeRange {
  return { startMs, endMs: startMs + days * dayMs };
}

/** Looks this often whether others get their turn: rarely enough to take nothing from the work. */
const lookMs = 5;

/** Runs work and answers its time, the most memory this process had meanwhile and how long others waited at most. */
async function watched(work: () => Promise<unknown>) {
  let mostBytes = process.memoryUsage.rss();
  let longestMs = 0;
  let turnMs = performance.now();
  const watch = setInterval(() => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - turnMs - lookMs);
    turnMs = nowMs;
    mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
  }, lookMs);
  const sinceMs = performance.now();
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  return { seconds: (performance.now() - sinceMs) / 1_000, mostBytes, longestMs };
}

/** Takes the range offline and waits until it is here. */
function takeOffline(path: string, range: TimeRange): Promise<void> {
  return new Promise((resolve, reject) => {
    const services = servicesOf();
    const onOffline: (typeof services)['news']['onOffline'] = ({ jobs: [job] }) => {
      if (job?.state === 'done' || job?.state === 'failed') {
        plant.dispose();
      }
      if (job?.state === 'done') {
        resolve();
      } else if (job?.state === 'failed') {
        reject(new Error(job.problem ?? 'It was not taken offline'));
      }
    };
    const plant = OpenPlant.open(path, { ...services, news: { ...services.news, onOffline } });
    plant.begin();
    plant.offline.start(sensorIdsOf(plant), range, 'Benchmark').catch(reject);
  });
}

/** Reads the range from the server and keeps nothing: what a fill cannot be faster than. */
async function drain({ url, ...place }: InfluxBenchPlace, range: TimeRange): Promise<void> {
  const connection = { url, organization: '', credentials: { kind: 'none' }, authorityPem: undefined } as const;
  const mapping = mappingOf(place);
  const { reader } = await openReader(connection, mapping, { signal: never });
  const source = influxSource(reader, { mapping, now: () => benchRange.endMs });
  const names = influxBenchAddresses(place.style, place.database).map(seriesKeyOf);
  let samples = 0;
  for await (const block of source.readRaw(names, range, never)) {
    samples += block.timesMs.length;
  }
  reader.dispose();
  const expected = (names.length * (range.endMs - range.startMs)) / periodMs;
  if (samples !== expected) {
    throw new Error(`${String(samples)} samples came instead of ${String(expected)}`);
  }
}

/** Brings the first days of the month into the project, which has nothing of them yet, by taking them offline. */
export async function measureFill(
  path: string,
  place: InfluxBenchPlace,
  fill: { readonly days: number; readonly aim: number | undefined },
): Promise<readonly BenchRow[]> {
  const { days, aim } = fill;
  const range = firstDays(days);
  const read = await watched(() => drain(place, range));
  const { seconds, mostBytes, longestMs } = await watched(() => takeOffline(path, range));
  const million = (sensorCount * days * samplesPerDay) / 1e6;
  const row = { group: `influx ${place.style}`, aim: undefined, better: 'lower' } as const;
  const rate = { ...row, unit: 'M samples/s', better: 'higher' } as const;
  return [
    { ...rate, name: `Read of ${days} days, nothing stored`, value: million / read.seconds },
    { ...rate, name: `Cold fill of ${days} days`, value: million / seconds, aim },
    { ...row, name: 'Cold fill: others wait at most', value: longestMs, unit: 'ms' },
    { ...row, name: 'Cold fill: memory of the process', value: mostBytes / 2 ** 20, unit: 'MB', aim: 512 },
  ];
}
