import type { Database } from 'better-sqlite3';
import type { SourceFailureReason } from '../../../shared/influx/sourceFailure';
import { complaintAboutPoint, type WriteBackPoint, writeBackPointSchema } from '../../../shared/influx/writeBackPoint';
import type { AppError } from '../../../shared/lib/appError';
import { assertNever } from '../../../shared/lib/assertNever';
import { err, ok, type Result } from '../../../shared/lib/result';
import { isStorageFailure, writeFailure } from '../project/sqliteFailure';
import type { PointWriter, WriteBatch, WriteOutcome } from './influxWriter';
import {
  prepareWriteBackStatements,
  type QueuedPoint,
  type RejectedPoint,
  type WriteBackCounts,
} from './writeBackStatements';

/** Bounds of the queue, and the clock. */
export interface WriteBackOptions {
  /** So many points are kept, over all sources; those that were refused count. */
  readonly mostPoints?: number;
  /** So many are sent at once. */
  readonly batchPoints?: number;
  /** Ms since the epoch. */
  readonly now: () => number;
}

/** How a send ended. */
export type SendReport =
  /** Nothing waits any more. */
  | { readonly kind: 'empty' }
  /** The source cannot take points at the moment; it may be tried again at `atMs`. */
  | {
      readonly kind: 'waiting';
      readonly reason: SourceFailureReason;
      readonly detail: string;
      readonly atMs: number;
    };

type RetryLater = Extract<WriteOutcome, { kind: 'retry-later' }>;

/** A source that failed: how often in a row, and when it may be tried again. */
interface Patience {
  readonly failures: number;
  readonly report: Extract<SendReport, { kind: 'waiting' }>;
}

const firstPauseMs = 1_000;
const longestPauseMs = 300_000;

function pauseMs(failures: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures, 20));
}

function isOfPlace({ point }: QueuedPoint, { point: first }: QueuedPoint): boolean {
  return point.database === first.database && point.retentionPolicy === first.retentionPolicy;
}

/** The first points that can go out together. */
function batchOf(points: readonly QueuedPoint[]): readonly QueuedPoint[] {
  const [first] = points;
  const end = first === undefined ? 0 : points.findIndex((point) => !isOfPlace(point, first));
  return end < 0 ? points : points.slice(0, end);
}

/**
 * What is to be written to data sources, kept on the disk until they have it. A point is on the disk, as safely as the
 * connection commits, when `enqueue` returns. Each source gets its points oldest first and in batches; a crash between the
 * source's answer and our note of it sends them again, which does no harm. Nothing is dropped: a full queue takes no more.
 */
export class WriteBackQueue {
  readonly #db: Database;
  readonly #statements: ReturnType<typeof prepareWriteBackStatements>;
  readonly #options: Required<WriteBackOptions>;
  readonly #patience = new Map<string, Patience>();
  readonly #sending = new Map<string, Promise<SendReport>>();

  /** `db` has the tables of `writeBackTables`. */
  constructor(db: Database, options: WriteBackOptions) {
    this.#db = db;
    this.#statements = prepareWriteBackStatements(db);
    this.#options = { mostPoints: 100_000, batchPoints: 5_000, ...options };
  }

