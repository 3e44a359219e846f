import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { Client } from 'pg';
import { openPostgresStore } from '../../../service/store/postgres/postgresStore';
import { findPostgres, type PostgresServer, startPostgresServer } from '../../postgresServer';
import { startTestService, type TestService } from '../../runningService';
import type { ServiceProcessOptions } from '../../serviceProcess';
import type { RestorableService } from './restoredService';

/** Where the services of a torture keep their tenants. */
export interface StageStores {
  readonly name: 'sqlite' | 'postgresql';
  startService(): Promise<TestService>;
  startRestorable(): Promise<RestorableService>;
  /** For a service that is a process of its own; each call is another, empty one. */
  processOptions(program: string): Promise<ServiceProcessOptions>;
  dispose(): Promise<void>;
}

async function renewEpoch(service: TestService): Promise<void> {
  const tenant = await service.store().tenant(service.tenant.id);
  await tenant?.renewEpoch(randomUUID());
}

/** Stops the service for as long as its data is exchanged. */
async function whileStopped(service: TestService, exchange: () => void | Promise<void>): Promise<void> {
  await service.stop();
  await exchange();
  await service.restart();
}

/** Everything in files. */
export function sqliteStores(): StageStores {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-stage-'));
  const kept = join(folder, 'backup');
  return {
    name: 'sqlite',
    startService: () => startTestService(),
    startRestorable: async () => {
      const service = await startTestService();
      return {
        service,
        backup: () => whileStopped(service, () => cpSync(service.folder, kept, { recursive: true })),
        restore: async () => {
          await whileStopped(service, () => {
            rmSync(service.folder, { recursive: true });
            cpSync(kept, service.folder, { recursive: true });
          });
          await renewEpoch(service);
        },
      };
    },
    processOptions: async (program) => {
      const data = join(folder, randomUUID());
      mkdirSync(data);
      return { program, folder: data };
    },
    dispose: async () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

function openAt(url: string) {
  return openPostgresStore({ url, pause: (durationMs) => rest(durationMs), random: Math.random });
}

/** Runs statements past all walls, from another database than the one that they are about. */
async function asSuperuser(server: PostgresServer, url: string, statements: readonly string[]): Promise<void> {
  const address = new URL(server.superuserUrl(url));
  address.pathname = '/postgres';
  const client = new Client({ connectionString: address.href });
  await client.connect();
  try {
    for (const statement of statements) {
      await client.query(statement);
    }
  } finally {
    await client.end();
  }
}

async function restorableOn(server: PostgresServer): Promise<RestorableService> {
  const url = await server.createDatabase();
  const service = await startTestService({ openStore: () => openAt(url) });
  const { pathname, username } = new URL(url);
  const name = pathname.slice(1);
  const copy = (from: string, to: string): string => `CREATE DATABASE ${to} TEMPLATE ${from} OWNER ${username}`;
  return {
    service,
    backup: () => whileStopped(service, () => asSuperuser(server, url, [copy(name, `${name}_backup`)])),
    restore: async () => {
      await whileStopped(service, () =>
        asSuperuser(server, url, [`DROP DATABASE ${name}`, copy(`${name}_backup`, name)]),
      );
      await renewEpoch(service);
    },
  };
}

/** Everything in a real PostgreSQL that commits to the disk; undefined where there is none. */
export async function postgresStores(): Promise<StageStores | undefined> {
  if (findPostgres() === undefined) {
    return undefined;
  }
  const server = await startPostgresServer({ fsync: true });
  const folders = sqliteStores();
  return {
    name: 'postgresql',
    startService: async () => {
      const url = await server.createDatabase();
      return startTestService({ openStore: () => openAt(url) });
    },
    startRestorable: () => restorableOn(server),
    processOptions: async (program) => ({
      ...(await folders.processOptions(program)),
      environment: { SIGHTGLASS_SERVICE_POSTGRES: await server.createDatabase() },
    }),
    dispose: async () => {
      await server.dispose();
      await folders.dispose();
    },
  };
}
