import { type Coverage, coverageOfRanges } from '../../../../shared/history/coverage';
import type { CoveredPiece } from '../../../../shared/history/coveredPieces';

/** A read near the live edge takes no longer; what was read further ahead was read before the clock was set back. */
export const longestReadMs = 60_000;

/** What is known of one series, and what of it can be believed at a moment. */
export class SeriesCoverage {
  #pieces: readonly CoveredPiece[] = [];
  #written: readonly CoveredPiece[] = [];
  #isNoted = false;
  #believed: Coverage = [];
  /** For which freshness, and from when until when, `#believed` holds. */
  #freshMs = NaN;
  #fromMs = Infinity;
  #untilMs = -Infinity;

  /** Ascending and disjoint. */
  pieces(): readonly CoveredPiece[] {
    return this.#pieces;
  }

  /** The pieces that stand in the file. */
  written(): readonly CoveredPiece[] {
    return this.#written;
  }

  /** Changes what is known in memory only. */
  note(pieces: readonly CoveredPiece[]): void {
    this.#pieces = pieces;
    this.#untilMs = -Infinity;
    this.#isNoted = true;
  }

  /** Whether something is known in memory only. */
  isNoted(): boolean {
    return this.#isNoted;
  }

  /** Takes over what is known, and what of it was written to the file. */
  replace(pieces: readonly CoveredPiece[], written: readonly CoveredPiece[]): void {
    this.note(pieces);
    this.#written = written;
    this.#isNoted = false;
  }

  /**
   * What was read when it could not change any more, or less than `freshMs` before `nowMs`, by the source's clock, or
   * a little after it: a read judges by the moment at which it began.
   */
  believedAt(nowMs: number, freshMs: number): Coverage {
    if (freshMs !== this.#freshMs || nowMs < this.#fromMs || nowMs >= this.#untilMs) {
      this.#judge(nowMs, freshMs);
    }
    return this.#believed;
  }

  #judge(nowMs: number, freshMs: number): void {
    this.#freshMs = freshMs;
    this.#fromMs = -Infinity;
    this.#untilMs = Infinity;
    const believed = this.#pieces.filter(({ readAtMs }) => {
      if (!Number.isFinite(readAtMs)) {
        return readAtMs > 0;
      }
      const beginsMs = readAtMs - longestReadMs;
      const endsMs = readAtMs + freshMs;
      for (const edgeMs of [beginsMs, endsMs]) {
        if (edgeMs <= nowMs) {
          this.#fromMs = Math.max(this.#fromMs, edgeMs);
        } else {
          this.#untilMs = Math.min(this.#untilMs, edgeMs);
        }
      }
      return beginsMs <= nowMs && nowMs < endsMs;
    });
    this.#believed = coverageOfRanges(believed);
  }
}
