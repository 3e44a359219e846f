import { rmSync } from 'node:fs';
import { z } from 'zod';
import type { EntityRecord } from '../../../shared/sync/entityRecord';
import { type Head, headSchema } from '../../../shared/sync/syncWire';
import { connect, harden, type ProjectDatabase } from '../project/projectDatabase';
import { isStorageFailure } from '../project/sqliteFailure';
import { storedRecordSchema } from './storedRecord';

const tables = `
  CREATE TABLE IF NOT EXISTS header (id INTEGER PRIMARY KEY CHECK (id = 1), plant TEXT NOT NULL, head TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS record (position INTEGER PRIMARY KEY, record TEXT NOT NULL) STRICT;
`;

const plantSchema = z.object({ address: z.string(), tenantId: z.string(), plantId: z.string() });
/** Which plant is fetched. */
export type DownloadedPlant = z.infer<typeof plantSchema>;

/**
 * What was fetched of a plant so far, in a file beside the place where the plant is to be, so that a download that was
 * interrupted goes on where it stopped. Thrown away when it is of another plant or cannot be read.
 */
export class UnfinishedDownload {
  readonly #path: string;
  readonly #plant: DownloadedPlant;
  #database: ProjectDatabase;

  /** `target`: where the plant is to be. */
  constructor(target: string, plant: DownloadedPlant) {
    this.#path = `${target}.download`;
    this.#plant = plant;
    this.#database = this.#openOrRestart();
  }

  /** The revision that is being fetched; undefined: nothing was fetched yet. */
  head(): Head | undefined {
    const text = this.#database.prepare<[], string>('SELECT head FROM header').pluck().get();
    return text === undefined ? undefined : headSchema.parse(JSON.parse(text));
  }

  /** Those that are here, in the order in which they came. */
  records(): readonly EntityRecord[] {
    const texts = this.#database.prepare<[], string>('SELECT record FROM record ORDER BY position').pluck().all();
    return texts.map((text) => storedRecordSchema.parse(JSON.parse(text)));
  }

  /** Keeps records that came, next after those that are here. */
  add(records: readonly EntityRecord[], head: Head): void {
    this.#database.transaction(() => {
      this.#database
        .prepare('INSERT OR IGNORE INTO header (id, plant, head) VALUES (1, ?, ?)')
        .run(JSON.stringify(this.#plant), JSON.stringify(head));
      const insert = this.#database.prepare('INSERT INTO record (record) VALUES (?)');
      records.forEach((record) => insert.run(JSON.stringify(record)));
    })();
  }

  /** Begins anew. */
  restart(): void {
    this.remove();
    this.#database = this.#open();
  }

  /** Leaves what is here for the next try. */
  close(): void {
    this.#database.close();
  }

  /** Closes it and takes the file away. */
  remove(): void {
    this.#database.close();
    ['', '-journal', '-wal'].forEach((suffix) => rmSync(`${this.#path}${suffix}`, { force: true }));
  }

  #openOrRestart(): ProjectDatabase {
    let database: ProjectDatabase | undefined;
    try {
      database = this.#open();
      const text = database.prepare<[], string>('SELECT plant FROM header').pluck().get();
      const plant = text === undefined ? this.#plant : plantSchema.parse(JSON.parse(text));
      const { address, tenantId, plantId } = this.#plant;
      if (plant.address === address && plant.tenantId === tenantId && plant.plantId === plantId) {
        return database;
      }
    } catch (error) {
      if (!isStorageFailure(error) && !(error instanceof z.ZodError) && !(error instanceof SyntaxError)) {
        throw error;
      }
    }
    database?.close();
    rmSync(this.#path, { force: true });
    return this.#open();
  }

  #open(): ProjectDatabase {
    const database = connect(this.#path);
    try {
      harden(database);
      // What a power cut takes can be fetched again.
      database.pragma('synchronous = OFF');
      database.exec(tables);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }
}
