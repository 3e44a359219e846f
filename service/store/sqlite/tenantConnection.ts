import Database from 'better-sqlite3';
import { invariant } from '../../../shared/lib/invariant';
import { migrateTenant } from './tenantSchema';

/** What a column may be given. */
export type SqlValue = string | number | null;

/** Nothing else runs in this process meanwhile; the command line holds a file for milliseconds. */
const busyTimeoutMs = 2_000;
const fullSynchronous = 2;

/** A connection to a tenant's file, with the statements that ran on it kept prepared. */
export class TenantConnection {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement<SqlValue[], unknown>>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /** All rows of a question. `Row` is what its columns are; nothing checks that. */
  all<Row>(sql: string, ...values: SqlValue[]): readonly Row[] {
    return this.#prepared(sql).all(...values) as Row[];
  }

  /** The first row of a question. */
  get<Row>(sql: string, ...values: SqlValue[]): Row | undefined {
    return this.#prepared(sql).get(...values) as Row | undefined;
  }

  /** How many rows were changed. */
  run(sql: string, ...values: SqlValue[]): number {
    return this.#prepared(sql).run(...values).changes;
  }

  /** Runs `work` between `begin` and a commit. Whatever goes wrong, also with the commit, undoes everything. */
  async transaction<T>(begin: 'BEGIN' | 'BEGIN IMMEDIATE', work: () => Promise<T>): Promise<T> {
    this.run(begin);
    try {
      const outcome = await work();
      this.run('COMMIT');
      return outcome;
    } catch (failure) {
      // Some failures (a full disk) have rolled back already.
      if (this.#database.inTransaction) {
        this.run('ROLLBACK');
      }
      throw failure;
    }
  }

  /** Runs `work` inside a transaction; what it throws undoes what it wrote and not what was written before. */
  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    this.run('SAVEPOINT work');
    try {
      const outcome = await work();
      this.run('RELEASE work');
      return outcome;
    } catch (failure) {
      if (this.#database.inTransaction) {
        this.run('ROLLBACK TO work');
        this.run('RELEASE work');
      }
      throw failure;
    }
  }

  isInTransaction(): boolean {
    return this.#database.inTransaction;
  }

  close(): void {
    this.#database.close();
  }

  #prepared(sql: string): Database.Statement<SqlValue[], unknown> {
    const kept = this.#statements.get(sql);
    if (kept !== undefined) {
      return kept;
    }
    const statement = this.#database.prepare<SqlValue[], unknown>(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function connect(path: string, options: Database.Options): Database.Database {
  const database = new Database(path, { ...options, timeout: busyTimeoutMs });
  database.pragma('trusted_schema = OFF');
  database.pragma('cell_size_check = ON');
  database.pragma('mmap_size = 0');
  database.pragma(`cache_size = ${options.readonly === true ? -4_096 : -16_384}`);
  database.pragma('temp_store = MEMORY');
  return database;
}

/** Commits on this connection are on the disk before they are answered. */
function makeDurable(database: Database.Database): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  if (process.platform === 'darwin') {
    // A plain fsync does not reach the platter there.
    database.pragma('fullfsync = 1');
    database.pragma('checkpoint_fullfsync = 1');
  }
}

/** What `PRAGMA synchronous` answers when every commit is synced. Only worth reading after a write. */
function checkSynchronous(database: Database.Database): void {
  // better-sqlite3 is built so that the first write in WAL mode can set a connection back to NORMAL, which loses
  // commits in a power cut.
  const synchronous = database.pragma('synchronous', { simple: true });
  invariant(synchronous === fullSynchronous, `commits are synced (synchronous is ${String(synchronous)})`);
}

/** Makes a tenant's file at a place where there is none; `fill` writes its first rows. */
export function createTenantFile(path: string, fill: (connection: TenantConnection) => void): void {
  const database = connect(path, {});
  try {
    makeDurable(database);
    migrateTenant(database);
    fill(new TenantConnection(database));
    checkSynchronous(database);
  } finally {
    database.close();
  }
}

/** The connection that writes. Brings the file to the newest version. */
export function openForWriting(path: string): TenantConnection {
  const database = connect(path, { fileMustExist: true });
  try {
    makeDurable(database);
    migrateTenant(database);
    database.prepare('UPDATE meta SET only = 1').run();
    checkSynchronous(database);
    return new TenantConnection(database);
  } catch (failure) {
    database.close();
    throw failure;
  }
}

/** A connection that cannot write. There is one that writes already. */
export function openForReading(path: string): TenantConnection {
  return new TenantConnection(connect(path, { readonly: true, fileMustExist: true }));
}

/** Looks through every page of a file that nobody writes to. Throws when it is damaged. */
export function checkTenantFile(path: string): void {
  const database = connect(path, { readonly: true, fileMustExist: true });
  try {
    const verdict = database.pragma('integrity_check(1)', { simple: true });
    if (verdict !== 'ok') {
      throw new Error(`${path} is damaged: ${String(verdict)}`);
    }
  } finally {
    database.close();
  }
}

/**
 * Copies what is committed of a tenant's file, while others go on writing, into a new file that stands alone. Throws
 * when the copy is damaged.
 */
export async function copyTenantFile(from: string, to: string): Promise<void> {
  const source = connect(from, { readonly: true, fileMustExist: true });
  try {
    // As long as it looks, what others commit does not send the copy back to its start.
    source.exec('BEGIN; SELECT id FROM meta');
    await source.backup(to);
  } finally {
    source.close();
  }
  const copy = connect(to, { fileMustExist: true });
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
  checkTenantFile(to);
}
