import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TenantFolder } from '../store/sqlite/tenantFolder';
import { copyTenantFile, openForReading } from '../store/sqlite/tenantConnection';
import type { TenantColumns } from '../store/storedRows';

/** One tenant of a backup. */
export interface BackedUpTenant {
  readonly id: string;
  /** Plants with the last sequence of their log. */
  readonly heads: Readonly<Record<string, number>>;
}

interface HeadColumns {
  readonly id: string;
  readonly head_seq: number;
}

/** What a copy holds. Throws when it is another tenant's. */
function lookAtCopy(path: string, id: string): BackedUpTenant {
  const copy = openForReading(path);
  try {
    const row = copy.get<TenantColumns>('SELECT id FROM meta');
    if (row?.id !== id) {
      throw new Error(`The copy of tenant ${id} is one of ${row?.id ?? 'none'}`);
    }
    const heads = copy.all<HeadColumns>('SELECT id, head_seq FROM plant');
    return { id, heads: Object.fromEntries(heads.map((plant) => [plant.id, plant.head_seq])) };
  } finally {
    copy.close();
  }
}

/**
 * Copies every tenant of a data folder into a folder that is new or empty, while a service may be running. Each copy is
 * as of one moment and looked through before it counts. Throws, and leaves what is whole, when one cannot be copied.
 * The secret that tokens are hashed with is not among it: it has to be kept elsewhere.
 */
export async function backUpSqlite(dataFolder: string, target: string): Promise<readonly BackedUpTenant[]> {
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new Error(`${target} is not empty. A backup is made into a new folder`);
  }
  if (!existsSync(join(dataFolder, 'tenants'))) {
    throw new Error(`${dataFolder} holds no tenants`);
  }
  const tenants = new TenantFolder(dataFolder);
  const folder = join(target, 'tenants');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const done: BackedUpTenant[] = [];
  for (const id of tenants.ids()) {
    const unfinished = join(folder, `.${id}.unfinished`);
    try {
      await copyTenantFile(tenants.pathOf(id), unfinished);
      done.push(lookAtCopy(unfinished, id));
      renameSync(unfinished, join(folder, `${id}.sqlite`));
    } finally {
      rmSync(unfinished, { force: true });
    }
  }
  // Written last: a folder without it was not finished.
  writeFileSync(join(target, 'backup.json'), `${JSON.stringify({ format: 1, tenants: done }, undefined, 2)}\n`);
  return done;
}
