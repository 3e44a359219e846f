import { setImmediate } from 'node:timers/promises';
import type { EntityKey } from '../../shared/sync/changeset';
import { type EntityRecord, keyText } from '../../shared/sync/entityRecord';
import type { LogEntry, LogHead } from '../../shared/sync/logEntry';
import { type Sha256, sumAfter } from '../../shared/sync/stateSum';
import { type EarlierRecords, takeBack } from '../../shared/sync/takeBack';
import type { PlantReader } from '../store/serviceStore';

/** A plant as of a revision. */
export interface PlantAt {
  readonly head: LogHead;
  /** When the revision came into force, by the service's clock; undefined before the first. */
  readonly inForceAtMs: number | undefined;
  /** How many records there are. */
  readonly count: number;
  /** Records in order of kind and id, after a key (exclusive), by pages. `pageSize` is asked before each. */
  records(after: EntityKey | undefined, pageSize?: () => number): AsyncIterable<readonly EntityRecord[]>;
}

const recordsAtOnce = 250;
const entriesAtOnce = 200;

// A store in a file answers without waiting for anything: between pages others have their turn.
const letOthers = (): Promise<void> => setImmediate();

/** The last entry at a revision; undefined: before the first. */
async function entryAt(plant: PlantReader, seq: number): Promise<LogEntry | undefined> {
  return seq === 0 ? undefined : (await plant.entries(seq - 1, 1))[0];
}

/** What stood at `seq` where it is not what stands now. */
async function earlierRecords(plant: PlantReader, seq: number, headSeq: number) {
  const present: EntityRecord[] = [];
  const records: EarlierRecords = new Map();
  for (let end = headSeq; end > seq; end -= entriesAtOnce) {
    const since = Math.max(seq, end - entriesAtOnce);
    const entries = await plant.entries(since, end - since);
    const untouched = new Map<string, EntityKey>();
    for (const { kind, id } of entries.flatMap(({ changes }) => changes)) {
      const text = keyText({ kind, id });
      if (!records.has(text)) {
        untouched.set(text, { kind, id });
      }
    }
    for (const record of await plant.records([...untouched.values()])) {
      present.push(record);
      records.set(keyText(record), record);
    }
    takeBack(records, entries.toReversed());
    await letOthers();
  }
  return { present, records };
}

async function* pagesOf(
  plant: PlantReader,
  after: EntityKey | undefined,
  pageSize = (): number => recordsAtOnce,
): AsyncGenerator<readonly EntityRecord[]> {
  let last = after;
  for (;;) {
    const size = pageSize();
    const page = await plant.recordsAfter(last, size);
    if (page.length > 0) {
      yield page;
    }
    last = page.at(-1);
    if (page.length < size) {
      return;
    }
    await letOthers();
  }
}

async function* replacedPages(
  pages: AsyncIterable<readonly EntityRecord[]>,
  earlier: ReadonlyMap<string, EntityRecord | undefined>,
): AsyncGenerator<readonly EntityRecord[]> {
  for await (const page of pages) {
    yield page.flatMap((record) => {
      const text = keyText(record);
      return earlier.has(text) ? (earlier.get(text) ?? []) : [record];
    });
  }
}

/** A plant as it is. */
export async function plantNow(plant: PlantReader): Promise<PlantAt> {
  const { head } = await plant.row();
  return {
    head,
    inForceAtMs: (await entryAt(plant, head.seq))?.serverAtMs,
    count: await plant.recordCount(),
    records: (after, pageSize) => pagesOf(plant, after, pageSize),
  };
}

/**
 * A plant as of a revision, made of the present one by taking back what came later. An entity that is in the log later
 * only, or was deleted then and is another now, is left out. `seq`: at most the head's.
 */
export async function plantAt(plant: PlantReader, seq: number, sha256: Sha256): Promise<PlantAt> {
  const { head, id } = await plant.row();
  if (seq === head.seq) {
    return plantNow(plant);
  }
  const { present, records } = await earlierRecords(plant, seq, head.seq);
  const after = [...records.values()].flatMap((record) => record ?? []);
  const entry = await entryAt(plant, seq);
  return {
    head: { seq, hash: entry?.hash ?? id, digest: sumAfter(head.digest, { before: present, after }, sha256) },
    inForceAtMs: entry?.serverAtMs,
    count: (await plant.recordCount()) - (records.size - after.length),
    records: (key, pageSize) => replacedPages(pagesOf(plant, key, pageSize), records),
  };
}
