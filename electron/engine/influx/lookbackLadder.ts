import type { Snapshot } from '../../../shared/history/historySource';
import type { SeriesAddress } from '../../../shared/influx/seriesAddress';
import type { InfluxReader } from './influxReader';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How far back a last sample is looked for, one after the other; then as far as there are samples. */
const rungsMs: readonly number[] = [hourMs, dayMs, 7 * dayMs, 30 * dayMs];
/** A lookback is not much cheaper than this one: looks of similar length are made together. */
const shortMs = dayMs;
/** For this long a series' first sample is believed to stay the first, and a missing one to be missing. */
const believedMs = 10 * minuteMs;
const missingBelievedMs = minuteMs;

/** A series to be looked up: its key and its address. */
export interface NamedAddress {
  readonly key: string;
  readonly address: SeriesAddress;
}

interface Known {
  /** The lookback that answered last; undefined before. */
  lookbackMs?: number | undefined;
  /** Time of the first sample, NaN for none, and when that was found out. */
  firstMs?: number;
  firstAskedMs?: number;
}

/** What a snapshot is taken of. */
interface Moment {
  readonly timeMs: number;
  /** How far ahead of the present it lies; the looks reach back from the present, and teach nothing when it does. */
  readonly aheadMs: number;
}

interface Look {
  readonly index: number;
  readonly series: NamedAddress;
  lookbackMs: number;
}

/**
 * Finds last samples at or before a moment without reading all of history for each: it looks back a little first, then
 * further for those still missing, and remembers how far it had to look for each.
 */
export class LookbackLadder {
  readonly #reader: InfluxReader;
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();

  constructor(reader: InfluxReader, now: () => number) {
    this.#reader = reader;
    this.#now = now;
  }

  /** Tells how often a series has samples, so that the first look can be short. */
  learnPeriod(key: string, periodMs: number): void {
    const known = this.#knownOf(key);
    known.lookbackMs ??= Math.max(minuteMs, Math.ceil(2 * periodMs));
  }

