import Database from 'better-sqlite3';

/** The open connection to a project file. Only the engine's own parts get it. */
export type ProjectDatabase = Database.Database;

/** A connection before any rule of ours is set on it. `busyTimeoutMs`: how long to wait for another program's lock. */
export function connect(
  path: string,
  options: { readonly readonly?: boolean; readonly fileMustExist?: boolean; readonly busyTimeoutMs?: number } = {},
): ProjectDatabase {
  return new Database(path, {
    readonly: options.readonly ?? false,
    fileMustExist: options.fileMustExist ?? false,
    timeout: options.busyTimeoutMs ?? 0,
  });
}

/** One value that a pragma answers. */
export function pragmaValue(database: ProjectDatabase, pragma: string): unknown {
  return database.pragma(pragma, { simple: true });
}

/** What guards against a hostile or damaged file, for every connection we open. */
export function harden(database: ProjectDatabase): void {
  database.pragma('trusted_schema = OFF');
  database.pragma('cell_size_check = ON');
  database.pragma('mmap_size = 0');
  database.pragma('foreign_keys = ON');
}

/** 64 MB of pages in memory: a snapshot of many sensors reads as many chunks, and the next one mostly the same. */
export function enlargeCache(database: ProjectDatabase): void {
  database.pragma('cache_size = -65536');
}

/** One writer: the lock is taken at the first read and held until closed. */
export function makeExclusive(database: ProjectDatabase): void {
  database.pragma('locking_mode = EXCLUSIVE');
}

/** Every commit is on the disk before it is answered. Writes the header of a file that had no WAL yet. */
export function makeDurable(database: ProjectDatabase): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  if (process.platform === 'darwin') {
    // A plain fsync does not reach the platter there.
    database.pragma('fullfsync = 1');
    database.pragma('checkpoint_fullfsync = 1');
  }
}

const fullSynchronous = 2;

/**
 * Reads back that commits are synced. To be asked after a write: better-sqlite3 is built so that the first write
 * in WAL mode can set the connection back to NORMAL, which loses commits in a power cut.
 */
export function isFullySynchronous(database: ProjectDatabase): boolean {
  return pragmaValue(database, 'synchronous') === fullSynchronous;
}
