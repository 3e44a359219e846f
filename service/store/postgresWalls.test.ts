import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPostgres, type PostgresServer, startPostgresServer } from '../../testing/postgresServer';
import { openPostgresStore } from './postgres/postgresStore';
import { plantTables, walledTables } from './postgres/postgresSchema';
import type { ServiceStore } from './serviceStore';
import { append, change, makeRecord, makeTenantWithPlant, makeToken, startMs } from './storeFixture';

const patience = { pause: (durationMs: number) => setTimeout(durationMs), random: () => Math.random() };

async function usingClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function untilTrue(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (await isTrue()) {
      return;
    }
    await setTimeout(25);
  }
  throw new Error(`It never came to pass that ${what}`);
}

/** A row of every kind. */
async function fill(store: ServiceStore, id: string): Promise<void> {
  const tenant = await makeTenantWithPlant(store, id);
  const fields = { tag: 'P-1', sheetId: 's' };
  await change(tenant, { records: (stamp) => [makeRecord({ kind: 'component', id: 'c' }, stamp, { fields })] });
  await tenant.changePlant('plant', async (plant) => {
    const edit = { id: 'e', changesetId: 'c', base: 0, atMs: 0, label: '', ops: [], conflicts: [] };
    await plant.putParkedEdit(edit, 'engineer', startMs);
    await plant.freeze({ areaId: 'area' });
  });
  await tenant.putToken(makeToken(`key of ${id}`));
  await tenant.record({ atMs: startMs, subject: 's', what: 'w', detail: 'd' });
}

