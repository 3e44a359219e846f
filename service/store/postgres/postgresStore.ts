import { toColumn } from '../columnText';
import { securityChainStart } from '../securityChain';
import type { ServiceStore, TenantRow, TenantStore, TokenRow } from '../serviceStore';
import { type TenantColumns, tenantOf } from '../storedRows';
import { checkTenantId, isTenantId } from '../tenantIds';
import { migratePostgres } from './migratePostgres';
import { PostgresDatabase, type PostgresOptions } from './postgresDatabase';
import { walledTables } from './postgresSchema';
import { PostgresTenant, type TenantQueues } from './postgresTenant';
import { sqlStateOf } from './retryConflicts';

const uniqueViolation = '23505';

/** Tenants in one PostgreSQL, or a database that speaks its language, for any number of processes. */
class PostgresStore implements ServiceStore {
  readonly #database: PostgresDatabase;
  readonly #queues: TenantQueues = { plants: new Map(), events: new Map() };

  constructor(database: PostgresDatabase) {
    this.#database = database;
  }

  async tenants(): Promise<readonly TenantRow[]> {
    const sql = 'SELECT * FROM sightglass.tenant ORDER BY id';
    return (await this.#database.ask<TenantColumns>(sql)).map(tenantOf);
  }

  async tenant(id: string): Promise<TenantStore | undefined> {
    const sql = 'SELECT id FROM sightglass.tenant WHERE id = $1';
    const found = isTenantId(id) ? await this.#database.ask(sql, id) : [];
    return found.length === 0 ? undefined : this.#tenant(id);
  }

  async createTenant({ id, name, createdAtMs, epoch }: TenantRow): Promise<TenantStore> {
    checkTenantId(id);
    try {
      await this.#database.inTenant(id, 'change', async (session) => {
        const values = [toColumn(name), createdAtMs, toColumn(epoch)];
        await session.run('INSERT INTO sightglass.tenant VALUES ($1, $2, $3, $4)', id, ...values);
        await session.run('INSERT INTO sightglass.event_head VALUES ($1, 0, $2)', id, securityChainStart(id));
      });
    } catch (failure) {
      throw sqlStateOf(failure) === uniqueViolation ? new Error(`There is a tenant ${id} already`) : failure;
    }
    return this.#tenant(id);
  }

  async dropTenant(id: string): Promise<boolean> {
    if (!isTenantId(id)) {
      return false;
    }
    return this.#database.inTenant(id, 'change', async (session) => {
      await session.command('SET LOCAL statement_timeout = 0');
      // Whoever makes a plant or a token meanwhile waits for this row, and then does not find it.
      if ((await session.all('SELECT id FROM sightglass.tenant WHERE id = $1 FOR UPDATE', id)).length === 0) {
        return false;
      }
      for (const table of ['token_place', ...walledTables]) {
        await session.run(`DELETE FROM sightglass.${table} WHERE tenant = $1`, id);
      }
      return (await session.run('DELETE FROM sightglass.tenant WHERE id = $1', id)) > 0;
    });
  }

  async tokenByKey(keyId: string): Promise<{ readonly tenantId: string; readonly token: TokenRow } | undefined> {
    const sql = 'SELECT tenant FROM sightglass.token_place WHERE key_id = $1';
    const [place] = await this.#database.ask<{ tenant: string }>(sql, toColumn(keyId));
    const token = place && (await this.#tenant(place.tenant).token(keyId));
    return place && token && { tenantId: place.tenant, token };
  }

  async checkWritable(): Promise<void> {
    const sql = 'UPDATE sightglass.schema_version SET looks = looks + 1 WHERE version = 1';
    await this.#database.ask(sql);
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  #tenant(id: string): PostgresTenant {
    return new PostgresTenant(this.#database, id, this.#queues);
  }
}

/** Throws for a role that no wall holds for: a mistake in one statement would show one tenant to another. */
async function checkRole(database: PostgresDatabase): Promise<void> {
  const sql = 'SELECT rolname, rolsuper OR rolbypassrls AS passes FROM pg_roles WHERE rolname = current_user';
  const [role] = await database.ask<{ rolname: string; passes: boolean }>(sql);
  if (role?.passes !== false) {
    throw new Error(
      `The database role ${role?.rolname ?? ''} passes row level security. Give the service a role of its own: CREATE ROLE … LOGIN NOSUPERUSER NOBYPASSRLS, and make it the owner of its database.`,
    );
  }
}

/** Opens the tenants in a database and brings its schema up to date. Close it to end its connections. */
export async function openPostgresStore(options: PostgresOptions): Promise<ServiceStore> {
  const database = new PostgresDatabase(options);
  try {
    await checkRole(database);
    await migratePostgres(database);
    return new PostgresStore(database);
  } catch (failure) {
    await database.close();
    throw failure;
  }
}
