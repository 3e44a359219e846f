/** How fast one caller may ask. */
export interface RateLimit {
  /** Requests that come back each second. */
  readonly perSecond: number;
  /** Requests that may come at once after a rest. */
  readonly burst: number;
}

interface Bucket {
  left: number;
  atMs: number;
}

/** Buckets that are full again say nothing, so they are forgotten now and then. */
const forgetAbove = 10_000;

/** Counts requests by caller. */
export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #limit: RateLimit;

  constructor(limit: RateLimit) {
    this.#limit = limit;
  }

  /** Takes one request of a caller. 0: it may go on; else the seconds to wait, whole and at least 1. */
  take(caller: string, nowMs: number): number {
    const { perSecond, burst } = this.#limit;
    const bucket = this.#buckets.get(caller) ?? this.#newBucket(nowMs);
    // A clock that was set back gives nothing and takes nothing.
    bucket.left = Math.min(burst, bucket.left + (Math.max(0, nowMs - bucket.atMs) / 1_000) * perSecond);
    bucket.atMs = nowMs;
    this.#buckets.set(caller, bucket);
    if (bucket.left >= 1) {
      bucket.left -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil((1 - bucket.left) / perSecond));
  }

  #newBucket(nowMs: number): Bucket {
    if (this.#buckets.size >= forgetAbove) {
      this.#forgetFull(nowMs);
    }
    return { left: this.#limit.burst, atMs: nowMs };
  }

  #forgetFull(nowMs: number): void {
    const { perSecond, burst } = this.#limit;
    for (const [caller, { left, atMs }] of this.#buckets) {
      if (left + ((nowMs - atMs) / 1_000) * perSecond >= burst) {
        this.#buckets.delete(caller);
      }
    }
  }
}
