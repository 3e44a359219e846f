import type { Database } from 'better-sqlite3';
import { DamagedSamplesError } from '../../../../shared/history/byteCursor';
import { firstAtOrAfter } from '../../../../shared/history/bucketAggregation';
import { coverageOfRanges, gapsOf } from '../../../../shared/history/coverage';
import {
  bridgeUnbelieved,
  type CoveredPiece,
  type PieceFacts,
  rewritePieces,
} from '../../../../shared/history/coveredPieces';
import type { HistorySource, SampleColumns } from '../../../../shared/history/historySource';
import type { TimeRange } from '../../../../shared/history/timeRange';
import { replaceSamples } from '../chunkWrites';
import { embeddedSource } from '../embeddedSource';
import { HistoryStore } from '../historyStore';
import { isStorageFailure } from '../../project/sqliteFailure';
import { viewSamples } from '../sampleMerge';
import { type CoverageEdit, CoverageLedger, longestBridgeMs } from './coverageLedger';
import { dropDamaged } from './dropDamaged';
import { evict, type EvictionGround, victimsOf } from './eviction';
import { ProtectedStretches } from './protectedStretches';
import { longestReadMs, type SeriesCoverage } from './seriesCoverage';
import { eachOf, WriteQueue } from './writeQueue';

/** A stretch of one series as a source has just told it, whole. */
export interface KnownStretch {
  readonly key: string;
  readonly range: TimeRange;
  /** All samples of the range, ascending, no two of one time. Samples outside the range are left out. */
  readonly samples: SampleColumns;
  /**
   * The source's clock when it was asked; Infinity when nothing in the range can change any more; -Infinity when the
   * answer came too late to be believed.
   */
  readonly readAtMs: number;
}

/** What the cache needs from outside. */
export interface HistoryCacheOptions {
  /** Bytes of packed samples and tiles that may be kept. What was taken offline counts, but does not go. */
  readonly limitBytes: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds, to measure how long a transaction takes. */
  readonly sliceNow?: () => number;
}

const unending = new AbortController().signal;
/** To the hour: a view that is open for long writes down once an hour that it is. */
const useStepMs = 3_600_000;
/** What is used is noted by the day, or it would fall into many small pieces. */
const useSpanMs = 86_400_000;
/** No series stays fresh longer, and no read near the live edge takes longer: older reads need not be told apart. */
const longestOfUseMs = 30_000 + longestReadMs;
/** Of a plant of the five usual kinds of signal, with its tiles. */
const usualBytesPerSample = 3;
const fewestSamplesMeasured = 100_000;
/** Evicted down to this share of the limit, so that not every write evicts. */
const roomyShare = 0.9;
/** When nothing could go, it is worth another look when this share of the limit has come on top. */
const worthwhileShare = 0.02;

/**
 * What was read from data sources, of all sources of a project, in its `cache_*` tables. Writes come one after the
 * other, in short transactions, each of which holds samples together with what they make known.
 */
export class HistoryCache {
  /** Keys are those of `cacheKeyOf`. Answers what is stored, whether it is believed or not. */
  readonly source: HistorySource;
  readonly store: HistoryStore;
  /** For the other tables of the cache. */
  readonly database: Database;
  readonly #ledger: CoverageLedger;
  readonly #stretches = new ProtectedStretches();
  readonly #now: () => number;
  readonly #queue: WriteQueue;
  #limitBytes: number;
  #askedMs = 0;
  #generation = 0;
  #makingRoom: Promise<boolean> | undefined;
  /** Below this nothing more can be evicted: everything is protected. */
  #stuckBytes = 0;
  #stuckWhileHeld = false;
  #disposed = false;

  /** The tables must be there (`ensureCacheTables`). */
  constructor(db: Database, options: HistoryCacheOptions) {
    this.database = db;
    this.store = new HistoryStore(db, { prefix: 'cache' });
    this.source = embeddedSource(this.store);
    this.#ledger = new CoverageLedger(db, this.store);
    this.#limitBytes = options.limitBytes;
    this.#now = options.now;
    this.#queue = new WriteQueue(this.#ledger, options.sliceNow ?? (() => performance.now()));
  }

  /** Bytes of packed samples and tiles. */
  storedBytes(): number {
    return this.#ledger.storedBytes();
  }

  /** What a stored sample takes, tiles included: measured once there is enough to measure. */
  bytesPerSample(): number {
    let samples = 0;
    for (const { sampleCount } of this.store.allSeries()) {
      samples += sampleCount;
    }
    return samples < fewestSamplesMeasured ? usualBytesPerSample : this.storedBytes() / samples;
  }

  limitBytes(): number {
    return this.#limitBytes;
  }