describe.skipIf(findPostgres() === undefined)('PostgreSQL', () => {
  let server: PostgresServer | undefined;

  beforeAll(async () => {
    server = await startPostgresServer({ settings: { deadlock_timeout: '50ms' } });
  }, 60_000);
  afterAll(() => server?.dispose(), 60_000);

  function running(): PostgresServer {
    if (server === undefined) {
      throw new Error('The server was started before');
    }
    return server;
  }

  async function usingDatabase(use: (url: string, store: ServiceStore) => Promise<void>): Promise<void> {
    const url = await running().createDatabase();
    const store = await openPostgresStore({ url, ...patience });
    try {
      await use(url, store);
    } finally {
      await store.close();
    }
  }

  test('[V65] a statement that forgets the tenant finds nothing and writes nothing', () =>
    usingDatabase(async (url, store) => {
      await fill(store, 'acme');
      await fill(store, 'other');
      await usingClient(url, async (client) => {
        for (const table of walledTables) {
          expect((await client.query(`SELECT * FROM sightglass.${table}`)).rows, table).toEqual([]);
          expect((await client.query(`DELETE FROM sightglass.${table}`)).rowCount, table).toBe(0);
          await expect(
            client.query(`INSERT INTO sightglass.${table} SELECT (NULL::sightglass.${table}).*`),
          ).rejects.toThrow(/row-level security|null value/);
        }
        await client.query(`SET app.tenant = 'acme'`);
        for (const table of walledTables) {
          const { rows } = await client.query<{ tenant: string }>(`SELECT tenant FROM sightglass.${table}`);
          expect(new Set(rows.map(({ tenant }) => tenant)), table).toEqual(new Set(['acme']));
          await expect(client.query(`UPDATE sightglass.${table} SET tenant = 'other'`), table).rejects.toThrow(
            'row-level security',
          );
        }
      });
      const all = await usingClient(running().superuserUrl(url), (client) =>
        client.query<{ tenant: string }>('SELECT tenant FROM sightglass.log'),
      );
      // The rows are there: it is the wall that hides them.
      expect(all.rows.map(({ tenant }) => tenant).sort()).toEqual(['acme', 'other']);
    }));

  test('[V65] every table that knows a tenant is behind the wall, also for its owner', () =>
    usingDatabase(async (url) => {
      const open = await usingClient(url, (client) =>
        client.query<{ name: string }>(
          `SELECT relname AS name FROM pg_class WHERE relnamespace = 'sightglass'::regnamespace AND relkind = 'r'
             AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY 1`,
        ),
      );
      expect(open.rows.map(({ name }) => name)).toEqual(['schema_version', 'tenant', 'token_place']);
    }));

  test('[V65] a role that passes the walls is refused', () =>
    usingDatabase(async (url) => {
      const opening = openPostgresStore({ url: running().superuserUrl(url), ...patience });
      await expect(opening).rejects.toThrow('passes row level security');
    }));

  test('[V66] of a dropped tenant no row is left in any table', () =>
    usingDatabase(async (url, store) => {
      await fill(store, 'acme');
      await fill(store, 'other');
      await store.dropTenant('acme');
      await usingClient(running().superuserUrl(url), async (client) => {
        for (const table of [...walledTables, 'token_place']) {
          const { rows } = await client.query<{ tenant: string }>(`SELECT tenant FROM sightglass.${table}`);
          expect(
            rows.map(({ tenant }) => tenant),
            table,
          ).toContain('other');
          expect(
            rows.map(({ tenant }) => tenant),
            table,
          ).not.toContain('acme');
        }
      });
    }));

  test('[V66] of a deleted plant no row is left in any table', () =>
    usingDatabase(async (url, store) => {
      await fill(store, 'acme');
      await (await store.tenant('acme'))?.deletePlant('plant');
      await usingClient(running().superuserUrl(url), async (client) => {
        for (const table of ['plant', ...plantTables]) {
          expect((await client.query(`SELECT tenant FROM sightglass.${table}`)).rows, table).toEqual([]);
        }
      });
    }));

  test('[V70] a transaction that the database ends for a deadlock is run again by itself', () =>
    usingDatabase(async (url, store) => {
      const tenant = await makeTenantWithPlant(store, 'acme');
      const records = (stamp: { seq: number; changeset: string }) => [makeRecord({ kind: 'note', id: 'n' }, stamp)];
      await change(tenant, { records });
      let runs = 0;
      await usingClient(url, async (other) => {
        await other.query(`BEGIN; SET LOCAL app.tenant = 'acme'; UPDATE sightglass.record SET live = live`);
        const changing = tenant.changePlant('plant', (plant) => {
          runs += 1;
          return append(plant, { records });
        });
        await usingClient(running().superuserUrl(url), (watcher) =>
          untilTrue('the change waits for the record', async () => {
            const { rows } = await watcher.query(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
            return rows.length > 0;
          }),
        );
        // Now each has what the other wants. The one that waits longest is ended.
        await other.query('SELECT * FROM sightglass.plant FOR UPDATE');
        await other.query('COMMIT');
        expect((await changing)?.seq).toBe(2);
      });
      expect(runs).toBeGreaterThan(1);
      expect(await tenant.readPlant('plant', (plant) => plant.entries(0, 9))).toHaveLength(2);
    }));

  test('[V70] where the database insists on one order of all (40001), services of several machines get through', () =>
    usingDatabase(async (url, store) => {
      await makeTenantWithPlant(store, 'acme');
      const strict = `${url}?options=${encodeURIComponent('-c default_transaction_isolation=serializable')}`;
      let pauses = 0;
      const pause = (durationMs: number): Promise<void> => {
        pauses += 1;
        return setTimeout(durationMs);
      };
      const open = () => openPostgresStore({ url: strict, pause, random: patience.random });
      const services = await Promise.all([1, 2, 3].map(open));
      try {
        const changes = Array.from({ length: 45 }, async (_, index) =>
          change((await services[index % 3]?.tenant('acme')) ?? (await makeTenantWithPlant(store, 'none'))),
        );
        const seqs = (await Promise.all(changes)).map(({ seq }) => seq);
        expect(seqs.toSorted((one, other) => one - other)).toEqual(seqs.map((_, index) => index + 1));
        expect(pauses).toBeGreaterThan(0);
      } finally {
        await Promise.all(services.map((service) => service.close()));
      }
    }));

  test('[V70] what is not a conflict is not tried again', () =>
    usingDatabase(async (_, store) => {
      const tenant = await makeTenantWithPlant(store, 'acme');
      let runs = 0;
      const changing = tenant.changePlant('plant', async () => {
        runs += 1;
        throw new Error('no');
      });
      await expect(changing).rejects.toThrow('no');
      expect(runs).toBe(1);
    }));

  test('[V80] a connection that breaks in the middle undoes its work and nothing else', () =>
    usingDatabase(async (url, store) => {
      const tenant = await makeTenantWithPlant(store, 'acme');
      const changing = tenant.changePlant('plant', async (plant) => {
        await append(plant);
        await usingClient(running().superuserUrl(url), (client) =>
          client.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()`,
          ),
        );
        await append(plant);
      });
      await expect(changing).rejects.toMatchObject({ code: expect.stringMatching(/^(57P01|08006)$/) });
      expect((await change(tenant)).seq).toBe(1);
    }));

  test('[V80] a database that is not there is told as that', async () => {
    const opening = openPostgresStore({ url: 'postgresql://nobody@127.0.0.1:1/none', ...patience });
    await expect(opening).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('[V67] looks that last hold up neither changes nor who signs in', () =>
    usingDatabase(async (url) => {
      const store = await openPostgresStore({ url, ...patience, mostConnections: 2 });
      try {
        const tenant = await makeTenantWithPlant(store, 'acme');
        let release: (() => void) | undefined;
        const released = new Promise<void>((done) => (release = done));
        const looks = [1, 2].map(() => tenant.readPlant('plant', () => released));
        expect((await change(tenant)).seq).toBe(1);
        await tenant.putToken(makeToken('k'));
        expect((await store.tokenByKey('k'))?.tenantId).toBe('acme');
        expect(await (await store.tenant('acme'))?.plants()).toHaveLength(1);
        release?.();
        await Promise.all(looks);
      } finally {
        await store.close();
      }
    }));

  test('[V81] several services that start at once make the schema once; a newer one is not touched', async () => {
    const url = await running().createDatabase();
    const stores = await Promise.all([1, 2, 3, 4].map(() => openPostgresStore({ url, ...patience })));
    await fill(stores[0] ?? (await openPostgresStore({ url, ...patience })), 'acme');
    expect(await stores[3]?.tenants()).toHaveLength(1);
    await Promise.all(stores.map((store) => store.close()));
    await usingClient(url, (client) => client.query(`INSERT INTO sightglass.schema_version VALUES (99, 'later', 0)`));
    await expect(openPostgresStore({ url, ...patience })).rejects.toThrow('version 99');
  });
});
