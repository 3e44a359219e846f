import type { SampleColumns } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import type { FluxGroup } from '../../../shared/influx/fluxText';
import { qualityOfCode } from '../../../shared/influx/opcQuality';
import { tagSetKey } from '../../../shared/influx/seriesPlan';
import type { SampleRows, Wanted } from './fluxRows';
import { GrowingSamples } from './growingSamples';

/** An answer has more rows than one answer should; the question is to be asked in parts. */
export class TooManyRows extends Error {}

/** The samples of one series, by the set of tags it has. */
interface OpenSeries {
  readonly tags: string;
  readonly field: string;
  readonly samples: GrowingSamples;
}

interface Columns {
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}

/** One series of an answer, and which of the addresses it is. */
export interface FoundSeries extends SampleColumns {
  readonly indexes: readonly number[];
}

/** Gathers the samples of one group's series, those within a range only. */
export class SampleCollector implements SampleRows {
  readonly #asked: FluxGroup;
  readonly #range: TimeRange;
  readonly #mostRows: number;
  readonly #series = new Map<string, OpenSeries>();
  /** Fields that say how good others are. */
  readonly #qualityFields: ReadonlySet<string>;
  #current = new GrowingSamples();
  #rows = 0;
  #latestMs = -Infinity;

  constructor(asked: FluxGroup, range: TimeRange, mostRows: number) {
    this.#asked = asked;
    this.#range = range;
    this.#mostRows = mostRows;
    this.#qualityFields = new Set(asked.group.fields.flatMap((field) => asked.qualityFieldOf(field) ?? []));
  }

  begin(_stream: string, labelOf: (column: string) => string): Wanted {
    const { group } = this.#asked;
    const values = group.tagKeys.map((key, at) => {
      const [only = '', ...more] = group.tagValues[at] ?? [];
      return more.length > 0 ? labelOf(key) : only;
    });
    const tags = tagSetKey(values);
    const [onlyField = '', ...moreFields] = [...group.fields, ...this.#qualityFields];
    const field = moreFields.length > 0 ? labelOf('_field') : onlyField;
    const isValue = this.#indexesOf(tags, field).length > 0;
    const isQuality = this.#qualityFields.has(field) && group.members.has(tags);
    if (!isValue && !isQuality) {
      return 'nothing';
    }
    const key = tagSetKey([tags, field]);
    const series = this.#series.get(key) ?? { tags, field, samples: new GrowingSamples() };
    this.#series.set(key, series);
    this.#current = series.samples;
    return isValue ? 'values' : 'codes';
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

  /** Every series that has samples: by time, none twice, with their qualities. */
  *found(): Generator<FoundSeries> {
    const { group, qualityFieldOf } = this.#asked;
    for (const tags of group.members.keys()) {
      for (const field of group.fields) {
        const indexes = this.#indexesOf(tags, field);
        const rated = indexes.length > 0 ? this.#rated(tags, field, qualityFieldOf(field)) : undefined;
        if (rated !== undefined && rated.timesMs.length > 0) {
          yield { indexes, ...rated };
        }
      }
    }
  }

  /** Every series with all its rows by time, also those of one moment. */
  *foundRows(): Generator<Omit<FoundSeries, 'qualities'>> {
    for (const { tags, field, samples } of this.#series.values()) {
      yield { indexes: this.#indexesOf(tags, field), ...samples.sorted() };
    }
  }

  #indexesOf(tags: string, field: string): readonly number[] {
    const { group } = this.#asked;
    return group.members.get(tags)?.[group.fields.indexOf(field)] ?? [];
  }

  #rated(tags: string, field: string, qualityField: string | undefined): SampleColumns {
    const samples = this.#columnsOf(tags, field);
    return qualityField === undefined ? withoutCodes(samples) : withCodes(samples, this.#columnsOf(tags, qualityField));
  }

  #columnsOf(tags: string, field: string): Columns {
    return this.#series.get(tagSetKey([tags, field]))?.samples.unique() ?? nothing;
  }
}

const nothing: Columns = { timesMs: new Float64Array(0), values: new Float64Array(0) };

function withoutCodes({ timesMs, values }: Columns): SampleColumns {
  return { timesMs, values, qualities: new Uint8Array(timesMs.length) };
}

/** Samples with the quality that was stated for their moment. A quality alone says that there is no value from there on. */
function withCodes(samples: Columns, codes: Columns): SampleColumns {
  const isAlike = samples.timesMs.length === codes.timesMs.length;
  if (isAlike && samples.timesMs.every((timeMs, at) => timeMs === codes.timesMs[at])) {
    return { ...samples, qualities: Uint8Array.from(codes.values, qualityOfCode) };
  }
  const timesMs = Float64Array.from(new Set([...samples.timesMs, ...codes.timesMs])).sort();
  const at = ({ timesMs: moments, values }: Columns): Float64Array => {
    let next = 0;
    return timesMs.map((timeMs) => {
      while ((moments[next] ?? Infinity) < timeMs) {
        next += 1;
      }
      return moments[next] === timeMs ? (values[next] ?? NaN) : NaN;
    });
  };
  return { timesMs, values: at(samples), qualities: Uint8Array.from(at(codes), qualityOfCode) };
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
