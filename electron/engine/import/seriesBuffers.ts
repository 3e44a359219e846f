import type { Quality, SampleColumns } from '../../../shared/history/historySource';

/** Where imported samples go. Called with every series that has new ones; later samples of a same time win. */
export interface SampleSink {
  append(series: { readonly name: string; readonly unit: string }, columns: SampleColumns): void;
  /** Makes everything appended so far durable. */
  flush(): void;
}

interface Buffer {
  readonly unit: string;
  times: Float64Array;
  values: Float64Array;
  qualities: Uint8Array;
  length: number;
  total: number;
}

function grown<Column extends Float64Array | Uint8Array>(column: Column, made: Column): Column {
  made.set(column);
  return made;
}

/** Collects samples as columns, series by series, until they are handed on together. */
export class SeriesBuffers {
  readonly #buffers = new Map<string, Buffer>();
  #buffered = 0;
  #firstMs = Infinity;
  #lastMs = -Infinity;

  /** Samples held now. */
  get buffered(): number {
    return this.#buffered;
  }

  /** First and last time met; undefined before the first sample. */
  get extent(): { readonly firstMs: number; readonly lastMs: number } | undefined {
    return this.#firstMs > this.#lastMs ? undefined : { firstMs: this.#firstMs, lastMs: this.#lastMs };
  }

  /** All series met, with how many samples each got in all. */
  get series(): readonly { readonly name: string; readonly unit: string; readonly sampleCount: number }[] {
    return [...this.#buffers].map(([name, { unit, total }]) => ({ name, unit, sampleCount: total }));
  }

  add(
    series: { readonly name: string; readonly unit: string },
    timeMs: number,
    sample: { value: number; quality: Quality },
  ): void {
    const buffer = this.#bufferOf(series);
    if (buffer.length === buffer.times.length) {
      const size = buffer.length * 2;
      buffer.times = grown(buffer.times, new Float64Array(size));
      buffer.values = grown(buffer.values, new Float64Array(size));
      buffer.qualities = grown(buffer.qualities, new Uint8Array(size));
    }
    buffer.times[buffer.length] = timeMs;
    buffer.values[buffer.length] = sample.value;
    buffer.qualities[buffer.length] = sample.quality;
    buffer.length += 1;
    buffer.total += 1;
    this.#buffered += 1;
    this.#firstMs = Math.min(this.#firstMs, timeMs);
    this.#lastMs = Math.max(this.#lastMs, timeMs);
  }

  /** Hands everything on and holds nothing any more. */
  drainTo(sink: SampleSink): void {
    for (const [name, buffer] of this.#buffers) {
      if (buffer.length > 0) {
        const { unit, length } = buffer;
        sink.append(
          { name, unit },
          {
            timesMs: buffer.times.subarray(0, length),
            values: buffer.values.subarray(0, length),
            qualities: buffer.qualities.subarray(0, length),
          },
        );
        buffer.length = 0;
      }
    }
    this.#buffered = 0;
    sink.flush();
  }

  #bufferOf({ name, unit }: { readonly name: string; readonly unit: string }): Buffer {
    const known = this.#buffers.get(name);
    if (known !== undefined) {
      return known;
    }
    const made: Buffer = {
      unit,
      times: new Float64Array(1024),
      values: new Float64Array(1024),
      qualities: new Uint8Array(1024),
      length: 0,
      total: 0,
    };
    this.#buffers.set(name, made);
    return made;
  }
}
