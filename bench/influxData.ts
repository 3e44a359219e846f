import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { SeriesAddress } from '../shared/influx/seriesAddress';
import { benchPlant, createSignals } from './historianData';

/** How the benchmark's plant is kept: a field a sensor, a hundred to a measurement, or a tag a sensor. */
export type InfluxBenchStyle = 'field' | 'tag';

/** Where the load goes. */
export interface InfluxBenchTarget {
  /** For instance `http://127.0.0.1:8086`. */
  readonly url: string;
  readonly database: string;
  readonly style: InfluxBenchStyle;
  /** Days to load from the plant's start on, at most 30. */
  readonly days: number;
}

const { sensorCount, startMs, periodMs, samplesPerDay } = benchPlant;
const fieldsPerMeasurement = 100;
/** Points a write: large enough for the server's best speed, small enough for its patience. */
const pointsPerWrite = 5_000;
const writesAtOnce = 2;

/** Where each of the benchmark's sensors is, in their order. */
export function influxBenchAddresses(style: InfluxBenchStyle, database: string): readonly SeriesAddress[] {
  return Array.from({ length: sensorCount }, (_, index) => {
    const name = `s${String(index).padStart(4, '0')}`;
    const place = { database, retentionPolicy: '' };
    return style === 'field'
      ? { ...place, measurement: `bldg${String(Math.floor(index / fieldsPerMeasurement))}`, field: name, tags: {} }
      : { ...place, measurement: 'sensors', field: 'value', tags: { sensor: name } };
  });
}

const fieldAddresses = influxBenchAddresses('field', '');
const tagAddresses = influxBenchAddresses('tag', '');

/** The lines of all sensors at one moment. */
function linesAt(style: InfluxBenchStyle, values: readonly number[], timeMs: number): string {
  const time = String(timeMs);
  const addresses = style === 'tag' ? tagAddresses : fieldAddresses;
  if (style === 'tag') {
    return values
      .map((value, at) => `sensors,sensor=${addresses[at]?.tags['sensor'] ?? ''} value=${value} ${time}`)
      .join('\n');
  }
  const lines: string[] = [];
  for (let from = 0; from < values.length; from += fieldsPerMeasurement) {
    const fields = values.slice(from, from + fieldsPerMeasurement);
    const pairs = fields.map((value, offset) => `${addresses[from + offset]?.field ?? ''}=${value}`);
    lines.push(`${addresses[from]?.measurement ?? ''} ${pairs.join(',')} ${time}`);
  }
  return lines.join('\n');
}

const pack = promisify(gzip);

async function write({ url, database }: InfluxBenchTarget, lines: readonly string[]): Promise<void> {
  const response = await fetch(`${url}/write?db=${encodeURIComponent(database)}&precision=ms`, {
    method: 'POST',
    headers: { 'content-encoding': 'gzip' },
    body: new Uint8Array(await pack(lines.join('\n'), { level: 1 })),
  });
  if (response.status !== 204) {
    throw new Error(`The server did not take the data: ${await response.text()}`);
  }
}

/** Makes the database and loads the benchmark's plant into it. Answers how many samples it wrote. */
export async function loadInfluxBench(target: InfluxBenchTarget): Promise<number> {
  const { url, database, style, days } = target;
  await fetch(`${url}/query`, { method: 'POST', body: new URLSearchParams({ q: `CREATE DATABASE "${database}"` }) });
  const signals = createSignals();
  const moments = days * samplesPerDay;
  const momentsPerWrite = pointsPerWrite / sensorCount;
  const running = new Set<Promise<void>>();
  for (let moment = 0; moment < moments; moment += momentsPerWrite) {
    const lines = Array.from({ length: Math.min(momentsPerWrite, moments - moment) }, (_, at) =>
      linesAt(
        style,
        signals.map((signal) => signal.next()),
        startMs + (moment + at) * periodMs,
      ),
    );
    const job: Promise<void> = write(target, lines).finally(() => running.delete(job));
    running.add(job);
    if (running.size >= writesAtOnce) {
      await Promise.race(running);
    }
  }
  await Promise.all(running);
  return moments * sensorCount;
}
