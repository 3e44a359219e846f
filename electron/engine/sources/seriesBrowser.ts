import type { BrowsedSeries, SourceGlimpse } from '../../../shared/contract/sourceCalls';
import { quality } from '../../../shared/history/historySource';
import { guessKind } from '../../../shared/influx/guessKind';
import { guessUnit } from '../../../shared/influx/guessUnit';
import { describeAddress, type SeriesAddress, seriesKeyOf } from '../../../shared/influx/seriesAddress';
import { nameSeries } from '../../../shared/influx/seriesNames';
import { listSeries } from '../influx/browseSeries';
import type { LiveSource } from './liveSource';
import type { OpenedSource } from './openedSource';

/** Part of what a data source holds, for a list. */
export interface BrowseQuestion {
  /** Words that all have to stand in the name or the place, in any case and order. */
  readonly query: string;
  readonly offset: number;
  readonly limit: number;
  /** True: the server is asked anew. */
  readonly refresh: boolean;
}

/** What a question finds. */
export interface BrowseAnswer {
  readonly found: number;
  readonly total: number;
  readonly readAtMs: number;
  readonly rows: BrowsedSeries[];
}

interface Listed extends BrowsedSeries {
  /** What the words of a query are looked for in. */
  readonly words: string;
}

interface SeriesList {
  readonly readAtMs: number;
  readonly series: readonly Listed[];
}

/** How the last day went is shown by so many values. */
const sparkSteps = 48;
const dayMs = 86_400_000;

async function readList({ remote, source }: LiveSource, signal: AbortSignal, nowMs: number): Promise<SeriesList> {
  const { reader } = await remote.opened(signal);
  const addresses = [...(await listSeries(reader, source, signal)).values()];
  const names = nameSeries(addresses, source);
  const series = addresses.map((address, at): Listed => {
    const name = names[at] ?? '';
    const where = describeAddress(address);
    return {
      ...{ address, name, where },
      unit: guessUnit(name) ?? '',
      kind: guessKind(name),
      words: `${name} ${where}`.toLowerCase(),
    };
  });
  // By name, numbers by their value: P-9 stands before P-10.
  const order = new Intl.Collator('en', { numeric: true });
  return { readAtMs: nowMs, series: series.sort((one, other) => order.compare(one.name, other.name)) };
}

/** Lists what data sources hold. What was listed once is kept until someone asks for it anew. */
export class SeriesBrowser {
  // By the source as it is connected now: connected anew, it is listed anew.
  readonly #lists = new WeakMap<LiveSource, SeriesList>();
  readonly #now: () => number;

  /** `now`: milliseconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The series that a question finds, in the order of their names. Throws `source-failed` when they cannot be listed. */
  async browse(live: LiveSource, question: BrowseQuestion, signal: AbortSignal): Promise<BrowseAnswer> {
    const known = question.refresh ? undefined : this.#lists.get(live);
    const list = known ?? (await readList(live, signal, this.#now()));
    this.#lists.set(live, list);
    const words = question.query
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const found = list.series.filter((one) => words.every((word) => one.words.includes(word)));
    const rows = found
      .slice(question.offset, question.offset + question.limit)
      .map(({ address, name, where, unit, kind }) => ({ address, name, where, unit, kind }));
    return { found: found.length, total: list.series.length, readAtMs: list.readAtMs, rows };
  }
}

/** The last value of each series and how its last day went; asked of the server, and nothing of it is kept. */
export async function glimpseSeries(
  { remote, reader }: Pick<OpenedSource, 'remote' | 'reader'>,
  addresses: readonly SeriesAddress[],
  asked: { readonly nowMs: number; readonly signal: AbortSignal },
): Promise<SourceGlimpse[]> {
  const { nowMs, signal } = asked;
  const names = addresses.map(seriesKeyOf);
  const last = await remote.readSnapshot(names, nowMs + reader.clockSkewMs(), signal);
  const latestMs = last.timesMs.reduce((most, timeMs) => (timeMs > most ? timeMs : most), -Infinity);
  const lines = addresses.map(() => ({ timesMs: [] as number[], values: [] as number[] }));
  if (latestMs > -Infinity) {
    const stepMs = dayMs / sparkSteps;
    const range = { startMs: latestMs - dayMs, endMs: latestMs + 1 };
    for await (const { index, startsMs, values } of reader.readStepLasts(addresses, { range, stepMs }, signal)) {
      lines[index]?.timesMs.push(...startsMs);
      lines[index]?.values.push(...values);
    }
  }
  return addresses.map((_, at) => {
    const lastMs = last.timesMs[at] ?? NaN;
    const lastValue = last.values[at] ?? NaN;
    const isHeld = !Number.isNaN(lastMs) && !Number.isNaN(lastValue) && last.qualities[at] !== quality.bad;
    return {
      ...(Number.isNaN(lastMs) ? {} : { lastMs }),
      ...(isHeld ? { lastValue } : {}),
      timesMs: Float64Array.from(lines[at]?.timesMs ?? []),
      values: Float64Array.from(lines[at]?.values ?? []),
    };
  });
}
