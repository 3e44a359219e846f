import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toColumn } from '../store/columnText';
import { checkTenantFile, openForWriting } from '../store/sqlite/tenantConnection';
import { TenantFolder } from '../store/sqlite/tenantFolder';

/** What restoring needs besides the files. */
export interface RestoreOptions {
  /** A new epoch, another one at each call: programs learn by it that the log is an older one. */
  readonly newEpoch: () => string;
  /** Left out: all. */
  readonly tenantIds?: readonly string[];
}

interface Manifest {
  readonly format: number;
  readonly tenants: readonly { readonly id: string }[];
}

function manifestOf(backup: string): Manifest {
  const path = join(backup, 'backup.json');
  if (!existsSync(path)) {
    throw new Error(`${backup} is no backup, or one that was not finished`);
  }
  const manifest: Manifest = JSON.parse(readFileSync(path, 'utf8'));
  if (manifest.format !== 1) {
    throw new Error(`The backup has format ${manifest.format}; this service knows 1. Update the service`);
  }
  return manifest;
}

/**
 * Puts tenants of a backup back, each with a new epoch. Throws, before anything is put back, when one of them is there
 * already or is not in the backup. Answers their ids.
 */
export async function restoreSqlite(
  backup: string,
  dataFolder: string,
  { newEpoch, tenantIds }: RestoreOptions,
): Promise<readonly string[]> {
  const known = manifestOf(backup).tenants.map(({ id }) => id);
  const wanted = tenantIds ?? known;
  const folder = new TenantFolder(dataFolder);
  for (const id of wanted) {
    if (!known.includes(id)) {
      throw new Error(`The backup has no tenant ${id}`);
    }
    if (existsSync(folder.pathOf(id))) {
      throw new Error(`There is a tenant ${id} already. Nothing was restored; drop it first, or restore elsewhere`);
    }
  }
  for (const id of wanted) {
    const source = join(backup, 'tenants', `${id}.sqlite`);
    checkTenantFile(source);
    folder.add(id, (path) => {
      copyFileSync(source, path);
      const connection = openForWriting(path);
      try {
        connection.run('UPDATE meta SET epoch = ?', toColumn(newEpoch()));
      } finally {
        connection.close();
      }
    });
  }
  return wanted;
}
