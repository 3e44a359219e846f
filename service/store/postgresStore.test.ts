import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe } from 'vitest';
import { findPostgres, type PostgresServer, startPostgresServer } from '../../testing/postgresServer';
import { openPostgresStore } from './postgres/postgresStore';
import { testStoreConformance } from './storeConformance';

const patience = { pause: (durationMs: number) => setTimeout(durationMs), random: () => 0.5 };

describe.skipIf(findPostgres() === undefined)('PostgreSQL', () => {
  let server: PostgresServer | undefined;

  beforeAll(async () => {
    server = await startPostgresServer();
  }, 60_000);
  afterAll(() => server?.dispose(), 60_000);

  async function freshDatabase(): Promise<string> {
    if (server === undefined) {
      throw new Error('The server was started before');
    }
    return server.createDatabase();
  }

  testStoreConformance({
    name: 'PostgreSQL',
    make: async () => {
      const url = await freshDatabase();
      const store = await openPostgresStore({ url, ...patience });
      return {
        store,
        another: () => openPostgresStore({ url, ...patience }),
        dispose: () => store.close(),
      };
    },
  });
});
