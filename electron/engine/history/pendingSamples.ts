import type { SampleColumns } from '../../../shared/history/historySource';
import { emptySamples, viewSamples } from './sampleMerge';

/** Samples of one series that wait to be stored. */
export class PendingSamples {
  #columns = emptySamples(0);
  #count = 0;

  add(samples: SampleColumns): void {
    const needed = this.#count + samples.timesMs.length;
    if (needed > this.#columns.timesMs.length) {
      const old = this.view();
      this.#columns = emptySamples(Math.max(needed, this.#columns.timesMs.length * 2));
      this.#put(old, 0);
    }
    this.#put(samples, this.#count);
    this.#count = needed;
  }

  #put(samples: SampleColumns, at: number): void {
    this.#columns.timesMs.set(samples.timesMs, at);
    this.#columns.values.set(samples.values, at);
    this.#columns.qualities.set(samples.qualities, at);
  }

  /** What waits, in the order it came; shares memory until the next call. */
  view(): SampleColumns {
    return viewSamples(this.#columns, 0, this.#count);
  }

  /** Keeps only these, which may be a part of what waits. */
  keep(samples: SampleColumns): void {
    this.#put(samples, 0);
    this.#count = samples.timesMs.length;
  }
}
