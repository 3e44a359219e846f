import { Agent, request } from 'node:http';
import { InfluxHttp, type InfluxAnswer, type InfluxRequest } from '../electron/engine/influx/influxHttp';
import { InfluxQlClient } from '../electron/engine/influx/influxQlClient';
import { influxQlReader } from '../electron/engine/influx/influxQlReader';
import { influxSource } from '../electron/engine/influx/influxSource';
import type { RemoteSource } from '../shared/history/remoteSource';
import { seriesKeyOf } from '../shared/influx/seriesAddress';
import { type BenchRow, percentile } from './benchRow';
import { influxBenchAddresses } from './influxData';
import { benchRange, type InfluxBenchPlace, mappingOf, momentOf, never } from './influxPlant';

const hourMs = 3_600_000;
const rounds = 31;

/** Notes every question before it is asked. */
class NotingHttp extends InfluxHttp {
  readonly #note: (request: InfluxRequest) => void;

  constructor(url: string, note: (request: InfluxRequest) => void) {
    super({ url, organization: '', credentials: { kind: 'none' }, authorityPem: undefined });
    this.#note = note;
  }

  override open(asked: InfluxRequest, signal: AbortSignal): Promise<InfluxAnswer> {
    this.#note(asked);
    return super.open(asked, signal);
  }
}

/** Asks a question with nothing of ours: the bytes of the answer are received and dropped. */
function askBare(agent: Agent, url: string, { path, form, accept }: InfluxRequest): Promise<void> {
  const body = Buffer.from(new URLSearchParams(form).toString());
  const headers = { accept, 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const asked = request(`${url}${path}`, { agent, method: 'POST', headers }, (response) => {
      response.resume().once('end', () => (response.statusCode === 200 ? resolve() : reject(new Error('refused'))));
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

async function spentMs(work: () => Promise<unknown>): Promise<number> {
  const sinceMs = performance.now();
  await work();
  return performance.now() - sinceMs;
}

async function readHour(remote: RemoteSource, names: readonly string[], startMs: number): Promise<void> {
  let samples = 0;
  for await (const { timesMs } of remote.readRaw(names, { startMs, endMs: startMs + hourMs }, never)) {
    samples += timesMs.length;
  }
  if (samples !== names.length * 60) {
    throw new Error(`An hour came with ${String(samples)} samples`);
  }
}

interface Overhead {
  readonly ours: number;
  readonly bare: number;
}

/** Medians of ours and of the same questions asked bare, taken in turn at moments that both have asked for before. */
async function compare(
  place: InfluxBenchPlace,
  read: (remote: RemoteSource, names: readonly string[], timeMs: number) => Promise<unknown>,
): Promise<Overhead> {
  let noted: InfluxRequest[] = [];
  const http = new NotingHttp(place.url, (asked) => noted.push(asked));
  const reader = influxQlReader(new InfluxQlClient(http));
  const remote = influxSource(reader, { mapping: mappingOf(place), now: () => benchRange.endMs });
  const names = influxBenchAddresses(place.style, place.database).map(seriesKeyOf);
  const agent = new Agent({ keepAlive: true });
  const [ours, bare]: [number[], number[]] = [[], []];
  try {
    // What was learned from the first look counts for all others, as it does in a plant that is open.
    await read(remote, names, momentOf(0));
    for (let round = 0; round < rounds; round += 1) {
      const timeMs = Math.min(momentOf(round), benchRange.endMs - hourMs);
      noted = [];
      await read(remote, names, timeMs);
      const questions = noted;
      const askAll = (): Promise<unknown> => Promise.all(questions.map((asked) => askBare(agent, place.url, asked)));
      const oursFirst = round % 2 === 0;
      bare.push(...(oursFirst ? [] : [await spentMs(askAll)]));
      ours.push(await spentMs(() => read(remote, names, timeMs)));
      bare.push(...(oursFirst ? [await spentMs(askAll)] : []));
    }
  } finally {
    reader.dispose();
    agent.destroy();
  }
  return { ours: percentile(ours, 0.5), bare: percentile(bare, 0.5) };
}

function rowsOf(group: string, name: string, { ours, bare }: Overhead): readonly BenchRow[] {
  const row = { group, better: 'lower' } as const;
  return [
    { ...row, name, value: ours, unit: 'ms', aim: undefined },
    { ...row, name: `${name}, the bare request`, value: bare, unit: 'ms', aim: undefined },
    { ...row, name: `${name}, ours to bare`, value: ours / bare, unit: 'x', aim: 1.2 },
  ];
}

/** What our reads take beyond the bare HTTP requests that they send. */
export async function measureOverhead(place: InfluxBenchPlace): Promise<readonly BenchRow[]> {
  const group = `influx ${place.style}`;
  const snapshot = await compare(place, (remote, names, timeMs) => remote.readSnapshot(names, timeMs, never));
  const hour = await compare(place, readHour);
  return [...rowsOf(group, 'Snapshot of 500', snapshot), ...rowsOf(group, 'An hour of 500, raw', hour)];
}
