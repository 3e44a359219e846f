import { expect, it } from 'vitest';
import { findPostgres } from '../../postgresServer';
import { restoreUnderClients } from './restoredService';
import { postgresStores, sqliteStores } from './stageStores';

it.each(findPostgres() === undefined ? ['sqlite'] : ['sqlite', 'postgresql'])(
  'what a restored service has lost comes back from whoever holds it: %s',
  async (name) => {
    const stores = name === 'sqlite' ? sqliteStores() : await postgresStores();
    const host = await stores?.startRestorable();
    if (stores === undefined || host === undefined) {
      throw new Error('there is no store');
    }
    try {
      const outcome = await restoreUnderClients(host, { seed: 1, clients: 5, edits: 8 });
      expect(outcome.failures).toEqual([]);
      expect(outcome.resent).toBeGreaterThan(10);
    } finally {
      await host.service.dispose();
      await stores.dispose();
    }
  },
  60_000,
);