  /** Time of the first sample of each series, NaN where there is none; remembered for some minutes. */
  async firstTimes(series: readonly NamedAddress[], signal: AbortSignal): Promise<Float64Array> {
    const nowMs = this.#now();
    const unknown = series.filter(({ key }) => !this.#isFirstBelieved(key));
    if (unknown.length > 0) {
      const addresses = unknown.map(({ address }) => address);
      const found = await this.#reader.readFirstTimes(addresses, signal);
      unknown.forEach(({ key }, at) => {
        Object.assign(this.#knownOf(key), { firstMs: found[at] ?? NaN, firstAskedMs: nowMs });
      });
    }
    return Float64Array.from(series, ({ key }) => this.#knownOf(key).firstMs ?? NaN);
  }

  /** For each series its last sample at or before a moment; an undefined series has none. */
  snapshot(series: readonly (NamedAddress | undefined)[], timeMs: number, signal: AbortSignal): Promise<Snapshot> {
    return this.#climb(series, { timeMs, aheadMs: 0 }, signal);
  }

  /** For each series its very last sample, which may be dated so long after the present moment. */
  ends(
    series: readonly NamedAddress[],
    present: { readonly timeMs: number; readonly aheadMs: number },
    signal: AbortSignal,
  ): Promise<Snapshot> {
    const { timeMs, aheadMs } = present;
    return this.#climb(series, { timeMs: timeMs + aheadMs, aheadMs }, signal);
  }

  async #climb(series: readonly (NamedAddress | undefined)[], moment: Moment, signal: AbortSignal): Promise<Snapshot> {
    const { timeMs, aheadMs } = moment;
    const found = {
      timesMs: new Float64Array(series.length).fill(NaN),
      values: new Float64Array(series.length).fill(NaN),
      qualities: new Uint8Array(series.length),
    };
    let missing = series.flatMap((one, index): Look[] =>
      one === undefined || this.#isBefore(one.key, timeMs)
        ? []
        : [{ index, series: one, lookbackMs: aheadMs + (this.#knownOf(one.key).lookbackMs ?? hourMs) }],
    );
    while (missing.length > 0) {
      const looks = gathered(missing);
      const answers = await Promise.all(looks.map((some) => this.#look(some, { ...moment, into: found, signal })));
      missing = await this.#further(answers.flat(), timeMs, signal);
    }
    return found;
  }

  /** Whether a moment is known to lie before all samples of a series. */
  #isBefore(key: string, timeMs: number): boolean {
    return this.#isFirstBelieved(key) && !(timeMs >= (this.#knownOf(key).firstMs ?? NaN));
  }

  #isFirstBelieved(key: string): boolean {
    const { firstMs = NaN, firstAskedMs = -Infinity } = this.#knownOf(key);
    return this.#now() - firstAskedMs <= (Number.isNaN(firstMs) ? missingBelievedMs : believedMs);
  }

  #knownOf(key: string): Known {
    const known = this.#known.get(key) ?? {};
    this.#known.set(key, known);
    return known;
  }

  /** Looks once, and answers those that were not found. */
  async #look(
    looks: readonly Look[],
    asked: Moment & { readonly into: Snapshot; readonly signal: AbortSignal },
  ): Promise<readonly Look[]> {
    const { timeMs, aheadMs, into, signal } = asked;
    const lookbackMs = Math.max(...looks.map((look) => look.lookbackMs));
    const addresses = looks.map(({ series }) => series.address);
    const answer = await this.#reader.readLatest(addresses, { timeMs, lookbackMs }, signal);
    return looks.filter(({ index, series }, at) => {
      const sampleMs = answer.timesMs[at] ?? NaN;
      if (Number.isNaN(sampleMs)) {
        return true;
      }
      into.timesMs[index] = sampleMs;
      into.values[index] = answer.values[at] ?? NaN;
      into.qualities[index] = answer.qualities[at] ?? 0;
      if (aheadMs === 0) {
        this.#learnAge(series.key, timeMs - sampleMs);
      }
      return false;
    });
  }

  #learnAge(key: string, ageMs: number): void {
    const known = this.#knownOf(key);
    const isShortEnough = (known.lookbackMs ?? Infinity) <= hourMs && ageMs <= (known.lookbackMs ?? 0);
    known.lookbackMs = isShortEnough ? known.lookbackMs : (rungsMs.find((rungMs) => rungMs >= ageMs) ?? ageMs + dayMs);
  }

  /** The looks that may still find something, each with its next lookback. */
  async #further(missed: readonly Look[], timeMs: number, signal: AbortSignal): Promise<Look[]> {
    const next = missed.map((look) => ({ look, rungMs: rungsMs.find((rungMs) => rungMs > look.lookbackMs) }));
    const last = next.filter(({ rungMs }) => rungMs === undefined).map(({ look }) => look);
    const firstTimes = last.length === 0 ? new Float64Array(0) : await this.#firstTimesOf(last, signal);
    const bounded = last.flatMap((look, at): Look[] => {
      const spanMs = timeMs - (firstTimes[at] ?? NaN);
      // Nothing is that old, or this far back it has been looked already.
      return spanMs >= 0 && spanMs >= look.lookbackMs ? [{ ...look, lookbackMs: spanMs + 1 }] : [];
    });
    const higher = next.flatMap(({ look, rungMs }): Look[] =>
      rungMs === undefined ? [] : [{ ...look, lookbackMs: rungMs }],
    );
    return [...higher, ...bounded];
  }

  #firstTimesOf(looks: readonly Look[], signal: AbortSignal): Promise<Float64Array> {
    return this.firstTimes(
      looks.map(({ series }) => series),
      signal,
    );
  }
}

/** Looks of a similar length, together. */
function gathered(looks: readonly Look[]): readonly (readonly Look[])[] {
  const short = looks.filter(({ lookbackMs }) => lookbackMs <= shortMs);
  const long = looks.filter(({ lookbackMs }) => lookbackMs > shortMs);
  return [short, long].filter((some) => some.length > 0);
}
