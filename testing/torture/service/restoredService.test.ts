import { expect, it } from 'vitest';
import { startRestorableSqlite } from './restorable';
import { restoreUnderClients } from './restoredService';

it('what a restored service has lost comes back from whoever holds it', async () => {
  const host = await startRestorableSqlite();
  try {
    const outcome = await restoreUnderClients(host, { seed: 1, clients: 5, edits: 8 });
    expect(outcome.failures).toEqual([]);
    expect(outcome.resent).toBeGreaterThan(10);
  } finally {
    await host.dispose();
  }
}, 60_000);
