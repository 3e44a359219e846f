import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { toColumn } from '../store/columnText';
import { migratePostgres } from '../store/postgres/migratePostgres';
import { PostgresDatabase, type PostgresOptions } from '../store/postgres/postgresDatabase';
import { postgresMigrations, walledTables } from '../store/postgres/postgresSchema';
import type { PostgresSession } from '../store/postgres/postgresSession';
import { backupFormat, type BackupLine, type BackupRow } from './backupLines';

const batchSize = 500;
const tables: ReadonlySet<string> = new Set(['tenant', 'token_place', ...walledTables]);

/** Reads a backup line by line. Throws when it is not whole, but only after its rows were told. */
async function* rowsOf(path: string): AsyncGenerator<Extract<BackupLine, { table: string }>> {
  const hash = createHash('sha256');
  const file = await open(path);
  let [lines, isWhole] = [0, false];
  try {
    for await (const text of file.readLines()) {
      const line: BackupLine = JSON.parse(text);
      if ('end' in line) {
        isWhole = line.end.lines === lines && line.end.sha256 === hash.digest('hex');
        break;
      }
      hash.update(`${text}\n`);
      lines += 1;
      if ('backup' in line) {
        checkForm(line.backup);
      } else {
        yield line;
      }
    }
  } finally {
    await file.close();
  }
  if (!isWhole) {
    throw new Error(`${path} is no whole backup. Nothing was restored`);
  }
}

function checkForm({ format, version }: Extract<BackupLine, { backup: object }>['backup']): void {
  if (format !== backupFormat || version > postgresMigrations.length) {
    throw new Error(`The backup is of form ${format}, version ${version}, which this service does not know. Update it`);
  }
}

/** Rows of one table go in together. */
class Batch {
  readonly #session: PostgresSession;
  #table = '';
  #rows: BackupRow[] = [];

  constructor(session: PostgresSession) {
    this.#session = session;
  }

  async add(table: string, row: BackupRow): Promise<void> {
    if (!tables.has(table)) {
      throw new Error(`The backup has a table ${table}, which this service does not know`);
    }
    if (table !== this.#table || this.#rows.length === batchSize) {
      await this.flush();
      this.#table = table;
    }
    this.#rows.push(row);
  }

  async flush(): Promise<void> {
    const rows = this.#rows.splice(0);
    const columns = Object.keys(rows[0] ?? {});
    if (rows.length === 0) {
      return;
    }
    if (!columns.every((column) => /^[a-z_]+$/.test(column))) {
      throw new Error('The backup names columns that no table has');
    }
    const places = rows.map(
      (_, row) => `(${columns.map((__, column) => `$${row * columns.length + column + 1}`).join(', ')})`,
    );
    const values = rows.flatMap((row) => columns.map((column) => row[column] ?? null));
    const into = `INSERT INTO sightglass.${this.#table} (${columns.join(', ')})`;
    await this.#session.once(`${into} VALUES ${places.join(', ')}`, ...values);
  }
}

async function fill(session: PostgresSession, path: string, newEpoch: () => string): Promise<readonly string[]> {
  if ((await session.all('SELECT id FROM sightglass.tenant LIMIT 1')).length > 0) {
    throw new Error('There are tenants in the database already. Nothing was restored; restore into an empty one');
  }
  const batch = new Batch(session);
  const ids: string[] = [];
  let wall = '';
  for await (const { table, row } of rowsOf(path)) {
    if (table === 'tenant') {
      ids.push(String(row['id']));
      await batch.add(table, { ...row, epoch: toColumn(newEpoch()) });
      continue;
    }
    const tenant = String(row['tenant']);
    if (table !== 'token_place' && tenant !== wall) {
      await batch.flush();
      await session.run(`SELECT set_config('app.tenant', $1, true)`, tenant);
      wall = tenant;
    }
    await batch.add(table, row);
  }
  await batch.flush();
  return ids;
}

/**
 * Puts a backup into a database without tenants, whole or not at all, each tenant with a new epoch (another one at each
 * call): programs learn by it that the log is an older one. Throws when the file is not whole. Answers the tenants' ids.
 */
export async function restorePostgres(
  options: PostgresOptions,
  path: string,
  newEpoch: () => string,
): Promise<readonly string[]> {
  const database = new PostgresDatabase(options);
  try {
    await migratePostgres(database);
    return await database.inDirectory((session) => fill(session, path, newEpoch));
  } finally {
    await database.close();
  }
}
