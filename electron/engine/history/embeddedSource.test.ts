import Database from 'better-sqlite3';
import { embeddedSource } from './embeddedSource';
import { HistoryStore } from './historyStore';
import { ensureHistoryTables } from './historyTables';
import { openHistoryWriter } from './historyWriter';
import { type FixtureSeries, testSourceConformance } from './sourceConformance';

function storeWith(series: readonly FixtureSeries[]): { db: Database.Database; store: HistoryStore } {
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

testSourceConformance({
  name: 'embedded',
  holdsGaps: true,
  holdsQualities: true,
  make: async (series) => {
    const { db, store } = storeWith(series);
    return { source: embeddedSource(store), dispose: async () => void db.close() };
  },
});

testSourceConformance({
  name: 'embedded, read from the file again',
  holdsGaps: true,
  holdsQualities: true,
  make: async (series) => {
    const { db } = storeWith(series);
    return { source: embeddedSource(new HistoryStore(db)), dispose: async () => void db.close() };
  },
});
