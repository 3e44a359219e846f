import type { EntityKey } from './changeset';
import type { EntityRecord } from './entityRecord';

/** What the judgement of a changeset looks at: the plant as the log left it, or the small part of it that matters. */
export interface World {
  /** Undefined: there never was such an entity. */
  recordOf(key: EntityKey): EntityRecord | undefined;
  /** The live entities that refer to this one. */
  referrersOf(key: EntityKey): Iterable<EntityKey>;
  /** The live entities with this name that may stand once only (`uniqueKeysOf`). */
  holdersOf(uniqueKey: string): Iterable<EntityKey>;
  /** How many sheets are live. */
  sheetCount(): number;
}
