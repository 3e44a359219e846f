import type { EntityKey } from './changeset';
import { type EntityRecord, keyText } from './entityRecord';
import { referencesOf, uniqueKeysOf } from './references';
import type { World } from './world';

/** Who is found under a text: referrers of an entity, holders of a name. */
class KeyIndex {
  readonly #buckets = new Map<string, Map<string, EntityKey>>();

  add(text: string, key: EntityKey): void {
    const bucket = this.#buckets.get(text);
    if (bucket === undefined) {
      this.#buckets.set(text, new Map([[keyText(key), key]]));
    } else {
      bucket.set(keyText(key), key);
    }
  }

  remove(text: string, key: EntityKey): void {
    const bucket = this.#buckets.get(text);
    bucket?.delete(keyText(key));
    if (bucket?.size === 0) {
      this.#buckets.delete(text);
    }
  }

  get(text: string): Iterable<EntityKey> {
    return this.#buckets.get(text)?.values() ?? [];
  }
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
      this.#index(this.#records.get(text), 'remove');
      this.#records.set(text, record);
      this.#index(record, 'add');
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

  #index(record: EntityRecord | undefined, change: 'add' | 'remove'): void {
    if (record === undefined || !record.live) {
      return;
    }
    const key = { kind: record.kind, id: record.id };
    referencesOf(record).forEach((target) => this.#referrers[change](keyText(target), key));
    uniqueKeysOf(record).forEach((unique) => this.#holders[change](unique, key));
    if (record.kind === 'sheet') {
      this.#sheets += change === 'add' ? 1 : -1;
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
