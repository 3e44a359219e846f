import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { type WriteBackPoint, writeBackPointSchema } from '../../../shared/influx/writeBackPoint';

/** A point of the queue. */
export interface QueuedPoint {
  readonly id: number;
  readonly point: WriteBackPoint;
}

/** A point that its source refuses, and why. */
export interface RejectedPoint extends QueuedPoint {
  readonly detail: string;
}

/** Points of one source. */
export interface WriteBackCounts {
  readonly waiting: number;
  readonly rejected: number;
}

const row = z.object({
  id: z.number(),
  source_id: z.string(),
  database: z.string(),
  retention_policy: z.string(),
  measurement: z.string(),
  tags: z.string(),
  fields: z.string(),
  time_ms: z.number(),
  rejected: z.string().nullable(),
});

function queuedOf(raw: unknown): RejectedPoint {
  const parsed = row.parse(raw);
  const point = writeBackPointSchema.parse({
    sourceId: parsed.source_id,
    database: parsed.database,
    retentionPolicy: parsed.retention_policy,
    measurement: parsed.measurement,
    tags: JSON.parse(parsed.tags),
    fields: JSON.parse(parsed.fields),
    timeMs: parsed.time_ms,
  });
  return { id: parsed.id, point, detail: parsed.rejected ?? '' };
}

function countOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** The SQL of the queue, prepared once a connection. */
export function prepareWriteBackStatements(db: Database) {
  const insert = db.prepare(`INSERT INTO write_back
    (source_id, database, retention_policy, measurement, tags, fields, time_ms)
    VALUES (@sourceId, @database, @retentionPolicy, @measurement, @tags, @fields, @timeMs)`);
  const all = db.prepare('SELECT count(*) FROM write_back').pluck();
  const waiting = db.prepare('SELECT count(*) FROM write_back WHERE source_id = ? AND rejected IS NULL').pluck();
  const refused = db.prepare('SELECT count(*) FROM write_back WHERE source_id = ? AND rejected IS NOT NULL').pluck();
  const oldest = db.prepare(`SELECT * FROM write_back WHERE source_id = ? AND rejected IS NULL ORDER BY id LIMIT ?`);
  const rejected = db.prepare(
    `SELECT * FROM write_back WHERE source_id = ? AND rejected IS NOT NULL ORDER BY id LIMIT ?`,
  );
  const remove = db.prepare('DELETE FROM write_back WHERE id = ?');
  const reject = db.prepare('UPDATE write_back SET rejected = ? WHERE id = ?');
  const retry = db.prepare('UPDATE write_back SET rejected = NULL WHERE source_id = ? AND rejected IS NOT NULL');
  const discard = db.prepare('DELETE FROM write_back WHERE source_id = ? AND rejected IS NOT NULL');
  const forget = db.prepare('DELETE FROM write_back WHERE source_id = ?');
  return {
    insert: ({ tags, fields, ...point }: WriteBackPoint): void =>
      void insert.run({ ...point, tags: JSON.stringify(tags), fields: JSON.stringify(fields) }),
    countAll: (): number => countOf(all.get()),
    counts: (sourceId: string): WriteBackCounts => ({
      waiting: countOf(waiting.get(sourceId)),
      rejected: countOf(refused.get(sourceId)),
    }),
    oldest: (sourceId: string, most: number): readonly QueuedPoint[] =>
      oldest.all(sourceId, BigInt(most)).map(queuedOf),
    rejected: (sourceId: string, most: number): readonly RejectedPoint[] =>
      rejected.all(sourceId, BigInt(most)).map(queuedOf),
    remove: (id: number): void => void remove.run(BigInt(id)),
    reject: (id: number, detail: string): void => void reject.run(detail, BigInt(id)),
    retryRejected: (sourceId: string): void => void retry.run(sourceId),
    discardRejected: (sourceId: string): void => void discard.run(sourceId),
    forget: (sourceId: string): void => void forget.run(sourceId),
  };
}
