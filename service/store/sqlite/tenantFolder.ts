import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
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
    const path = this.pathOf(tenant.id);
    // A file that was removed while another process has it open leaves its log behind until that process lets go.
    if (existsSync(path) || existsSync(`${path}-wal`) || existsSync(`${path}-shm`)) {
      throw new Error(`There is a tenant ${tenant.id} already, or a running service has not let go of it yet`);
    }
    const unfinished = join(this.#folder, `.${tenant.id}.${process.pid}.unfinished`);
    rmSync(unfinished, { force: true });
    try {
      createTenantFile(unfinished, (connection) => {
        connection.run(
          `INSERT INTO meta (only, id, name, created_at_ms, epoch, event_sequence, event_hash)
           VALUES (1, ?, ?, ?, ?, 0, ?)`,
          ...[tenant.id, toColumn(tenant.name), tenant.createdAtMs, toColumn(tenant.epoch)],
          securityChainStart(tenant.id),
        );
      });
      // Unlike a rename, this fails where somebody else was faster.
      linkSync(unfinished, path);
      syncFolder(this.#folder);
    } finally {
      rmSync(unfinished, { force: true });
    }
  }

  /**
   * Removes a tenant's file, which this process does not have open. Its log is not touched: SQLite removes it with the
   * last connection, and it must not be there for a new file of the same name.
   */
  remove(id: string): void {
    rmSync(this.pathOf(id), { force: true });
    syncFolder(this.#folder);
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