  /** What is above the limit goes at once, and from now on after every write. */
  setLimitBytes(limitBytes: number): void {
    this.#limitBytes = limitBytes;
    this.#stuckBytes = 0;
    this.#makeRoomIfNeeded();
  }

  /** What is known of a series. */
  coverageOf(key: string): SeriesCoverage {
    return this.#ledger.coverageOf(key);
  }

  /** A number that changes when something is forgotten: what was asked for before may be out of date then. */
  generation(): number {
    return this.#generation;
  }

  /**
   * Stores stretches that were read at one generation. What is known from a newer read stays. On failure or when
   * `signal` fires, the stretches that were stored until then stay, each whole. Throws what SQLite throws.
   */
  put(stretches: readonly KnownStretch[], generation: number, signal: AbortSignal): Promise<void> {
    return this.#queue.add(async () => {
      const progress = { stored: 0 };
      try {
        await this.#putSlices(stretches, { generation, signal, progress });
      } catch (error) {
        if (!(error instanceof DamagedSamplesError)) {
          throw error;
        }
        // What was there before is damaged, not what has come.
        await this.#healSlices([...new Set(stretches.map(({ key }) => key))]);
        await this.#putSlices(stretches, { generation, signal, progress });
      }
      this.#makeRoomIfNeeded();
    });
  }

  async #putSlices(
    stretches: readonly KnownStretch[],
    how: { readonly generation: number; readonly signal: AbortSignal; readonly progress: { stored: number } },
  ): Promise<void> {
    const { generation, signal, progress } = how;
    let at = progress.stored;
    await this.#queue.inSlices(signal, (edit, isDue) => {
      // The transaction before has been committed.
      progress.stored = at;
      while (at < stretches.length && generation === this.#generation) {
        const stretch = stretches[at];
        at += 1;
        if (stretch !== undefined) {
          this.#putStretch(stretch, edit);
        }
        if (isDue()) {
          return at === stretches.length;
        }
      }
      return true;
    });
  }

  /** Drops what does not read back of these series, so that it is read from its source again. */
  heal(keys: readonly string[]): Promise<void> {
    return this.#queue.add(() => this.#healSlices(keys));
  }

  #healSlices(keys: readonly string[]): Promise<void> {
    const heal = eachOf(keys, (key, edit) => dropDamaged(this.store, key, edit));
    return this.#queue.inSlices(unending, heal);
  }

  #putStretch({ key, range, samples, readAtMs }: KnownStretch, edit: CoverageEdit): void {
    const pieces = edit.piecesOf(key);
    // What was read much later was read before the clock was set back.
    const newestMs = readAtMs === -Infinity ? Infinity : readAtMs + longestReadMs;
    const isKnown = (piece: CoveredPiece): boolean =>
      piece.readAtMs === Infinity || (piece.readAtMs > readAtMs && piece.readAtMs <= newestMs);
    const known = coverageOfRanges(pieces.filter(isKnown));
    const series = edit.seriesOf(key);
    for (const gap of gapsOf(known, range)) {
      const from = firstAtOrAfter(samples.timesMs, gap.startMs);
      const to = firstAtOrAfter(samples.timesMs, gap.endMs);
      replaceSamples(this.store, series, { range: gap, samples: viewSamples(samples, from, to) });
    }
    const usedAtMs = this.#useMs();
    const now = (piece: CoveredPiece | undefined): PieceFacts => ({
      readAtMs: piece !== undefined && isKnown(piece) ? piece.readAtMs : readAtMs,
      usedAtMs,
    });
    edit.put(key, rewritePieces(this.#settle(pieces, readAtMs), range, now));
  }

  /** Reads that are not fresh any more are all alike, or watching a plant would leave a piece for every look. */
  #settle(pieces: readonly CoveredPiece[], readAtMs: number): readonly CoveredPiece[] {
    const isPast = (piece: CoveredPiece): boolean =>
      Number.isFinite(piece.readAtMs) && piece.readAtMs < readAtMs - longestOfUseMs;
    return readAtMs === Infinity || !pieces.some(isPast)
      ? pieces
      : bridgeUnbelieved(pieces, longestBridgeMs, (piece) => piece.readAtMs > -Infinity && !isPast(piece));
  }

  /**
   * Writes other rows of the cache's tables in the same manner: `step` is called inside transactions until it says that
   * all is done, and stops when time is due.
   */
  write(step: (isDue: () => boolean) => boolean): Promise<void> {
    return this.#queue.add(() => this.#queue.inSlices(unending, (_, isDue) => step(isDue)));
  }

  /** Resolves when everything that was to be written by now is written, or has failed. */
  async settled(): Promise<void> {
    await this.#queue.settled();
  }

  #useMs(): number {
    return Math.floor(this.#now() / useStepMs) * useStepMs;
  }

  /** Notes that a stretch was asked for now. Cheap; written down with the next write, or at the end. */
  touch(keys: readonly string[], range: TimeRange): void {
    this.#askedMs = range.startMs;
    const usedAtMs = this.#useMs();
    const startMs = Math.floor(range.startMs / useSpanMs) * useSpanMs;
    const span = { startMs, endMs: Math.max(startMs + 1, Math.ceil(range.endMs / useSpanMs) * useSpanMs) };
    for (const key of keys) {
      const coverage = this.#ledger.coverageOf(key);
      const isOld = (piece: CoveredPiece): boolean =>
        piece.usedAtMs !== usedAtMs && piece.startMs < span.endMs && span.startMs < piece.endMs;
      if (coverage.pieces().some(isOld)) {
        coverage.note(rewritePieces(coverage.pieces(), span, (piece) => piece && { ...piece, usedAtMs }));
      }
    }
  }

  /** What is stored of a range is no longer believed: the next read asks again, and shows it only when that fails. */
  forget(keys: readonly string[], range: TimeRange): Promise<void> {
    this.#generation += 1;
    const doubt = (key: string, edit: CoverageEdit): void => {
      const pieces = edit.piecesOf(key);
      if (pieces.length > 0) {
        edit.put(
          key,
          rewritePieces(pieces, range, (piece) => piece && { ...piece, readAtMs: -Infinity }),
        );
      }
    };
    return this.#queue.add(() => this.#queue.inSlices(unending, eachOf(keys, doubt)));
  }

  /** Protects what is being read from eviction. Returns the function that ends this. */
  hold(keys: readonly string[], range: TimeRange): () => void {
    const release = this.#stretches.hold({ keys: new Set(keys), range });
    return () => {
      release();
      if (this.#stuckWhileHeld && !this.#stretches.isAnythingHeld()) {
        this.#stuckBytes = 0;
      }
      this.#makeRoomIfNeeded();
    };
  }

  /** Protects what was taken offline, by the id of its job, until it is unpinned. */
  pin(id: string, keys: readonly string[], range: TimeRange): void {
    this.#stretches.pin(id, { keys: new Set(keys), range });
  }

  unpin(id: string): void {
    this.#stretches.unpin(id);
    this.#stuckBytes = 0;
    this.#makeRoomIfNeeded();
  }

  #makeRoomIfNeeded(): void {
    if (this.storedBytes() > Math.max(this.#limitBytes, this.#stuckBytes) && !this.#disposed) {
      // Failing to make room harms nothing that is stored; the next write tries again.
      this.makeRoom().catch(() => undefined);
    }
  }

  /**
   * Evicts until what is stored is below the limit: true when it is. Pages that become free are used by the next
   * samples. The file does not shrink: VACUUM would write the whole plant anew, hold the engine up for as long as that
   * takes and need the same room once more, to give back what the next day of history takes again.
   */
  makeRoom(): Promise<boolean> {
    this.#makingRoom ??= this.#queue
      .add(() => this.#evictDownTo(this.#limitBytes * roomyShare))
      .then(() => this.#judgeRoom())
      .finally(() => {
        this.#makingRoom = undefined;
      });
    return this.#makingRoom;
  }

  #judgeRoom(): boolean {
    const hasRoom = this.storedBytes() <= this.#limitBytes;
    // To look through everything again at every write would find the same.
    this.#stuckBytes = hasRoom ? 0 : this.storedBytes() + this.#limitBytes * worthwhileShare;
    this.#stuckWhileHeld = !hasRoom && this.#stretches.isAnythingHeld();
    return hasRoom;
  }

  async #evictDownTo(targetBytes: number): Promise<void> {
    if (this.storedBytes() <= this.#limitBytes) {
      return;
    }
    const ground: EvictionGround = {
      store: this.store,
      ledger: this.#ledger,
      stretches: this.#stretches,
      askedMs: this.#askedMs,
    };
    const victims = victimsOf(ground);
    await this.#queue.inSlices(unending, (edit, isDue) => {
      while (this.storedBytes() > targetBytes) {
        const victim = victims.next();
        if (victim.done === true) {
          return true;
        }
        evict(ground, victim.value, edit);
        if (isDue()) {
          return false;
        }
      }
      return true;
    });
  }

  /** Writes down what was last used, where the disk lets it. Nothing is written afterwards. */
  dispose(): void {
    if (this.#disposed) {
      return;
    }
    this.#disposed = true;
    this.#queue.close();
    try {
      this.#ledger.writeNotes();
    } catch (error) {
      if (!isStorageFailure(error)) {
        throw error;
      }
    }
  }
}
