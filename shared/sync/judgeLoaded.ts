import type { Changeset, EntityKey } from './changeset';
import { type EntityRecord, keyText } from './entityRecord';
import { judge, type JudgeContext, type Judgement } from './judge';
import type { World } from './world';

/** Where a judgement gets what it needs of a plant; a store answers it in few questions. */
export interface RecordLoader {
  records(keys: readonly EntityKey[]): Promise<readonly EntityRecord[]>;
  referrers(keys: readonly EntityKey[]): Promise<ReadonlyMap<string, readonly EntityKey[]>>;
  holders(uniqueKeys: readonly string[]): Promise<ReadonlyMap<string, readonly EntityKey[]>>;
  liveCount(kind: string): Promise<number>;
}

/** A judgement and the part of the plant that it looked at. */
export interface LoadedJudgement {
  readonly judgement: Judgement;
  /** Holds all records that the changes touch. */
  readonly world: World;
}

/** The part of a plant that was loaded so far; notes what it was asked for in vain. */
class LoadedWorld implements World {
  readonly #records = new Map<string, EntityRecord | undefined>();
  readonly #referrers = new Map<string, readonly EntityKey[]>();
  readonly #holders = new Map<string, readonly EntityKey[]>();
  #sheets: number | undefined;
  #missing = {
    records: new Map<string, EntityKey>(),
    referrers: new Map<string, EntityKey>(),
    holders: new Set<string>(),
    sheets: false,
  };

  recordOf(key: EntityKey): EntityRecord | undefined {
    const text = keyText(key);
    if (!this.#records.has(text)) {
      this.#missing.records.set(text, { kind: key.kind, id: key.id });
    }
    return this.#records.get(text);
  }

  referrersOf(key: EntityKey): Iterable<EntityKey> {
    const known = this.#referrers.get(keyText(key));
    if (known === undefined) {
      this.#missing.referrers.set(keyText(key), { kind: key.kind, id: key.id });
    }
    return known ?? [];
  }

  holdersOf(uniqueKey: string): Iterable<EntityKey> {
    const known = this.#holders.get(uniqueKey);
    if (known === undefined) {
      this.#missing.holders.add(uniqueKey);
    }
    return known ?? [];
  }

  sheetCount(): number {
    this.#missing.sheets ||= this.#sheets === undefined;
    return this.#sheets ?? 1;
  }

  /** Loads what was asked for in vain. False: nothing was, so every answer so far was right. */
  async load(loader: RecordLoader): Promise<boolean> {
    const { records, referrers, holders, sheets } = this.#missing;
    this.#missing = { records: new Map(), referrers: new Map(), holders: new Set(), sheets: false };
    if (records.size > 0) {
      records.forEach((_, text) => this.#records.set(text, undefined));
      (await loader.records([...records.values()])).forEach((record) => this.#records.set(keyText(record), record));
    }
    if (referrers.size > 0) {
      const found = await loader.referrers([...referrers.values()]);
      referrers.forEach((_, text) => this.#referrers.set(text, found.get(text) ?? []));
    }
    if (holders.size > 0) {
      const found = await loader.holders([...holders]);
      holders.forEach((unique) => this.#holders.set(unique, found.get(unique) ?? []));
    }
    if (sheets) {
      this.#sheets = await loader.liveCount('sheet');
    }
    return records.size + referrers.size + holders.size > 0 || sheets;
  }
}

/**
 * `judge` for a plant that is not in memory. It is run over what is loaded, told what it lacked, and run again, until
 * it lacks nothing; so what it looks at is said in one place, the judgement itself.
 */
export async function judgeLoaded(
  loader: RecordLoader,
  changeset: Changeset,
  context: JudgeContext,
): Promise<LoadedJudgement> {
  const world = new LoadedWorld();
  changeset.ops.forEach((op) => world.recordOf(op));
  await world.load(loader);
  for (;;) {
    const judgement = judge(world, changeset, context);
    if (!(await world.load(loader))) {
      return { judgement, world };
    }
  }
}
