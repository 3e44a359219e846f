import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import type { ServiceStore } from './serviceStore';
import { openSqliteStore } from './sqlite/sqliteStore';
import { change, makeRecord, makeTenant, makeTenantWithPlant, makeToken } from './storeFixture';

async function usingFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-files-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function usingStoreIn(folder: string, use: (store: ServiceStore) => Promise<void>): Promise<void> {
  const store = await openSqliteStore(folder);
  try {
    await use(store);
  } finally {
    await store.close();
  }
}

const root = resolve(import.meta.dirname, '../..');
const kills = 20;

async function bundleWriter(): Promise<string> {
  const outfile = join(root, '.cache/torture/tenantWriter.mjs');
  await build({
    entryPoints: [join(root, 'testing/torture/tenantWriter.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
  });
  return outfile;
}

/** Kills a writer after so many answers. Answers the sequences that it told as kept. */
async function killAfter(child: ChildProcess, answers: number): Promise<readonly number[]> {
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said.split(';').length > answers) {
      child.kill('SIGKILL');
    }
  });
  await once(child, 'close');
  // What comes after the last mark was cut short, and was no answer.
  return said.split(';').slice(0, -1).map(Number);
}

test(
  `[V62] SQLite: what was answered is there after ${kills} kills in the middle of writing`,
  { timeout: 120_000 },
  () =>
    usingFolder(async (folder) => {
      const writer = await bundleWriter();
      await usingStoreIn(folder, async (store) => void (await makeTenantWithPlant(store, 'acme')));
      let head = 0;
      let answered = 0;
      for (let kill = 0; kill < kills; kill += 1) {
        const child = spawn(process.execPath, [writer, folder, 'acme'], { stdio: ['ignore', 'pipe', 'inherit'] });
        const kept = await killAfter(child, 1 + ((kill * 7) % 40));
        answered += kept.length;
        const before = head;
        await usingStoreIn(folder, async (store) => {
          const tenant = await store.tenant('acme');
          await tenant?.readPlant('plant', async (plant) => {
            head = (await plant.row()).head.seq;
            expect(kept.every((seq) => seq > before && seq <= head)).toBe(true);
            expect((await plant.entries(0, 1e6)).map(({ seq }) => seq)).toEqual(
              Array.from({ length: head }, (_, index) => index + 1),
            );
            expect(await plant.recordCount()).toBe(head);
          });
        });
      }
      // Killed before it has written, a run would prove nothing.
      expect(answered).toBeGreaterThan(kills);
    }),
);

test('[V62] SQLite: commits are synced, on a new file and on one that is opened again', () =>
  usingFolder(async (folder) => {
    // The connection checks itself after a write, and would not open otherwise.
    await usingStoreIn(folder, async (store) => void (await change(await makeTenantWithPlant(store, 'acme'))));
    await usingStoreIn(folder, async (store) => expect(await store.tenants()).toHaveLength(1));
    const file = new Database(join(folder, 'tenants/acme.sqlite'), { readonly: true });
    expect(file.pragma('journal_mode', { simple: true })).toBe('wal');
    file.close();
  }));

test('[V66] SQLite: a dropped tenant leaves no file, and what a drop left that was cut short is not taken for a log', () =>
  usingFolder((folder) =>
    usingStoreIn(folder, async (store) => {
      const tenants = join(folder, 'tenants');
      await change(await makeTenantWithPlant(store, 'acme'));
      const log = join(tenants, 'acme.sqlite-wal');
      copyFileSync(log, join(folder, 'log'));
      await store.dropTenant('acme');
      expect(readdirSync(tenants).filter((name) => name !== '.lock')).toEqual([]);
      copyFileSync(join(folder, 'log'), log);
      const anew = await makeTenant(store, 'acme');
      expect(await anew.plants()).toEqual([]);
      await anew.createPlant({ id: 'plant', name: 'Plant', createdAtMs: 0 });
      expect((await change(anew)).seq).toBe(1);
    }),
  ));

