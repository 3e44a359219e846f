import type { EntityKey } from './changeset';
import { type EntityRecord, keyText } from './entityRecord';
import { referencesOf, uniqueKeysOf } from './references';
import type { World } from './world';

/** Who is found under a text: referrers of an entity, holders of a name. */
class KeyIndex {
  /** Most texts lead to one; a map for each of those would be most of what an index weighs. */
  readonly #found = new Map<string, EntityKey | Map<string, EntityKey>>();

  add(text: string, key: EntityKey): void {
    const found = this.#found.get(text);
    if (found instanceof Map) {
      found.set(keyText(key), key);
    } else if (found === undefined || isSameKey(found, key)) {
      this.#found.set(text, key);
    } else {
      this.#found.set(text, new Map([found, key].map((one) => [keyText(one), one])));
    }
  }

  remove(text: string, key: EntityKey): void {
    const found = this.#found.get(text);
    if (found instanceof Map) {
      found.delete(keyText(key));
    }
    const isEmpty = found instanceof Map ? found.size === 0 : found !== undefined && isSameKey(found, key);
    if (isEmpty) {
      this.#found.delete(text);
    }
  }

  get(text: string): Iterable<EntityKey> {
    const found = this.#found.get(text);
    return found instanceof Map ? found.values() : found === undefined ? [] : [found];
  }
}

function isSameKey(one: EntityKey, other: EntityKey): boolean {
  return one.id === other.id && one.kind === other.kind;
}

/** Where a record is found besides under its key. A dead one nowhere. */
interface IndexTexts {
  readonly referred: readonly string[];
  readonly held: readonly string[];
}

function indexTextsOf(record: EntityRecord | undefined): IndexTexts {
  return record === undefined
    ? { referred: [], held: [] }
    : { referred: referencesOf(record).map((target) => keyText(target)), held: uniqueKeysOf(record) };
}

function areSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}

/** Records in memory, found by key, by who refers to them and by their names. */
export class RecordWorld implements World {
  readonly #records = new Map<string, EntityRecord>();
  readonly #referrers = new KeyIndex();
  readonly #holders = new KeyIndex();
  #sheets = 0;

  constructor(records: Iterable<EntityRecord> = []) {
    this.put(records);
  }

  /** Adds records, or replaces those of the same key. */
  put(records: Iterable<EntityRecord>): void {
    for (const record of records) {
      const text = keyText(record);
      const before = this.#records.get(text);
      this.#records.set(text, record);
      this.#index(before, record);
    }
  }

  recordOf(key: EntityKey): EntityRecord | undefined {
    return this.#records.get(keyText(key));
  }

  referrersOf(key: EntityKey): Iterable<EntityKey> {
    return this.#referrers.get(keyText(key));
  }

  holdersOf(uniqueKey: string): Iterable<EntityKey> {
    return this.#holders.get(uniqueKey);
  }

  sheetCount(): number {
    return this.#sheets;
  }

  /** All records, dead ones too. */
  records(): Iterable<EntityRecord> {
    return this.#records.values();
  }

  #index(before: EntityRecord | undefined, after: EntityRecord): void {
    const [old, current] = [indexTextsOf(before), indexTextsOf(after)];
    const key = { kind: after.kind, id: after.id };
    // Most changes leave both as they are.
    if (!areSame(old.referred, current.referred)) {
      old.referred.forEach((text) => this.#referrers.remove(text, key));
      current.referred.forEach((text) => this.#referrers.add(text, key));
    }
    if (!areSame(old.held, current.held)) {
      old.held.forEach((text) => this.#holders.remove(text, key));
      current.held.forEach((text) => this.#holders.add(text, key));
    }
    if (after.kind === 'sheet') {
      this.#sheets += Number(after.live) - Number(before?.live ?? false);
    }
  }
}

/** A world with changed records laid over it; the one below is never touched. */
export class OverlayWorld implements World {
  readonly #below: World;
  readonly #changed = new RecordWorld();
  /** Live sheets of the world below that are covered. */
  #coveredSheets = 0;
  readonly #keys = new Map<string, EntityKey>();

  constructor(below: World) {
    this.#below = below;
  }

  put(record: EntityRecord): void {
    const text = keyText(record);
    if (!this.#keys.has(text)) {
      this.#keys.set(text, { kind: record.kind, id: record.id });
      if (record.kind === 'sheet' && this.#below.recordOf(record)?.live === true) {
        this.#coveredSheets += 1;
      }
    }
    this.#changed.put([record]);
  }

  /** The keys of what was put. */
  changedKeys(): Iterable<EntityKey> {
    return this.#keys.values();
  }

  /** What was put. */
  changedRecords(): Iterable<EntityRecord> {
    return this.#changed.records();
  }

  recordOf(key: EntityKey): EntityRecord | undefined {
    return this.#keys.size > 0 && this.#keys.has(keyText(key))
      ? this.#changed.recordOf(key)
      : this.#below.recordOf(key);
  }

  referrersOf(key: EntityKey): Iterable<EntityKey> {
    return this.#over(this.#below.referrersOf(key), this.#changed.referrersOf(key));
  }

  holdersOf(uniqueKey: string): Iterable<EntityKey> {
    return this.#over(this.#below.holdersOf(uniqueKey), this.#changed.holdersOf(uniqueKey));
  }

  sheetCount(): number {
    return this.#below.sheetCount() - this.#coveredSheets + this.#changed.sheetCount();
  }

  #over(below: Iterable<EntityKey>, changed: Iterable<EntityKey>): Iterable<EntityKey> {
    return this.#keys.size === 0 ? below : [...[...below].filter((key) => !this.#keys.has(keyText(key))), ...changed];
  }
}
