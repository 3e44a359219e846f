import type { PostgresDatabase } from './postgresDatabase';
import { postgresMigrations } from './postgresSchema';
import type { PostgresSession } from './postgresSession';
import { sqlStateOf } from './retryConflicts';

const uniqueViolation = '23505';
const noSuchTable = '42P01';
const noSuchSchema = '3F000';

/** The version of the schema in the database; 0: there is none yet. */
export async function schemaVersionOf(database: PostgresDatabase): Promise<number> {
  try {
    const [row] = await database.ask<{ version: number | null }>(
      'SELECT MAX(version) AS version FROM sightglass.schema_version',
    );
    return Number(row?.version ?? 0);
  } catch (failure) {
    if ([noSuchTable, noSuchSchema].includes(sqlStateOf(failure))) {
      return 0;
    }
    throw failure;
  }
}

async function takeStep(session: PostgresSession, version: number): Promise<void> {
  const { purpose, statements } = postgresMigrations[version - 1] ?? { purpose: '', statements: [] };
  if (version === 1) {
    await session.command(`
      CREATE SCHEMA IF NOT EXISTS sightglass;
      CREATE TABLE IF NOT EXISTS sightglass.schema_version (
        version integer PRIMARY KEY,
        purpose text NOT NULL,
        looks bigint NOT NULL
      )`);
  }
  // Another process that takes the same step waits here, and then finds that it is done.
  await session.run('INSERT INTO sightglass.schema_version VALUES ($1, $2, 0)', version, purpose);
  for (const statement of statements) {
    await session.command(statement);
  }
}

/**
 * Brings the schema to this program's version, each step in a transaction of its own. Several processes may do so at
 * once. Throws when a newer program has been there. Needs no right to make tables when there is nothing to do.
 */
export async function migratePostgres(database: PostgresDatabase): Promise<void> {
  for (;;) {
    const version = await schemaVersionOf(database);
    if (version > postgresMigrations.length) {
      throw new Error(
        `The database has version ${version}; this service knows ${postgresMigrations.length}. Update the service.`,
      );
    }
    if (version === postgresMigrations.length) {
      return;
    }
    try {
      await database.inDirectory((session) => takeStep(session, version + 1));
    } catch (failure) {
      if (sqlStateOf(failure) !== uniqueViolation) {
        throw failure;
      }
    }
  }
}
