import Database from 'better-sqlite3';
import { HistoryStore } from './historyStore';
import { ensureHistoryTables } from './historyTables';
import { openHistoryWriter } from './historyWriter';
import type { FixtureSeries } from './sourceConformance';

/** A store in memory that holds the given series, for tests. */
export function storeWith(series: readonly FixtureSeries[]): {
  readonly db: Database.Database;
  readonly store: HistoryStore;
} {
  const db = new Database(':memory:');
  ensureHistoryTables(db);
  const store = new HistoryStore(db);
  const writer = openHistoryWriter(store);
  for (const { name, unit, samples } of series) {
    writer.define({ name, unit, description: '' });
    writer.append(name, {
      timesMs: Float64Array.from(samples, ([timeMs]) => timeMs),
      values: Float64Array.from(samples, ([, value]) => value),
      qualities: Uint8Array.from(samples, ([, , quality]) => quality ?? 0),
    });
  }
  writer.flush();
  return { db, store };
}
