import { storedFixture, type StoredFixture } from './storedFixture';

/** Samples of each series by time, as the remote has them. */
export type Truth = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** When the world begins, by our clock. */
export const worldStartMs = 1_700_000_000_000;
/** Samples younger than this may come or change. */
export const worldLateMs = 60_000;
/** No answer may be older than this, not even of the last minutes. */
const longestFreshMs = 30_000;
const skewMs = 7_000;
/** What it holds, and a name that it does not. */
export const worldNames = ['ten', 'minute', 'sparse', 'empty', 'nobody'];
/** How long it has measured before. */
export const worldSpanMs = 3_600_000;

function initialTruth(): Map<string, Map<number, number>> {
  const steady = (periodMs: number, factor: number): Map<number, number> =>
    new Map(
      Array.from(
        { length: worldSpanMs / periodMs },
        (_, at) => [worldStartMs - worldSpanMs + at * periodMs, (at % 97) * factor] as const,
      ),
    );
  return new Map([
    ['ten', steady(10_000, 1)],
    ['minute', steady(60_000, 0.1)],
    [
      'sparse',
      new Map([-3_000_000, -2_999_000, -1_000_500, -30_000].map((at) => [worldStartMs + at, at / 1_000] as const)),
    ],
    ['empty', new Map()],
  ]);
}

/** The last sample at or before a moment; NaN where there is none. */
export function heldAt(truth: Truth, name: string, timeMs: number): readonly [number, number] {
  let found: readonly [number, number] = [NaN, NaN];
  for (const [sampleMs, value] of truth.get(name) ?? []) {
    if (sampleMs <= timeMs && !(sampleMs <= found[0])) {
      found = [sampleMs, value];
    }
  }
  return found;
}

/** The remote, the stored source before it, and what the remote held at any time. */
export class StoredWorld {
  readonly fixture: StoredFixture;
  #truth = initialTruth();
  /** Until when, by our clock, each state of the remote was the last one. */
  readonly #past: { readonly untilMs: number; readonly truth: Truth }[] = [];
  readonly hadSamples = new Set(['ten', 'minute', 'sparse']);
  /** Counts the failures that the remote was told to have. */
  failures = 0;
  /** Reads whose answers are on their way. */
  readonly underWay: Promise<void>[] = [];
  #release: (() => void) | undefined;

  constructor() {
    const series = [...this.#truth].map(([name, samples]) => ({ name, unit: '', samples: [...samples] }));
    this.fixture = storedFixture(series, { nowMs: worldStartMs, lateDataMs: worldLateMs, interactiveMs: 20_000 });
    this.fixture.remote.skewMs = skewMs;
  }

  serverNow(): number {
    return this.fixture.clock.now() + skewMs;
  }

  change(name: string, timeMs: number, value: number | undefined): void {
    this.#past.push({
      untilMs: this.fixture.clock.now(),
      truth: new Map([...this.#truth].map(([of, samples]) => [of, new Map(samples)])),
    });
    const samples = this.#truth.get(name) ?? new Map<number, number>();
    this.#truth.set(name, samples);
    if (value === undefined) {
      samples.delete(timeMs);
      this.fixture.remote.remove(name, { startMs: timeMs, endMs: timeMs + 1 });
    } else {
      samples.set(timeMs, value);
      this.hadSamples.add(name);
      this.fixture.remote.add(name, [[timeMs, value]]);
    }
  }

  timesOf(name: string): readonly number[] {
    return [...(this.#truth.get(name)?.keys() ?? [])];
  }

  /** From now on answers stay on their way. */
  holdAnswers(): void {
    if (this.#release === undefined) {
      const gate = new Promise<void>((resolve) => {
        this.#release = resolve;
      });
      this.fixture.remote.onWay = () => gate;
    }
  }

  areHeld(): boolean {
    return this.#release !== undefined;
  }

  /** Lets all answers arrive. */
  async release(): Promise<void> {
    this.fixture.remote.onWay = () => Promise.resolve();
    this.#release?.();
    this.#release = undefined;
    await Promise.all(this.underWay.splice(0));
  }

  /** What the remote held at some moment since an answer that counted as fresh when a read began. */
  possible(begunMs: number): readonly Truth[] {
    const fromMs = begunMs - longestFreshMs;
    return [this.#truth, ...this.#past.filter(({ untilMs }) => untilMs >= fromMs).map(({ truth }) => truth)];
  }

  /** Time goes by: the plant goes on measuring. */
  async advance(byMs: number): Promise<void> {
    const fromMs = this.serverNow();
    await this.fixture.clock.advance(byMs);
    for (const [name, periodMs] of [
      ['ten', 10_000],
      ['minute', 60_000],
    ] as const) {
      for (let at = Math.ceil((fromMs + 1) / periodMs) * periodMs; at <= this.serverNow(); at += periodMs) {
        this.change(name, at, (at / periodMs) % 97);
      }
    }
  }

  fail(isFailing: boolean): void {
    this.failures += isFailing ? 1 : 0;
    this.fixture.remote.failure = isFailing ? new Error('the network is gone') : undefined;
  }

  /** Begins a read: what it may answer is settled by when it began and by what fails until it ends. */
  begin(): { readonly begunMs: number; readonly wasHealthy: () => boolean } {
    const { failures, fixture } = this;
    const isHealthy = this.isHealthy() && fixture.remote.samplesPerSecond > 1_000;
    const begunMs = fixture.clock.now();
    // What took longer than anything stays fresh may have been overtaken by a newer read.
    const isInTime = (): boolean => fixture.clock.now() - begunMs < longestFreshMs;
    return { begunMs, wasHealthy: () => isHealthy && failures === this.failures && isInTime() };
  }

  /** The remote answers, and the stored source knows that it does. */
  isHealthy(): boolean {
    return this.fixture.remote.failure === undefined && this.fixture.source.status().kind === 'ok';
  }
}
