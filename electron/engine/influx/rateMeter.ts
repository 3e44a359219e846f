import type { SampleBlock } from '../../../shared/history/historySource';

/** Believed until something was read: what a server sends that keeps a series a tag. */
const firstGuess = 700_000;
/** Fewer samples tell more of the way there than of the rate. */
const fewestSamples = 5_000;

/** Learns how many samples a second arrive, counting only the time spent waiting for them. */
export class RateMeter {
  readonly #clock: () => number;
  #perSecond = firstGuess;

  /** `clock`: ms from any moment on. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Samples a second, from the last reads that were long enough. */
  perSecond(): number {
    return this.#perSecond;
  }

  /** Passes blocks on and learns from them. */
  async *watch(blocks: AsyncIterable<SampleBlock>): AsyncGenerator<SampleBlock> {
    let waitedMs = 0;
    let samples = 0;
    let sinceMs = this.#clock();
    try {
      for await (const block of blocks) {
        waitedMs += this.#clock() - sinceMs;
        samples += block.timesMs.length;
        yield block;
        sinceMs = this.#clock();
      }
    } finally {
      if (samples >= fewestSamples) {
        // Half of what was known, half of what was seen: one slow read does not change everything.
        this.#perSecond = (this.#perSecond + (samples * 1_000) / Math.max(1, waitedMs)) / 2;
      }
    }
  }
}
