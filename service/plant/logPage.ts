import type { LogEntry } from '../../shared/sync/logEntry';
import type { PlantReader, PlantRow } from '../store/serviceStore';

/** A page of a plant's log, its entries written already. */
export interface LogPage {
  readonly row: PlantRow;
  /** JSON of each. */
  readonly entries: readonly string[];
}

/** Why no page can be given: what the caller has seen of the log is not what this log holds. */
export interface LogDiverged {
  readonly divergedAt: number;
}

/** Which page. */
export interface LogPageQuery {
  /** The last entry that the caller has. */
  readonly since: number;
  /** At most so many entries, at least 1. */
  readonly limit: number;
  /** The hash of entry `since` as the caller has it; undefined: it does not say. */
  readonly hash: string | undefined;
}

/** A page ends early when it grows larger than this, so that an answer stays small; one entry it holds at least. */
const pageLength = 4 * 1024 * 1024;
/** Read at once: entries may be large, so a whole page of them is not taken into memory before it is measured. */
const readAtOnce = 100;

async function entriesOf(plant: PlantReader, since: number, limit: number): Promise<readonly string[]> {
  const texts: string[] = [];
  let length = 0;
  while (texts.length < limit && length < pageLength) {
    const entries: readonly LogEntry[] = await plant.entries(
      since + texts.length,
      Math.min(readAtOnce, limit - texts.length),
    );
    for (const entry of entries) {
      const text = JSON.stringify(entry);
      if (texts.length > 0 && length + text.length > pageLength) {
        return texts;
      }
      texts.push(text);
      length += text.length;
    }
    if (entries.length < readAtOnce) {
      break;
    }
  }
  return texts;
}

/** The hash of an entry of the log; of entry 0, the plant's id. */
async function hashAt(plant: PlantReader, seq: number): Promise<string | undefined> {
  if (seq === 0) {
    return (await plant.row()).id;
  }
  const [entry] = await plant.entries(seq - 1, 1);
  return entry?.hash;
}

/** The entries after `since`, in one look with where the log ends. */
export async function logPage(plant: PlantReader, query: LogPageQuery): Promise<LogPage | LogDiverged> {
  const { since, limit, hash } = query;
  const row = await plant.row();
  if (since > row.head.seq || (hash !== undefined && hash !== (await hashAt(plant, since)))) {
    return { divergedAt: row.head.seq };
  }
  return { row, entries: since === row.head.seq ? [] : await entriesOf(plant, since, limit) };
}
