import { embeddedSource } from './embeddedSource';
import { storeWith } from './historyFixture';
import { HistoryStore } from './historyStore';
import { testSourceConformance } from './sourceConformance';

testSourceConformance({
  name: 'embedded',
  holdsGaps: true,
  holdsQualities: true,
  holdsUnits: true,
  countsSamples: true,
  make: async (series) => {
    const { db, store } = storeWith(series);
    return { source: embeddedSource(store), dispose: async () => void db.close() };
  },
});

testSourceConformance({
  name: 'embedded, read from the file again',
  holdsGaps: true,
  holdsQualities: true,
  holdsUnits: true,
  countsSamples: true,
  make: async (series) => {
    const { db } = storeWith(series);
    return { source: embeddedSource(new HistoryStore(db)), dispose: async () => void db.close() };
  },
});