  /** Adds points, all or none of them. */
  enqueue(points: readonly WriteBackPoint[]): Result<void, AppError> {
    const unfit = points.map(unfitnessOf).find((detail) => detail !== undefined);
    if (unfit !== undefined) {
      return err({ code: 'write-back-unfit', detail: unfit });
    }
    const { mostPoints } = this.#options;
    try {
      return this.#inTransaction(() => {
        if (this.#statements.countAll() + points.length > mostPoints) {
          return err({ code: 'write-back-full', mostPoints });
        }
        points.forEach((point) => this.#statements.insert(point));
        return ok(undefined);
      });
    } catch (thrown) {
      if (isStorageFailure(thrown)) {
        return err(writeFailure(thrown));
      }
      throw thrown;
    }
  }

  /** How many points of a source wait, and how many it refused. */
  counts(sourceId: string): WriteBackCounts {
    return this.#statements.counts(sourceId);
  }

  /** The oldest points that a source refused, with what it said. */
  rejected(sourceId: string, most: number): readonly RejectedPoint[] {
    return this.#statements.rejected(sourceId, most);
  }

  /** Puts refused points back where they were in the queue: what was wrong with them, or with the source, is mended. */
  retryRejected(sourceId: string): void {
    this.#statements.retryRejected(sourceId);
  }

  /** Forgets the points that a source refused. */
  discardRejected(sourceId: string): void {
    this.#statements.discardRejected(sourceId);
  }

  /** Forgets everything of a source that is no more. */
  forgetSource(sourceId: string): void {
    this.#statements.forget(sourceId);
    this.#patience.delete(sourceId);
  }

  /** Lets the next send try at once: the network is back, or the connection was changed. */
  retryNow(sourceId: string): void {
    this.#patience.delete(sourceId);
  }

  /**
   * Sends what waits for a source until nothing is left, or the source cannot take more; before `atMs` of the last report
   * it is not tried again. Rejects with an AbortError when the signal fires; nothing is lost. One send a source at a time:
   * a second one joins the first.
   */
  send(sourceId: string, writer: PointWriter, signal: AbortSignal): Promise<SendReport> {
    const running = this.#sending.get(sourceId);
    if (running !== undefined) {
      return running;
    }
    const sending = this.#sendAll(sourceId, writer, signal).finally(() => this.#sending.delete(sourceId));
    this.#sending.set(sourceId, sending);
    return sending;
  }

  async #sendAll(sourceId: string, writer: PointWriter, signal: AbortSignal): Promise<SendReport> {
    const patience = this.#patience.get(sourceId);
    if (patience !== undefined && this.#options.now() < patience.report.atMs) {
      return patience.report;
    }
    for (;;) {
      const batch = batchOf(this.#statements.oldest(sourceId, this.#options.batchPoints));
      if (batch.length === 0) {
        this.#patience.delete(sourceId);
        return { kind: 'empty' };
      }
      const later = await this.#sendBatch(batch, writer, signal);
      if (later !== undefined) {
        return this.#waitFor(sourceId, later);
      }
      this.#patience.delete(sourceId);
    }
  }

  #waitFor(sourceId: string, { reason, detail, afterMs }: RetryLater): SendReport {
    const failures = this.#patience.get(sourceId)?.failures ?? 0;
    const atMs = this.#options.now() + Math.max(afterMs, pauseMs(failures));
    const report = { kind: 'waiting', reason, detail, atMs } as const;
    this.#patience.set(sourceId, { failures: failures + 1, report });
    return report;
  }

  /** Sends points and notes what became of them. A refusal is followed down to the points that it is about. */
  async #sendBatch(
    batch: readonly QueuedPoint[],
    writer: PointWriter,
    signal: AbortSignal,
  ): Promise<RetryLater | undefined> {
    const [first, ...more] = batch;
    if (first === undefined) {
      return undefined;
    }
    const points: WriteBatch = [first.point, ...more.map(({ point }) => point)];
    const outcome = await writer.write(points, signal);
    switch (outcome.kind) {
      case 'written':
        this.#inTransaction(() => batch.forEach(({ id }) => this.#statements.remove(id)));
        return undefined;
      case 'retry-later':
        return outcome;
      case 'rejected': {
        if (more.length === 0) {
          this.#statements.reject(first.id, outcome.detail);
          return undefined;
        }
        const middle = batch.length >> 1;
        return (
          (await this.#sendBatch(batch.slice(0, middle), writer, signal)) ??
          (await this.#sendBatch(batch.slice(middle), writer, signal))
        );
      }
      default:
        return assertNever(outcome, 'WriteOutcome');
    }
  }

  #inTransaction<T>(work: () => T): T {
    return this.#db.transaction(work)();
  }
}

function unfitnessOf(point: WriteBackPoint): string | undefined {
  const parsed = writeBackPointSchema.safeParse(point);
  return parsed.success ? complaintAboutPoint(point) : 'it is too long, or not a point at all';
}
