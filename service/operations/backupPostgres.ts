import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { PostgresDatabase, type PostgresOptions } from '../store/postgres/postgresDatabase';
import { schemaVersionOf } from '../store/postgres/migratePostgres';
import { postgresMigrations, walledTables } from '../store/postgres/postgresSchema';
import type { PostgresSession } from '../store/postgres/postgresSession';
import { checkTenantId } from '../store/tenantIds';
import { backupFormat, type BackupLine, type BackupRow } from './backupLines';

/** How many rows come at once. */
const pageSize = 500;

/** Writes lines and sums them up. */
class LineFile {
  readonly #file: FileHandle;
  readonly #hash = createHash('sha256');
  lines = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async say(lines: readonly BackupLine[]): Promise<void> {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    this.#hash.update(text);
    this.lines += lines.length;
    await this.#file.writeFile(text);
  }

  /** Says what came before, and makes it last. */
  async end(): Promise<void> {
    const end: BackupLine = { end: { lines: this.lines, sha256: this.#hash.digest('hex') } };
    await this.#file.writeFile(`${JSON.stringify(end)}\n`);
    await this.#file.sync();
  }
}

/** Tells the rows that a statement finds. */
async function tell(session: PostgresSession, file: LineFile, from: Readonly<{ table: string; select: string }>) {
  await session.command(`DECLARE rows CURSOR FOR ${from.select}`);
  for (;;) {
    const rows = await session.once<BackupRow>(`FETCH ${pageSize} FROM rows`);
    await file.say(rows.map((row) => ({ table: from.table, row })));
    if (rows.length < pageSize) {
      await session.command('CLOSE rows');
      return;
    }
  }
}

async function tellAll(session: PostgresSession, file: LineFile): Promise<number> {
  const tenants = await session.once<{ id: string }>('SELECT id FROM sightglass.tenant ORDER BY id');
  for (const table of ['tenant', 'token_place']) {
    await tell(session, file, { table, select: `SELECT * FROM sightglass.${table}` });
  }
  for (const { id } of tenants) {
    checkTenantId(id);
    // One after the other behind the wall of each, within one look at them all.
    await session.run(`SELECT set_config('app.tenant', $1, true)`, id);
    for (const table of walledTables) {
      await tell(session, file, { table, select: `SELECT * FROM sightglass.${table} WHERE tenant = '${id}'` });
    }
  }
  return tenants.length;
}

/**
 * Writes everything of all tenants, as of one moment, to a new file, while services go on. A line of JSON a row, as the
 * columns hold it; the last line says how many came before and their hash. The file has its name only when it is whole.
 * The secret that tokens are hashed with is not among it: it has to be kept elsewhere.
 */
export async function backUpPostgres(
  options: PostgresOptions,
  path: string,
): Promise<{ readonly tenants: number; readonly lines: number }> {
  const database = new PostgresDatabase(options);
  const unfinished = `${path}.unfinished`;
  try {
    const version = await schemaVersionOf(database);
    if (version === 0 || version > postgresMigrations.length) {
      throw new Error(`The database has version ${version}; this service knows 1 to ${postgresMigrations.length}`);
    }
    const handle = await open(unfinished, 'w', 0o600);
    try {
      const file = new LineFile(handle);
      await file.say([{ backup: { format: backupFormat, version } }]);
      const tenants = await database.lookAtAll((session) => tellAll(session, file));
      await file.end();
      await rename(unfinished, path);
      return { tenants, lines: file.lines };
    } finally {
      await handle.close();
    }
  } finally {
    await rm(unfinished, { force: true });
    await database.close();
  }
}
