import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { TimeRange } from '../../../../shared/history/timeRange';
import { sourceFailureReasons } from '../../../../shared/influx/sourceFailure';
import type { AppError } from '../../../../shared/lib/appError';

/** What a person wants to have without the network. */
export interface OfflineTask {
  /** As the person calls it. */
  readonly name: string;
  readonly sourceId: string;
  /** Series, as their source names them. */
  readonly names: readonly string[];
  readonly range: TimeRange;
}

/** How far a job is. */
export interface OfflineProgress {
  readonly state: 'running' | 'paused' | 'done' | 'failed';
  /** How much of its range is here, from 0 to 1. */
  readonly doneFraction: number;
  /** What it has brought in itself; what was here before is not counted. */
  readonly storedSamples: number;
  readonly bytes: number;
  /** Why it has failed. */
  readonly error: AppError | undefined;
}

/** A stretch that is being taken offline, or was. */
export interface OfflineJob extends OfflineTask, OfflineProgress {
  readonly id: string;
}

const jobRow = z.object({ id: z.string(), task: z.string(), progress: z.string() });
const taskFields = z.object({
  name: z.string(),
  sourceId: z.string(),
  names: z.array(z.string()),
  range: z.object({ startMs: z.number(), endMs: z.number() }),
});
const storedError = z.discriminatedUnion('code', [
  z.object({ code: z.literal('store-full'), neededBytes: z.number(), limitBytes: z.number() }),
  z.object({ code: z.literal('write-failed'), detail: z.string() }),
  z.object({ code: z.literal('unexpected'), detail: z.string() }),
  z.object({
    code: z.literal('source-failed'),
    reason: z.enum(sourceFailureReasons),
    host: z.string(),
    detail: z.string(),
  }),
]);
const progressFields = z.object({
  state: z.enum(['running', 'paused', 'done', 'failed']),
  doneFraction: z.number(),
  storedSamples: z.number(),
  bytes: z.number(),
  error: z.unknown().optional(),
});

function jobOf(row: unknown): OfflineJob {
  const { id, task, progress } = jobRow.parse(row);
  const { error, ...fields } = progressFields.parse(JSON.parse(progress));
  const known = storedError.safeParse(error);
  const unknown: AppError | undefined =
    error === undefined ? undefined : { code: 'unexpected', detail: JSON.stringify(error) };
  return { id, ...taskFields.parse(JSON.parse(task)), ...fields, error: known.success ? known.data : unknown };
}

/** The rows of the jobs. */
export interface OfflineRows {
  readAll(): readonly OfflineJob[];
  insert(job: OfflineJob): void;
  update(id: string, progress: OfflineProgress): void;
  remove(id: string): void;
}

function progressText({ state, doneFraction, storedSamples, bytes, error }: OfflineProgress): string {
  return JSON.stringify({ state, doneFraction, storedSamples, bytes, error });
}

/** Prepares the SQL. The tables must be there (`ensureCacheTables`). */
export function prepareOfflineRows(db: Database): OfflineRows {
  const all = db.prepare('SELECT id, task, progress FROM cache_job ORDER BY id');
  const insert = db.prepare('INSERT INTO cache_job (id, task, progress) VALUES (?, ?, ?)');
  const update = db.prepare('UPDATE cache_job SET progress = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM cache_job WHERE id = ?');
  return {
    readAll: () => all.all().map(jobOf),
    insert: (job) => {
      const { name, sourceId, names, range } = job;
      insert.run(job.id, JSON.stringify({ name, sourceId, names, range }), progressText(job));
    },
    update: (id, progress) => void update.run(progressText(progress), id),
    remove: (id) => void remove.run(id),
  };
}
