import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { checkTenantId } from '../tenantIds';
import { PostgresSession, type SqlValue, StatementNames } from './postgresSession';
import { namedFailure, type Patience, retryConflicts } from './retryConflicts';

/** Where the database is, and how much of it this process may take. */
export interface PostgresOptions extends Patience {
  /** `postgresql://role:password@host/database?sslmode=verify-full&sslrootcert=…` */
  readonly url: string;
  /** Connections that change; as many more look. Left out: 10. */
  readonly mostConnections?: number;
}

/** How a transaction sees others: a glance asks one thing and is over, a look sees one moment as long as it lasts. */
export type TransactionMode = 'change' | 'glance' | 'look';

const begin: Readonly<Record<TransactionMode, string>> = {
  // Whoever changes a plant has locked its row: what is read afterwards is what the one before left.
  change: 'BEGIN',
  glance: 'BEGIN READ ONLY',
  look: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
};

const statementTimeoutMs = 15_000;

function poolOf({ url, mostConnections = 10 }: PostgresOptions, idleInTransactionMs: number): Pool {
  const config: PoolConfig = {
    connectionString: url,
    application_name: 'sightglass service',
    max: mostConnections,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    // What does not depend on an answer is sent without waiting for it.
    pipeline: true,
    // Longer than the database's own limit: it only ends what a dead network keeps waiting.
    query_timeout: 2 * statementTimeoutMs,
    statement_timeout: statementTimeoutMs,
    lock_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
  };
  const pool = new Pool(config);
  // A connection that broke is replaced by the pool; whoever uses it, or asks next, hears of it.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** The connections to the database. Looks have their own, so that slow readers never hold up anybody else. */
export class PostgresDatabase {
  readonly #looks: Pool;
  readonly #others: Pool;
  readonly #names = new StatementNames();
  readonly #patience: Patience;

  constructor(options: PostgresOptions) {
    this.#looks = poolOf(options, 600_000);
    this.#others = poolOf(options, 60_000);
    this.#patience = options;
  }

  /** One question about what all tenants share. */
  async ask<Row extends object>(sql: string, ...values: SqlValue[]): Promise<readonly Row[]> {
    const client = await this.#connect('glance');
    let isSound = false;
    try {
      const rows = await new PostgresSession(client, this.#names).all<Row>(sql, ...values);
      isSound = true;
      return rows;
    } finally {
      client.release(!isSound);
    }
  }

  /** Runs `work` in a transaction that sees and may write what all tenants share, and nothing of any. Run again on conflicts. */
  inDirectory<T>(work: (session: PostgresSession) => Promise<T>): Promise<T> {
    return retryConflicts(() => this.#transaction('change', begin.change, work), this.#patience);
  }

  /** Runs `work` in one look at what all tenants share; it may go behind the wall of each in turn. */
  lookAtAll<T>(work: (session: PostgresSession) => Promise<T>): Promise<T> {
    return this.#transaction('look', begin.look, work);
  }

  /**
   * Runs `work` in a transaction behind the wall of a tenant. Run again on conflicts: it must do nothing but through
   * the session.
   */
  inTenant<T>(tenantId: string, mode: TransactionMode, work: (session: PostgresSession) => Promise<T>): Promise<T> {
    checkTenantId(tenantId);
    // The id consists of letters, digits and dashes; as a literal it goes with the begin, without another round trip.
    const opening = `${begin[mode]}; SET LOCAL app.tenant = '${tenantId}'`;
    return retryConflicts(() => this.#transaction(mode, opening, work), this.#patience);
  }

  /** Waits for what runs. May be called twice. */
  async close(): Promise<void> {
    const open = [this.#looks, this.#others].filter((pool) => !pool.ending);
    await Promise.all(open.map((pool) => pool.end()));
  }

  async #transaction<T>(
    mode: TransactionMode,
    opening: string,
    work: (session: PostgresSession) => Promise<T>,
  ): Promise<T> {
    const client = await this.#connect(mode);
    const session = new PostgresSession(client, this.#names);
    let isSound = false;
    try {
      await session.command(opening);
      const outcome = await work(session);
      await session.settled();
      await session.command('COMMIT');
      isSound = true;
      return outcome;
    } catch (failure) {
      // What was sent before, and failed, is the reason for what failed later.
      const first = await session.settled().then(
        () => failure,
        (sent: unknown) => sent,
      );
      // A connection that cannot even roll back is not given to anybody else.
      isSound = await session.command('ROLLBACK').then(
        () => true,
        () => false,
      );
      throw first;
    } finally {
      client.release(!isSound);
    }
  }

  async #connect(mode: TransactionMode): Promise<PoolClient> {
    try {
      return await (mode === 'look' ? this.#looks : this.#others).connect();
    } catch (failure) {
      throw namedFailure(failure);
    }
  }
}
