import type { SyncConflict } from '../../contract/syncCalls';
import type { ConnectionEnd } from '../../model/plantModel';
import type { ConflictKind, EntityKey, ForeignWrite } from '../changeset';
import type { ParkedOp } from './parkedOps';

/** The column in which a way to decide is offered; `more`: below the three. */
export type ReviewSide = 'base' | 'mine' | 'theirs' | 'more';

/**
 * How one question is decided. `mine`: the parked ops are done, what they need and is gone is brought back. `theirs`:
 * what stands stays. `base`: what stood before both. `typed`: mine with another value. `attach`: mine with a line ending
 * elsewhere.
 */
export type ReviewChoice =
  | { readonly take: 'mine' | 'theirs' | 'base' }
  | { readonly take: 'typed'; readonly text: string }
  | { readonly take: 'attach'; readonly end: ConnectionEnd };

/** One way to decide a question, as it is offered. */
export interface ReviewOption {
  readonly take: ReviewChoice['take'];
  readonly side: ReviewSide;
  /** What then stands: `DN 125`, `deleted`. */
  readonly text: string;
  /** What is done, on a button: `Keep it`, `Mine`. */
  readonly action: string;
  /** For `typed`: what stands in the field at first. */
  readonly proposal?: string;
}

/** One question to a person: one field, or whether a thing is there. */
export interface ReviewRow {
  /** Unique in the review. */
  readonly id: string;
  /** What the ops of this row change. */
  readonly key: EntityKey;
  /** The field that is meant; undefined: the whole thing. */
  readonly field: string | undefined;
  readonly kind: ConflictKind;
  /** `Size`, `Component`. */
  readonly title: string;
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
  /** At least `theirs`. */
  readonly options: readonly ReviewOption[];
  /** Why it is asked and what goes along with it, one sentence each. */
  readonly notes: readonly string[];
  /** The ops in the order in which they were made, the followers among them. */
  readonly ops: readonly ParkedOp[];
  readonly conflictIds: readonly string[];
}

/** Everything that was parked about one thing of the plant. */
export interface ReviewItem {
  /** `component P-1`; unique in the review. */
  readonly id: string;
  readonly key: EntityKey;
  /** From 1, in the list and on the drawing. */
  readonly number: number;
  /** `XV-102`, `S-101, deleted by theirs`. */
  readonly title: string;
  /** What it is, or what happened: `Butterfly valve, electric motor`. */
  readonly subtitle: string;
  readonly symbolId: string | undefined;
  /** The sheet it stands, stood or would stand on. */
  readonly sheetId: string | undefined;
  /** The revision its author had seen first. */
  readonly base: number;
  /** Whose edit it is that waits; `isOwn`: of the person at this machine. */
  readonly mine: { readonly by: string; readonly atMs: number; readonly isOwn: boolean };
  readonly theirs: ForeignWrite | undefined;
  readonly rows: readonly ReviewRow[];
}

/** Everything that waits for a decision. */
export interface Review {
  readonly items: readonly ReviewItem[];
  /** The conflicts behind the items, in the order in which they were made. */
  readonly conflicts: readonly SyncConflict[];
}

/** What was decided so far, by the id of the row. */
export type ReviewDecisions = ReadonlyMap<string, ReviewChoice>;

/** No decision yet. */
export const undecided: ReviewDecisions = new Map();

/** Whether every question about a thing is decided. */
export function isDecided(item: ReviewItem, decisions: ReviewDecisions): boolean {
  return item.rows.every(({ id }) => decisions.has(id));
}

/** The decisions after one side was taken for some rows; a row that does not offer the side is left as it is. */
export function takeSide(
  decisions: ReviewDecisions,
  rows: readonly ReviewRow[],
  side: 'mine' | 'theirs',
): ReviewDecisions {
  const taken = rows.flatMap((row): readonly (readonly [string, ReviewChoice])[] => {
    const option = row.options.find((one) => one.side === side);
    const choice = option && choiceOf(option);
    return choice === undefined ? [] : [[row.id, choice]];
  });
  return new Map([...decisions, ...taken]);
}

/** The choice that picking an option means; undefined for one that needs more to be said. */
export function choiceOf(option: ReviewOption): ReviewChoice | undefined {
  switch (option.take) {
    case 'typed':
      return option.proposal === undefined ? undefined : { take: 'typed', text: option.proposal };
    case 'attach':
      return undefined;
    default:
      return { take: option.take };
  }
}

/** The decisions that still answer the same question after something has changed. */
export function keptDecisions(decisions: ReviewDecisions, before: Review, after: Review): ReviewDecisions {
  const asked = new Map(before.items.flatMap(({ rows }) => rows.map((row) => [row.id, row] as const)));
  const kept = after.items.flatMap(({ rows }) =>
    rows.flatMap((row) => {
      const choice = decisions.get(row.id);
      const known = asked.get(row.id);
      const isSame = known !== undefined && known.mine === row.mine && known.theirs === row.theirs;
      return choice !== undefined && isSame ? [[row.id, choice] as const] : [];
    }),
  );
  return new Map(kept);
}
