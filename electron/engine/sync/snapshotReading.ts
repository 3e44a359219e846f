import type { AppFailure } from '../../../shared/lib/appError';
import type { EntityRecord } from '../../../shared/sync/entityRecord';
import { isPlainRecord } from '../../../shared/sync/plainRecord';
import { entityRecordSchema, snapshotHeaderSchema, snapshotTrailerSchema } from '../../../shared/sync/syncWire';
import type { SnapshotHeader, SnapshotQuery } from './serviceClient';

/** Makes what is thrown of nonsense, from a few words. */
export type Nonsense = (detail: string) => AppFailure;

/** One snapshot as it is read: its header first, then records, then the trailer that says how many they were. */
export class SnapshotReading {
  readonly #nonsense: Nonsense;
  readonly #onRecords: SnapshotQuery['onRecords'];
  #header: SnapshotHeader | undefined;
  #count = 0;
  #ended = false;

  constructor(onRecords: SnapshotQuery['onRecords'], nonsense: Nonsense) {
    this.#onRecords = onRecords;
    this.#nonsense = nonsense;
  }

  /** Takes whole lines, in order. */
  async take(lines: readonly string[]): Promise<void> {
    const documents = lines.map((line) => this.#documentOf(line));
    const others = this.#header === undefined ? documents.slice(1) : documents;
    this.#header ??= this.#headerOf(documents[0]);
    const records = this.#recordsOf(others, this.#header);
    if (records.length > 0) {
      await this.#onRecords(records, this.#header);
    }
  }

  /** To be called after the last line. Throws when something is missing. */
  end(): SnapshotHeader {
    if (this.#header === undefined || !this.#ended) {
      throw this.#nonsense('the copy of the plant broke off before its end');
    }
    return this.#header;
  }

  #documentOf(line: string): unknown {
    try {
      return JSON.parse(line);
    } catch {
      throw this.#nonsense('a line of the copy of the plant is no JSON');
    }
  }

  #headerOf(document: unknown): SnapshotHeader {
    const parsed = snapshotHeaderSchema.safeParse(document);
    if (!parsed.success) {
      throw this.#nonsense('the copy of the plant does not begin as one');
    }
    return { head: parsed.data.snapshot, count: parsed.data.count };
  }

  #recordsOf(documents: readonly unknown[], header: SnapshotHeader): readonly EntityRecord[] {
    const records: EntityRecord[] = [];
    for (const document of documents) {
      if (this.#ended) {
        throw this.#nonsense('the copy of the plant goes on after its end');
      }
      const record = isPlainRecord(document) ? document : entityRecordSchema.safeParse(document).data;
      if (record !== undefined) {
        records.push(record);
        this.#count += 1;
      } else {
        this.#close(document, header);
      }
    }
    if (this.#count > header.count) {
      throw this.#nonsense('the copy of the plant holds more than it says');
    }
    return records;
  }

  #close(document: unknown, { head }: SnapshotHeader): void {
    const trailer = snapshotTrailerSchema.safeParse(document);
    if (!trailer.success) {
      throw this.#nonsense('a line of the copy of the plant is not as it has to be');
    }
    const { count, digest } = trailer.data.end;
    if (count !== this.#count || digest !== head.digest) {
      throw this.#nonsense(`the copy of the plant says ${String(count)} records and holds ${String(this.#count)}`);
    }
    this.#ended = true;
  }
}
