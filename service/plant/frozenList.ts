import type { Sha256 } from '../../shared/sync/stateSum';
import type { FrozenArea, FrozenList } from '../../shared/sync/syncWire';

/** Enough that two lists of one plant never share a tag. */
const tagLength = 32;

/** Frozen areas, in order of their ids, with the tag that stands for just these, whatever service keeps them. */
export function frozenListOf(frozen: readonly FrozenArea[], sha256: Sha256): FrozenList {
  const told = frozen.map(({ areaId, by, sinceMs, reason }) => [areaId, by, sinceMs, reason]);
  return { tag: sha256(JSON.stringify(told)).slice(0, tagLength), frozen: [...frozen] };
}