test('[V66] SQLite: who still has a dropped tenant open neither reads nor harms the one made anew', () =>
  usingFolder((folder) =>
    usingStoreIn(folder, async (service) => {
      const old = await makeTenantWithPlant(service, 'acme');
      await change(old);
      await usingStoreIn(folder, async (command) => {
        await command.dropTenant('acme');
        const anew = await makeTenantWithPlant(command, 'acme');
        await change(anew, { records: (stamp) => [makeRecord({ kind: 'note', id: 'secret' }, stamp)] });
        // Every look that the old one may still take, as many as need a connection of their own.
        const looks = Array.from({ length: 8 }, () =>
          old.readPlant('plant', async (plant) => (await plant.recordsAfter(undefined, 9)).length),
        );
        for (const look of await Promise.allSettled(looks)) {
          expect(look.status === 'fulfilled' ? look.value : 0).toBe(0);
        }
        expect(await service.tenant('acme')).not.toBe(old);
        expect((await change(anew)).seq).toBe(2);
      });
      const seen = await (await service.tenant('acme'))?.readPlant('plant', (plant) => plant.entries(0, 9));
      expect(seen).toHaveLength(2);
    }),
  ));

test(
  '[V80] SQLite: while another process holds a file too long, changes fail as a whole; afterwards they go on',
  () =>
    usingFolder((folder) =>
      usingStoreIn(folder, async (store) => {
        const tenant = await makeTenantWithPlant(store, 'acme');
        await change(tenant);
        const holder = new Database(join(folder, 'tenants/acme.sqlite'));
        holder.exec('BEGIN IMMEDIATE');
        const outcomes = await Promise.allSettled([change(tenant), change(tenant)]);
        expect(outcomes).toMatchObject([{ reason: { code: 'SQLITE_BUSY' } }, { reason: { code: 'SQLITE_BUSY' } }]);
        holder.close();
        expect((await change(tenant)).seq).toBe(2);
      }),
    ),
  30_000,
);

test('[V81] SQLite: a file of a newer service is refused and left alone; a file that is no tenant is not opened', () =>
  usingFolder(async (folder) => {
    await usingStoreIn(folder, async (store) => void (await makeTenantWithPlant(store, 'acme')));
    const path = join(folder, 'tenants/acme.sqlite');
    const file = new Database(path);
    file.pragma('user_version = 99');
    file.close();
    await expect(openSqliteStore(folder)).rejects.toThrow('version 99');
    expect(existsSync(path)).toBe(true);
  }));

test('[V81] SQLite: areas that an older service froze stay frozen, and so nobody knows by whom', () =>
  usingFolder(async (folder) => {
    await usingStoreIn(folder, async (store) => {
      const tenant = await makeTenantWithPlant(store, 'acme');
      await tenant.changePlant('plant', (plant) => plant.freeze({ areaId: 'a', by: 'approver', reason: 'Change 17' }));
    });
    const file = new Database(join(folder, 'tenants/acme.sqlite'));
    for (const column of ['subject', 'since_ms', 'reason']) {
      file.exec(`ALTER TABLE freeze DROP COLUMN ${column}`);
    }
    file.pragma('user_version = 1');
    file.close();
    await usingStoreIn(folder, async (store) => {
      const tenant = await store.tenant('acme');
      expect(await tenant?.readPlant('plant', (plant) => plant.frozenAreas())).toEqual([{ areaId: 'a' }]);
    });
  }));

test('[V74] SQLite: with many tenants a key is found at once', () =>
  usingFolder((folder) =>
    usingStoreIn(folder, async (store) => {
      for (let index = 0; index < 12; index += 1) {
        const id = `t${index}`;
        const tenant = await store.createTenant({ id, name: id, createdAtMs: 0, epoch: 'e' });
        await tenant.putToken(makeToken(`key ${index}`));
      }
      for (let index = 0; index < 12; index += 1) {
        expect((await store.tokenByKey(`key ${index}`))?.tenantId).toBe(`t${index}`);
      }
    }),
  ));
