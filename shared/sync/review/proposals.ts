import type { FrozenIds } from './fieldText';
import type { Review, ReviewItem } from './review';

/** How many things wait for areas that are not known to be released, and how many waited for areas that are released. */
export interface ProposalCounts {
  readonly waiting: number;
  readonly free: number;
}

/** The areas for which an item waits. */
function areasOf({ rows }: ReviewItem): readonly string[] {
  return rows.flatMap(({ ops }) =>
    ops.flatMap(({ why }) => (why?.kind === 'frozen' && why.other?.kind === 'area' ? [why.other.id] : [])),
  );
}

/** What the items of a review are called: proposals when all of them wait, or waited, for a frozen area. */
export function nounOf({ items }: Pick<Review, 'items'>): 'proposal' | 'conflict' {
  return items.length > 0 && items.every((item) => areasOf(item).length > 0) ? 'proposal' : 'conflict';
}

/** Counts the proposals of a review. `frozen`: the areas that are frozen now; undefined: it is not known, so all wait. */
export function proposalsOf({ items }: Review, frozen: FrozenIds | undefined): ProposalCounts {
  const proposals = items.map(areasOf).filter((areas) => areas.length > 0);
  const waiting = proposals.filter((areas) => areas.some((area) => frozen?.has(area) !== false)).length;
  return { waiting, free: proposals.length - waiting };
}
