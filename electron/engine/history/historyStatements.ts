import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { DamagedSamplesError } from '../../../shared/history/byteCursor';
import type { HistoryPrefix } from './historyTables';
import type { ChunkEntry, StoredSeries } from './seriesIndex';

const optionalNumber = z.number().nullable();
const seriesRow = z.object({
  id: z.number(),
  name: z.string(),
  unit: z.string(),
  description: z.string(),
  sample_count: z.number(),
  first_ms: optionalNumber,
  last_ms: optionalNumber,
  typical_period_ms: optionalNumber,
});
const chunkRow = z.object({
  id: z.number(),
  start_ms: z.number(),
  end_ms: z.number(),
  sample_count: z.number(),
  step_ms: optionalNumber,
});
const tileRow = z.object({ id: z.number(), level: z.number(), start_ms: z.number() });

function blobOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) {
    // A plain view: hot loops that meet Buffers and byte arrays alike run slower.
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  throw new DamagedSamplesError('a row is missing');
}

function chunkOf(row: unknown): ChunkEntry {
  const { id, start_ms, end_ms, sample_count, step_ms } = chunkRow.parse(row);
  return { id, startMs: start_ms, endMs: end_ms, count: sample_count, stepMs: step_ms ?? undefined };
}

function seriesOf(row: unknown): StoredSeries {
  const parsed = seriesRow.parse(row);
  return {
    id: parsed.id,
    name: parsed.name,
    unit: parsed.unit,
    description: parsed.description,
    sampleCount: parsed.sample_count,
    firstMs: parsed.first_ms ?? undefined,
    lastMs: parsed.last_ms ?? undefined,
    typicalPeriodMs: parsed.typical_period_ms ?? undefined,
  };
}

function prepareSeriesStatements(db: Database, prefix: HistoryPrefix) {
  const all = db.prepare(`SELECT * FROM ${prefix}_series ORDER BY id`);
  const insert = db.prepare(
    `INSERT INTO ${prefix}_series (name, unit, description, sample_count) VALUES (@name, @unit, @description, 0)`,
  );
  const update = db.prepare(`UPDATE ${prefix}_series SET unit = @unit, description = @description,
    sample_count = @sampleCount, first_ms = @firstMs, last_ms = @lastMs, typical_period_ms = @typicalPeriodMs
    WHERE id = @id`);
  const remove = ['tile', 'chunk'].map((table) => db.prepare(`DELETE FROM ${prefix}_${table} WHERE series_id = ?`));
  const removeSeries = db.prepare(`DELETE FROM ${prefix}_series WHERE id = ?`);
  return {
    allSeries: (): readonly StoredSeries[] => all.all().map(seriesOf),
    insertSeries: (facts: { name: string; unit: string; description: string }): number =>
      Number(insert.run({ name: facts.name, unit: facts.unit, description: facts.description }).lastInsertRowid),
    updateSeries: (series: StoredSeries): void => {
      update.run({
        id: series.id,
        unit: series.unit,
        description: series.description,
        sampleCount: series.sampleCount,
        firstMs: series.firstMs ?? null,
        lastMs: series.lastMs ?? null,
        typicalPeriodMs: series.typicalPeriodMs ?? null,
      });
    },
    deleteSeries: (id: number): void => {
      remove.forEach((statement) => statement.run(id));
      removeSeries.run(id);
    },
  };
}

function prepareChunkStatements(db: Database, prefix: HistoryPrefix) {
  const chunks = db.prepare(`SELECT id, start_ms, end_ms, sample_count, step_ms
    FROM ${prefix}_chunk INDEXED BY ${prefix}_chunk_by_time WHERE series_id = ? ORDER BY start_ms`);
  const samples = db.prepare(`SELECT samples FROM ${prefix}_chunk WHERE id = ?`).pluck();
  const insert = db.prepare(`INSERT INTO ${prefix}_chunk (series_id, start_ms, end_ms, sample_count, step_ms, samples)
    VALUES (?, ?, ?, ?, ?, ?)`);
  const remove = db.prepare(`DELETE FROM ${prefix}_chunk WHERE id = ? RETURNING length(samples)`).pluck();
  return {
    chunksOf: (seriesId: number): ChunkEntry[] => chunks.all(seriesId).map(chunkOf),
    samplesOf: (id: number): Uint8Array => blobOf(samples.get(id)),
    insertChunk: (seriesId: number, entry: Omit<ChunkEntry, 'id'>, blob: Uint8Array): number => {
      const { startMs, endMs, count, stepMs } = entry;
      return Number(insert.run(seriesId, startMs, endMs, count, stepMs ?? null, blob).lastInsertRowid);
    },
    /** Returns the bytes this frees. */
    deleteChunk: (id: number): number => Number(remove.get(id)),
  };
}

function prepareTileStatements(db: Database, prefix: HistoryPrefix) {
  const tiles = db.prepare(`SELECT id, level, start_ms FROM ${prefix}_tile WHERE series_id = ?`);
  const buckets = db.prepare(`SELECT buckets FROM ${prefix}_tile WHERE id = ?`).pluck();
  const insert = db.prepare(`INSERT INTO ${prefix}_tile (series_id, level, start_ms, buckets) VALUES (?, ?, ?, ?)`);
  const remove = db.prepare(`DELETE FROM ${prefix}_tile WHERE id = ? RETURNING length(buckets)`).pluck();
  return {
    tilesOf: (seriesId: number): readonly { id: number; level: number; startMs: number }[] =>
      tiles.all(seriesId).map((row) => {
        const { id, level, start_ms } = tileRow.parse(row);
        return { id, level, startMs: start_ms };
      }),
    bucketsOf: (id: number): Uint8Array => blobOf(buckets.get(id)),
    insertTile: (seriesId: number, place: { level: number; startMs: number }, blob: Uint8Array): number =>
      Number(insert.run(seriesId, place.level, place.startMs, blob).lastInsertRowid),
    /** Returns the bytes this frees. */
    deleteTile: (id: number): number => Number(remove.get(id)),
  };
}

/** The SQL of a historian, prepared once a connection. */
export function prepareHistoryStatements(db: Database, prefix: HistoryPrefix) {
  return {
    ...prepareSeriesStatements(db, prefix),
    ...prepareChunkStatements(db, prefix),
    ...prepareTileStatements(db, prefix),
  };
}
