import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPostgres, type PostgresServer, startPostgresServer } from '../../testing/postgresServer';
import { setField } from '../../shared/sync/syncFixture';
import { openPostgresStore } from '../store/postgres/postgresStore';
import type { ServiceStore } from '../store/serviceStore';
import { openSqliteStore } from '../store/sqlite/sqliteStore';
import { backUpPostgres } from './backupPostgres';
import { backUpSqlite } from './backupSqlite';
import { exportTenant } from './exportTenant';
import { makeBusyTenant, portraitOf, send } from './operationsFixture';
import { restorePostgres } from './restorePostgres';
import { restoreSqlite } from './restoreSqlite';
import { verifyStore } from './verifyStore';

async function usingFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-operations-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function using(opening: Promise<ServiceStore>, use: (store: ServiceStore) => Promise<void>): Promise<void> {
  const store = await opening;
  try {
    await use(store);
  } finally {
    await store.close();
  }
}

/** Epochs that are each another. */
function epochs(): () => string {
  let count = 0;
  return () => `epoch ${(count += 1)}`;
}

const twoTenants = { tenants: 2, plants: 2, entries: 8, securityEvents: 4, problems: [] };

describe('SQLite', () => {
  test('[V82] a backup, taken while changes go on, comes back as it was, in a new epoch', () =>
    usingFolder(async (folder) => {
      const [data, backup, elsewhere] = ['data', 'backup', 'elsewhere'].map((name) => join(folder, name));
      await using(openSqliteStore(data ?? ''), async (store) => {
        const acme = await makeBusyTenant(store, 'acme');
        await makeBusyTenant(store, 'other');
        const before = [await portraitOf(store, 'acme'), await portraitOf(store, 'other')];
        const backingUp = backUpSqlite(data ?? '', backup ?? '');
        await send(acme, 5, [setField('component p2', 'x', 320)]);
        const done = await backingUp;
        expect(done.map(({ id }) => id)).toEqual(['acme', 'other']);
        expect(await restoreSqlite(backup ?? '', elsewhere ?? '', { newEpoch: epochs() })).toEqual(['acme', 'other']);
        await using(openSqliteStore(elsewhere ?? ''), async (restored) => {
          expect([4, 5]).toContain(done[0]?.heads['plant']);
          expect(await portraitOf(restored, 'other')).toBe(before[1]);
          expect((await restored.tenants()).map(({ epoch }) => epoch)).toEqual(['epoch 1', 'epoch 2']);
          expect((await verifyStore(restored)).problems).toEqual([]);
          await send((await restored.tenant('other')) ?? acme, 6, [setField('component p2', 'x', 330)]);
        });
      });
    }));

  test('[V83] what is there is never overwritten, and what is no whole backup is not restored', () =>
    usingFolder(async (folder) => {
      const [data, backup] = [join(folder, 'data'), join(folder, 'backup')];
      const options = { newEpoch: epochs() };
      await using(openSqliteStore(data), async (store) => void (await makeBusyTenant(store, 'acme')));
      await backUpSqlite(data, backup);
      await expect(backUpSqlite(data, backup)).rejects.toThrow('not empty');
      await expect(backUpSqlite(join(folder, 'none'), join(folder, 'b'))).rejects.toThrow('no tenants');
      await expect(restoreSqlite(backup, data, options)).rejects.toThrow('acme already');
      await expect(restoreSqlite(data, join(folder, 'x'), options)).rejects.toThrow('no backup');
      const missing = restoreSqlite(backup, join(folder, 'x'), { ...options, tenantIds: ['other'] });
      await expect(missing).rejects.toThrow('no tenant other');
      const copy = join(backup, 'tenants/acme.sqlite');
      const bytes = readFileSync(copy);
      bytes.fill(0xff, 8_192, 12_288);
      writeFileSync(copy, bytes);
      await expect(restoreSqlite(backup, join(folder, 'x'), options)).rejects.toThrow();
      expect(readdirSync(join(folder, 'x/tenants')).filter((name) => name.endsWith('.sqlite'))).toEqual([]);
    }));

  test('[V83] a tenant that was dropped comes back alone, beside others that go on', () =>
    usingFolder(async (folder) => {
      const [data, backup] = [join(folder, 'data'), join(folder, 'backup')];
      await using(openSqliteStore(data), async (store) => {
        await makeBusyTenant(store, 'acme');
        const other = await makeBusyTenant(store, 'other');
        const before = await portraitOf(store, 'acme');
        await backUpSqlite(data, backup);
        await send(other, 5, [setField('component p2', 'x', 320)]);
        await store.dropTenant('acme');
        await restoreSqlite(backup, data, { newEpoch: epochs(), tenantIds: ['acme'] });
        expect(await portraitOf(store, 'acme')).toBe(before);
        expect((await other.plants())[0]?.head.seq).toBe(5);
      });
    }));

  const damages = [
    ['an entry', `UPDATE log SET entry = replace(entry, 'P-101', 'P-999') WHERE seq = 2`, 'entry 2 is not the one'],
    ['a gap', 'DELETE FROM log WHERE seq = 3', 'after entry 2 comes 4'],
    ['an end', 'DELETE FROM log WHERE seq = 4', 'its log ends at 3, not 4'],
    ['a record', `UPDATE record SET fields = replace(fields, '240', '241')`, 'component p2 is not what the log makes'],
    ['a lost record', `DELETE FROM record WHERE id = 'l1'`, 'connection l1 is in the log and nowhere else'],
    ['a digest', `UPDATE plant SET head_digest = replace(head_digest, '1', '2')`, 'its digest'],
    ['a reference', `DELETE FROM reference WHERE target_id = 'p1'`, 'what refers to component p1'],
    ['a name', `UPDATE unique_name SET id = 'p2' WHERE name LIKE '%101'`, 'what is named component:p-101'],
    ['an event', `UPDATE security_event SET detail = 'x' WHERE sequence = 2`, 'security event 2'],
    ['a lost last event', `DELETE FROM security_event WHERE sequence = 2`, 'security event 2 is missing'],
    ['a lost event', `DELETE FROM security_event WHERE sequence = 1`, 'security event 1'],
  ] as const;
  test.each(damages)('[V84] verify finds %s that was tampered with, and says where', (_, sql, expected) =>
    usingFolder(async (folder) => {
      await using(openSqliteStore(folder), async (store) => {
        await makeBusyTenant(store, 'acme');
        await makeBusyTenant(store, 'other');
        expect(await verifyStore(store)).toMatchObject(twoTenants);
        const file = new Database(join(folder, 'tenants/acme.sqlite'));
        expect(file.prepare(sql).run().changes).toBeGreaterThan(0);
        file.close();
        const { problems } = await verifyStore(store);
        expect(problems.join('\n')).toContain(expected);
        expect(problems.every((problem) => problem.startsWith('acme'))).toBe(true);
        expect((await verifyStore(store, 'other')).problems).toEqual([]);
      });
    }),
  );

  test('[V85] an export tells everything that may be read, and no secret', () =>
    usingFolder((folder) =>
      using(openSqliteStore(folder), async (store) => {
        const acme = await makeBusyTenant(store, 'acme');
        await makeBusyTenant(store, 'other');
        const lines: string[] = [];
        const { lines: count } = await exportTenant(acme, async (line) => void lines.push(line));
        const told = lines.map((line) => Object.keys(JSON.parse(line) as object)[0]);
        const counts = Object.fromEntries([...new Set(told)].map((key) => [key, told.filter((k) => k === key).length]));
        expect(counts).toMatchObject({ tenant: 1, plant: 1, entry: 4, parkedEdit: 1, frozenArea: 1, token: 1 });
        expect(counts).toMatchObject({ securityEvent: 2, end: 1 });
        const records = await acme.readPlant('plant', (plant) => plant.recordCount());
        expect(counts['record']).toBe(records);
        expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ end: { lines: count } });
        expect(count).toBe(lines.length - 1);
        expect(lines.join('\n')).not.toContain('secretsecret');
        expect(lines.join('\n')).not.toContain('other');
      }),
    ));
});

