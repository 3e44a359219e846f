import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from './sqlite/sqliteStore';
import { testStoreConformance } from './storeConformance';

testStoreConformance({
  name: 'SQLite',
  make: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sightglass-store-'));
    const store = await openSqliteStore(folder);
    return {
      store,
      another: () => openSqliteStore(folder),
      dispose: async () => {
        await store.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
});
