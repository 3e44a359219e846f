import type { Quality, SampleColumns } from '../../../shared/history/historySource';

/** A series of a file: what its header says. */
export interface SeriesHeader {
  readonly name: string;
  readonly unit: string;
}

/** Where imported samples go. Called with every series that has new ones; later samples of a same time win. */
export interface SampleSink {
  /** The columns may be overwritten once this has resolved. Others get their turn meanwhile. */
  append(series: SeriesHeader, columns: SampleColumns): Promise<void>;
  /** Makes everything appended so far durable. */
  flush(): Promise<void>;
}

/** Files with ten thousands of series hold few samples of each at a time. */
const firstLength = 16;

function grown<Column extends Float64Array | Uint8Array>(column: Column, made: Column): Column {
  made.set(column);
  return made;
}

/** Collects the samples of one series as columns. */
export class SeriesBuffer {
  readonly header: SeriesHeader;
  #times = new Float64Array(firstLength);
  #values = new Float64Array(firstLength);
  #qualities = new Uint8Array(firstLength);
  #length = 0;
  #total = 0;

  constructor(header: SeriesHeader) {
    this.header = header;
  }

  add(timeMs: number, value: number, quality: Quality): void {
    if (this.#length === this.#times.length) {
      const size = this.#length * 2;
      this.#times = grown(this.#times, new Float64Array(size));
      this.#values = grown(this.#values, new Float64Array(size));
      this.#qualities = grown(this.#qualities, new Uint8Array(size));
    }
    this.#times[this.#length] = timeMs;
    this.#values[this.#length] = value;
    this.#qualities[this.#length] = quality;
    this.#length += 1;
    this.#total += 1;
  }

  /** Samples held now. */
  get length(): number {
    return this.#length;
  }

  /** Samples taken in all. */
  get total(): number {
    return this.#total;
  }

  /** First and last time of the samples held; none: Infinity and -Infinity. */
  extent(): { readonly firstMs: number; readonly lastMs: number } {
    let firstMs = Infinity;
    let lastMs = -Infinity;
    for (let index = 0; index < this.#length; index += 1) {
      const timeMs = this.#times[index] ?? NaN;
      firstMs = timeMs < firstMs ? timeMs : firstMs;
      lastMs = timeMs > lastMs ? timeMs : lastMs;
    }
    return { firstMs, lastMs };
  }

  /** Hands the samples on and holds none any more. */
  async drainTo(sink: SampleSink): Promise<void> {
    await sink.append(this.header, {
      timesMs: this.#times.subarray(0, this.#length),
      values: this.#values.subarray(0, this.#length),
      qualities: this.#qualities.subarray(0, this.#length),
    });
    this.#length = 0;
  }
}

/** Collects samples as columns, series by series, until they are handed on together. */
export class SeriesBuffers {
  readonly #buffers = new Map<string, SeriesBuffer>();
  #firstMs = Infinity;
  #lastMs = -Infinity;

  /** Samples held now. */
  countBuffered(): number {
    let count = 0;
    for (const buffer of this.#buffers.values()) {
      count += buffer.length;
    }
    return count;
  }

  /** Series met, with or without samples. */
  get seriesCount(): number {
    return this.#buffers.size;
  }

  /** First and last time handed on; undefined before the first sample. */
  get extent(): { readonly firstMs: number; readonly lastMs: number } | undefined {
    return this.#firstMs > this.#lastMs ? undefined : { firstMs: this.#firstMs, lastMs: this.#lastMs };
  }

  /** All series that got samples, with how many each got in all. */
  get series(): readonly (SeriesHeader & { readonly sampleCount: number })[] {
    return [...this.#buffers.values()]
      .filter(({ total }) => total > 0)
      .map(({ header, total }) => ({ ...header, sampleCount: total }));
  }

  /** Hands everything on and holds nothing any more. */
  async drainTo(sink: SampleSink): Promise<void> {
    for (const buffer of this.#buffers.values()) {
      if (buffer.length > 0) {
        const { firstMs, lastMs } = buffer.extent();
        this.#firstMs = Math.min(this.#firstMs, firstMs);
        this.#lastMs = Math.max(this.#lastMs, lastMs);
        await buffer.drainTo(sink);
      }
    }
    await sink.flush();
  }

  /** The buffer of a series: the one of that name, else a new one. */
  of(header: SeriesHeader): SeriesBuffer {
    const known = this.#buffers.get(header.name);
    if (known !== undefined) {
      return known;
    }
    const made = new SeriesBuffer(header);
    this.#buffers.set(header.name, made);
    return made;
  }
}