describe.skipIf(findPostgres() === undefined)('PostgreSQL', () => {
  let server: PostgresServer | undefined;
  const patience = { pause: (durationMs: number) => setTimeout(durationMs), random: () => Math.random() };

  beforeAll(async () => {
    server = await startPostgresServer();
  }, 60_000);
  afterAll(() => server?.dispose(), 60_000);

  async function freshDatabase(): Promise<string> {
    return (await server?.createDatabase()) ?? '';
  }

  test('[V82] a backup, taken while changes go on, comes back as it was, in a new epoch', () =>
    usingFolder(async (folder) => {
      const [from, to] = [await freshDatabase(), await freshDatabase()];
      const path = join(folder, 'backup.ndjson');
      await using(openPostgresStore({ url: from, ...patience }), async (store) => {
        const acme = await makeBusyTenant(store, 'acme');
        await makeBusyTenant(store, 'other');
        const before = await portraitOf(store, 'other');
        const backingUp = backUpPostgres({ url: from, ...patience }, path);
        await send(acme, 5, [setField('component p2', 'x', 320)]);
        expect((await backingUp).tenants).toBe(2);
        expect(readdirSync(folder)).toEqual(['backup.ndjson']);
        expect(await restorePostgres({ url: to, ...patience }, path, epochs())).toEqual(['acme', 'other']);
        await using(openPostgresStore({ url: to, ...patience }), async (restored) => {
          expect(await portraitOf(restored, 'other')).toBe(before);
          expect((await restored.tenants()).map(({ epoch }) => epoch)).toEqual(['epoch 1', 'epoch 2']);
          expect((await verifyStore(restored)).problems).toEqual([]);
          await send((await restored.tenant('other')) ?? acme, 6, [setField('component p2', 'x', 330)]);
        });
      });
    }));

  test('[V82] a superuser backs up the same', () =>
    usingFolder(async (folder) => {
      const url = await freshDatabase();
      const paths = [join(folder, 'one'), join(folder, 'two')];
      await using(openPostgresStore({ url, ...patience }), async (store) => {
        await makeBusyTenant(store, 'acme');
        await makeBusyTenant(store, 'other');
      });
      await backUpPostgres({ url, ...patience }, paths[0] ?? '');
      await backUpPostgres({ url: server?.superuserUrl(url) ?? '', ...patience }, paths[1] ?? '');
      expect(readFileSync(paths[1] ?? '', 'utf8')).toBe(readFileSync(paths[0] ?? '', 'utf8'));
    }));

  test('[V83] what is there is never overwritten, and of a backup that is not whole nothing is restored', () =>
    usingFolder(async (folder) => {
      const [from, to] = [await freshDatabase(), await freshDatabase()];
      const path = join(folder, 'backup.ndjson');
      await using(openPostgresStore({ url: from, ...patience }), async (store) => {
        await makeBusyTenant(store, 'acme');
      });
      await backUpPostgres({ url: from, ...patience }, path);
      await expect(restorePostgres({ url: from, ...patience }, path, epochs())).rejects.toThrow(
        'tenants in the database',
      );
      const text = readFileSync(path, 'utf8');
      const cut = text.split('\n').slice(0, -2).join('\n');
      const changed = text.replace('P-101', 'P-999');
      const newer = text.replace(/"version":\d+/, '"version":99');
      for (const bad of [cut, `${cut.slice(0, -9)}`, changed, newer, '{}', '']) {
        writeFileSync(path, bad);
        await expect(restorePostgres({ url: to, ...patience }, path, epochs())).rejects.toThrow();
      }
      await using(openPostgresStore({ url: to, ...patience }), async (store) => {
        expect(await store.tenants()).toEqual([]);
      });
    }));

  test('[V84] verify finds what was tampered with', async () => {
    const url = await freshDatabase();
    await using(openPostgresStore({ url, ...patience }), async (store) => {
      await makeBusyTenant(store, 'acme');
      await makeBusyTenant(store, 'other');
      expect(await verifyStore(store)).toMatchObject(twoTenants);
      const client = new Client({ connectionString: url });
      await client.connect();
      await client.query(`SET app.tenant = 'acme'`);
      await client.query(`UPDATE sightglass.log SET entry = replace(entry, 'P-101', 'P-999') WHERE seq = 2`);
      await client.end();
      const { problems } = await verifyStore(store);
      expect(problems[0]).toBe('acme, plant plant: entry 2 is not the one that was accepted');
    });
  });
});
