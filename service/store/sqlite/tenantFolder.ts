import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { checkTenantId, isTenantId } from '../tenantIds';
import type { TenantRow } from '../serviceStore';
import { toColumn } from '../columnText';
import { securityChainStart } from '../securityChain';
import { createTenantFile } from './tenantConnection';

const ending = '.sqlite';

/** Makes the names of a folder last. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') {
    return;
  }
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function removeLog(path: string): void {
  rmSync(`${path}-wal`, { force: true });
  rmSync(`${path}-shm`, { force: true });
}

function removeFile(path: string): void {
  rmSync(path, { force: true });
  removeLog(path);
}

/** The folder with one file a tenant, `ID.sqlite`. Another process may add and remove tenants. */
export class TenantFolder {
  readonly #folder: string;

  /** Makes the folder where it is missing. */
  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'tenants');
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
  }

  /** The tenants that there are, by id. */
  ids(): readonly string[] {
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith(ending))
      .map((name) => name.slice(0, -ending.length))
      .filter(isTenantId)
      .sort();
  }

  /** Where a tenant's file is. The id has to be one. */
  pathOf(id: string): string {
    checkTenantId(id);
    return join(this.#folder, `${id}${ending}`);
  }

  /** Which file lies there now; undefined: none. A tenant that was made anew under the same id has another. */
  fileMark(id: string): string | undefined {
    const found = statSync(this.pathOf(id), { throwIfNoEntry: false });
    return found && `${found.dev} ${found.ino}`;
  }

  /** Makes the file of a tenant, whole or not at all. Throws when there is one already. */
  create(tenant: TenantRow): void {
    this.add(tenant.id, (path) => {
      createTenantFile(path, (connection) => {
        connection.run(
          `INSERT INTO meta (only, id, name, created_at_ms, epoch, event_sequence, event_hash)
           VALUES (1, ?, ?, ?, ?, 0, ?)`,
          ...[tenant.id, toColumn(tenant.name), tenant.createdAtMs, toColumn(tenant.epoch)],
          securityChainStart(tenant.id),
        );
      });
    });
  }

  /** Adds the file that `make` makes at the path that it is given. Throws when the tenant is there already. */
  add(id: string, make: (path: string) => void): void {
    const path = this.pathOf(id);
    const unfinished = join(this.#folder, `.${id}.unfinished`);
    this.#alone(() => {
      if (existsSync(path)) {
        throw new Error(`There is a tenant ${id} already`);
      }
      removeFile(unfinished);
      // What a drop that was cut short left: in the log of another file SQLite would find its own.
      removeLog(path);
      try {
        make(unfinished);
        renameSync(unfinished, path);
        syncFolder(this.#folder);
      } finally {
        removeFile(unfinished);
      }
    });
  }

  /** Removes a tenant's file. Whoever has it open keeps what is gone for everybody else, until they let go. */
  remove(id: string): void {
    const path = this.pathOf(id);
    this.#alone(() => {
      removeFile(path);
      syncFolder(this.#folder);
    });
  }

  /** Runs `work` while no other process makes or removes tenants here. The lock ends with the process. */
  #alone(work: () => void): void {
    const lock = new Database(join(this.#folder, '.lock'), { timeout: 10_000 });
    try {
      lock.exec('BEGIN EXCLUSIVE');
      work();
    } finally {
      lock.close();
    }
  }

  /** Throws when nothing can be written here. */
  checkWritable(): void {
    const path = join(this.#folder, `.writable.${process.pid}`);
    const descriptor = openSync(path, 'w', 0o600);
    try {
      writeSync(descriptor, 'x'.repeat(4_096));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
      rmSync(path, { force: true });
    }
  }
}
