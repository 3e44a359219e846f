import { recordsAfter } from '../../shared/sync/applyChanges';
import type { EntityKey } from '../../shared/sync/changeset';
import { type EntityRecord, keyText } from '../../shared/sync/entityRecord';
import { isEntrySealed } from '../../shared/sync/logHash';
import type { LogEntry } from '../../shared/sync/logEntry';
import { RecordWorld } from '../../shared/sync/recordWorld';
import { referencesOf, uniqueKeysOf } from '../../shared/sync/references';
import { sumOf } from '../../shared/sync/stateSum';
import { canonicalJson } from '../../shared/model/fieldValue';
import type { FieldValue } from '../../shared/model/modelPatch';
import type { PlantReader } from '../store/serviceStore';
import { firstHead } from '../store/plantHead';
import { sha256 } from './sha256';

/** What was looked at of a plant, and what is not as it must be. */
export interface PlantVerdict {
  readonly entries: number;
  readonly records: number;
  readonly problems: readonly string[];
}

const pageSize = 500;
/** Of one kind; where one is wrong, many may be. */
const mostProblems = 10;

/** Walks the log. Answers what it makes of nothing, and the end that it comes to. */
class LogWalk {
  readonly world = new RecordWorld();
  readonly problems: string[] = [];
  seq = 0;
  hash: string;
  readonly #ids = new Set<string>();

  constructor(plantId: string) {
    this.hash = firstHead(plantId).hash;
  }

  take(entry: LogEntry): void {
    const { seq, id, changes } = entry;
    if (seq !== this.seq + 1) {
      this.problems.push(`after entry ${this.seq} comes ${seq}`);
    }
    if (!isEntrySealed(entry, this.hash, sha256)) {
      this.problems.push(`entry ${seq} is not the one that was accepted`);
    }
    if (this.#ids.has(id)) {
      this.problems.push(`changeset ${id} is in the log twice, again as entry ${seq}`);
    }
    this.#ids.add(id);
    [this.seq, this.hash] = [seq, entry.hash];
    this.world.put(recordsAfter(this.world, changes, { seq, changeset: id }));
  }
}

async function walkLog(plant: PlantReader, plantId: string): Promise<LogWalk> {
  const walk = new LogWalk(plantId);
  for (;;) {
    const page = await plant.entries(walk.seq, pageSize);
    page.forEach((entry) => walk.take(entry));
    if (page.length < pageSize) {
      return walk;
    }
  }
}

async function allRecords(plant: PlantReader): Promise<readonly EntityRecord[]> {
  const records: EntityRecord[] = [];
  for (;;) {
    const page = await plant.recordsAfter(records.at(-1), pageSize);
    records.push(...page);
    if (page.length < pageSize) {
      return records;
    }
  }
}

function textOf(record: EntityRecord): string {
  const { kind, id, live, existence, fields } = record;
  return canonicalJson({ kind, id, live, existence, fields } as unknown as FieldValue);
}

function differingRecords(records: readonly EntityRecord[], { world }: LogWalk): readonly string[] {
  const differing = records.filter((record) => {
    const logged = world.recordOf(record);
    return logged === undefined || textOf(logged) !== textOf(record);
  });
  const found = new Set(records.map(keyText));
  const missing = [...world.records()].filter((record) => !found.has(keyText(record)));
  return [
    ...differing.map((record) => `${keyText(record)} is not what the log makes of it`),
    ...missing.map((record) => `${keyText(record)} is in the log and nowhere else`),
  ];
}

function listed(keys: Iterable<EntityKey>): string {
  return [...keys].map(keyText).sort().join(', ');
}

/** Names and references by which a record is not found, or another is. */
async function wrongIndexes(plant: PlantReader, records: readonly EntityRecord[]): Promise<readonly string[]> {
  const world = new RecordWorld(records);
  const targets = [...new Map(records.flatMap(referencesOf).map((key) => [keyText(key), key])).values()];
  const names = [...new Set(records.flatMap(uniqueKeysOf))];
  const problems: string[] = [];
  for (let from = 0; from < targets.length; from += pageSize) {
    const page = targets.slice(from, from + pageSize);
    const found = await plant.referrers(page);
    const wrong = page.filter((key) => listed(found.get(keyText(key)) ?? []) !== listed(world.referrersOf(key)));
    problems.push(...wrong.map((key) => `what refers to ${keyText(key)} is not found as it is`));
  }
  for (let from = 0; from < names.length; from += pageSize) {
    const page = names.slice(from, from + pageSize);
    const found = await plant.holders(page);
    const wrong = page.filter((name) => listed(found.get(name) ?? []) !== listed(world.holdersOf(name)));
    problems.push(...wrong.map((name) => `what is named ${name} is not found as it is`));
  }
  return problems;
}

/** Walks a plant from its first entry; see `verifyStore`. Holds the plant in memory. */
export async function verifyPlant(plant: PlantReader): Promise<PlantVerdict> {
  const { id, head } = await plant.row();
  const walk = await walkLog(plant, id);
  const records = await allRecords(plant);
  const end = walk.seq === head.seq && walk.hash === head.hash ? [] : [`its log ends at ${walk.seq}, not ${head.seq}`];
  const digest = sumOf(records, sha256) === head.digest ? [] : ['its digest is that of other records'];
  const found = [
    walk.problems,
    end,
    differingRecords(records, walk),
    digest,
    await wrongIndexes(plant, records),
  ] as const;
  return {
    entries: walk.seq,
    records: records.length,
    problems: found.flatMap((problems) => problems.slice(0, mostProblems)),
  };
}
