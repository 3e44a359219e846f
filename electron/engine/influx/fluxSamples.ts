import type { SampleColumns } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import type { FluxGroup } from '../../../shared/influx/fluxText';
import { qualityOfCode } from '../../../shared/influx/opcQuality';
import { tagSetKey } from '../../../shared/influx/seriesPlan';
import type { SampleRows, Wanted } from './fluxRows';
import { GrowingSamples } from './growingSamples';

/** An answer has more rows than one answer should; the question is to be asked in parts. */
export class TooManyRows extends Error {}

interface OpenSeries {
  /** Which of the addresses are meant. */
  readonly indexes: readonly number[];
  /** Of the series, as one text. */
  readonly tags: string;
  readonly samples: GrowingSamples;
}

/** One series of an answer. */
export interface FoundSeries extends SampleColumns {
  readonly indexes: readonly number[];
  /** The answer holds qualities of later moments only: that of the last sample may have been left out. */
  readonly lacksQuality: boolean;
}

/** Gathers the samples of one group's series, those within a range only. */
export class SampleCollector implements SampleRows {
  readonly #asked: FluxGroup;
  readonly #range: TimeRange;
  readonly #mostRows: number;
  readonly #series = new Map<string, OpenSeries>();
  /** Quality codes, by set of tags. */
  readonly #codes = new Map<string, GrowingSamples>();
  #current = new GrowingSamples();
  #rows = 0;
  #latestMs = -Infinity;

  constructor(asked: FluxGroup, range: TimeRange, mostRows: number) {
    this.#asked = asked;
    this.#range = range;
    this.#mostRows = mostRows;
  }

  begin(_stream: string, labelOf: (column: string) => string): Wanted {
    const { group, qualityField } = this.#asked;
    const values = group.tagKeys.map((key, at) => {
      const [only = '', ...more] = group.tagValues[at] ?? [];
      return more.length > 0 ? labelOf(key) : only;
    });
    const tags = tagSetKey(values);
    const field = group.fields.length > 1 || qualityField !== '' ? labelOf('_field') : (group.fields[0] ?? '');
    const indexes = group.members.get(tags)?.[group.fields.indexOf(field)] ?? [];
    if (indexes.length > 0) {
      this.#current = this.#seriesOf(tagSetKey([...values, field]), tags, indexes).samples;
      return 'values';
    }
    if (field === qualityField && group.members.has(tags)) {
      this.#current = this.#codes.get(tags) ?? new GrowingSamples();
      this.#codes.set(tags, this.#current);
      return 'codes';
    }
    return 'nothing';
  }

  add(timeMs: number, value: number): void {
    this.#rows += 1;
    if (this.#rows > this.#mostRows) {
      throw new TooManyRows();
    }
    this.#latestMs = Math.max(this.#latestMs, timeMs);
    // 1.8 takes the end of a range as part of it. A row without a value or a time is no sample.
    if (timeMs >= this.#range.startMs && timeMs < this.#range.endMs && !Number.isNaN(value)) {
      this.#current.add(timeMs, value);
    }
  }

  /** How many rows there were. */
  rows(): number {
    return this.#rows;
  }

  /** Whether there were samples at the end of the range, which may stand in for ones within it. */
  sawEnd(): boolean {
    return this.#latestMs >= this.#range.endMs;
  }

  /** Every series that has samples: by time, none twice. */
  *found(): Generator<FoundSeries> {
    for (const { indexes, tags, samples } of this.#series.values()) {
      const { timesMs, values } = samples.unique();
      const lastMs = timesMs.at(-1);
      if (lastMs !== undefined) {
        const codes = this.#codes.get(tags)?.unique();
        const lacksQuality =
          (codes?.timesMs.at(-1) ?? -Infinity) > lastMs && !(codes?.timesMs.includes(lastMs) ?? true);
        yield { indexes, timesMs, values, qualities: qualitiesAt(timesMs, codes), lacksQuality };
      }
    }
  }

  /** Every series with all its rows by time, also those of one moment. */
  *foundRows(): Generator<Omit<FoundSeries, 'qualities' | 'lacksQuality'>> {
    for (const { indexes, samples } of this.#series.values()) {
      yield { indexes, ...samples.sorted() };
    }
  }

  #seriesOf(key: string, tags: string, indexes: readonly number[]): OpenSeries {
    const series = this.#series.get(key) ?? { indexes, tags, samples: new GrowingSamples() };
    this.#series.set(key, series);
    return series;
  }
}

/** The quality of each sample: the one that was stated for its moment. */
function qualitiesAt(
  timesMs: Float64Array,
  codes: { readonly timesMs: Float64Array; readonly values: Float64Array } | undefined,
): Uint8Array {
  const qualities = new Uint8Array(timesMs.length);
  let next = 0;
  if (codes !== undefined) {
    timesMs.forEach((timeMs, at) => {
      while ((codes.timesMs[next] ?? Infinity) < timeMs) {
        next += 1;
      }
      qualities[at] = codes.timesMs[next] === timeMs ? qualityOfCode(codes.values[next] ?? NaN) : 0;
    });
  }
  return qualities;
}

/** Gathers an answer of several streams, each in a collector of its own, by the stream's name. */
export class StreamCollector implements SampleRows {
  readonly #streams: ReadonlyMap<string, SampleCollector>;
  #current: SampleCollector | undefined;

  constructor(streams: ReadonlyMap<string, SampleCollector>) {
    this.#streams = streams;
  }

  begin(stream: string, labelOf: (column: string) => string): Wanted {
    this.#current = this.#streams.get(stream);
    return this.#current?.begin(stream, labelOf) ?? 'nothing';
  }

  add(timeMs: number, value: number): void {
    this.#current?.add(timeMs, value);
  }
}
