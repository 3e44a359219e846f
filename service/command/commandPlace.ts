import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { loadPepper } from '../auth/pepper';
import type { ServiceStore, TenantRow, TenantStore } from '../store/serviceStore';
import type { PostgresOptions } from '../store/postgres/postgresDatabase';
import { openPostgresStore } from '../store/postgres/postgresStore';
import { openSqliteStore } from '../store/sqlite/sqliteStore';
import { type Environment, type ServiceCall, textOf } from './serviceArguments';

/** Where a command runs: what it prints to, and what it finds its files and secrets by. */
export interface CommandPlace {
  readonly out: (text: string) => void;
  readonly environment: Environment;
  readonly folder: string;
  readonly stopped: AbortSignal;
}

/** The folder with the tenants' files and the pepper. */
export function dataFolderOf(call: ServiceCall, { folder }: CommandPlace): string {
  return resolve(folder, textOf(call, 'data') ?? 'service-data');
}

/** The secret that tokens are hashed with. */
export function pepperOf(call: ServiceCall, place: CommandPlace): string {
  return loadPepper(dataFolderOf(call, place), place.environment);
}

/** The database that the call names; undefined: tenants are files of the data folder. */
export function databaseOf(call: ServiceCall): PostgresOptions | undefined {
  const url = textOf(call, 'postgres');
  return url === undefined ? undefined : { url, pause: (durationMs) => wait(durationMs), random: Math.random };
}

/** Opens the store that the call names. */
export async function openStore(call: ServiceCall, place: CommandPlace): Promise<ServiceStore> {
  const database = databaseOf(call);
  return database === undefined ? openSqliteStore(dataFolderOf(call, place)) : openPostgresStore(database);
}

/** Runs a piece of work on the store and closes it whatever comes of it. */
export async function withStore<T>(
  call: ServiceCall,
  place: CommandPlace,
  work: (store: ServiceStore) => Promise<T>,
): Promise<T> {
  const store = await openStore(call, place);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** The tenant that a person means by a name or an id. Throws when there is none. */
export async function namedTenant(
  store: ServiceStore,
  name: string,
): Promise<{ readonly row: TenantRow; readonly tenant: TenantStore }> {
  const rows = await store.tenants();
  const row = rows.find(({ id }) => id === name) ?? rows.find((tenant) => tenant.name === name);
  const tenant = row && (await store.tenant(row.id));
  if (row === undefined || tenant === undefined) {
    const known = rows.length === 0 ? 'There is none yet' : `There are ${rows.map(({ id }) => id).join(', ')}`;
    throw new Error(`There is no tenant ${name}. ${known}`);
  }
  return { row, tenant };
}
