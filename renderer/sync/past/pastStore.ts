import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Revision } from '../../../shared/contract/syncCalls';
import type { Comparison } from '../../../shared/sync/past/comparison';

/** What the list is narrowed to. */
export interface PastFilter {
  /** Undefined: anybody. */
  readonly by: string | undefined;
  readonly text: string;
  /** Only what changed the selected component. */
  readonly onlySelected: boolean;
  /** Only what was in force at this moment already, as it was typed and what that means; undefined: until today. */
  readonly moment: { readonly typed: string; readonly timeMs: number | undefined };
}

/** One side of a comparison. */
export type Side = { readonly kind: 'revision'; readonly seq: number } | { readonly kind: 'today' };

/** Two states of the plant beside each other. */
export interface ComparisonView {
  readonly kind: 'comparison';
  readonly before: Side;
  readonly after: Side;
  readonly comparison: Comparison;
  /** Place of the difference one is at; undefined: at none yet. */
  readonly at: number | undefined;
}

/** What the drawing shows. */
export type PastView =
  | { readonly kind: 'today' }
  | { readonly kind: 'revision'; readonly revision: Revision & { readonly seq: number } }
  | ComparisonView;

/** The history of the plant as a window looks at it; nothing of it is saved. */
export interface PastState {
  readonly isOpen: boolean;
  /** Newest first, as far as they were read. */
  readonly rows: readonly Revision[];
  /** There are no older ones here. */
  readonly complete: boolean;
  /** There are older ones at the service that are not here yet. */
  readonly isCutOff: boolean;
  readonly isLoading: boolean;
  /** Everybody met so far. */
  readonly people: readonly string[];
  readonly filter: PastFilter;
  /** The row under the keys. */
  readonly chosenId: string | undefined;
  /** The revision that the next chosen one is compared with. */
  readonly compareFrom: number | undefined;
  readonly view: PastView;
  /** What came of the last wish: what a revert left as it was, or why something could not be. */
  readonly message: string | undefined;
}

export type PastStore = StoreApi<PastState>;

/** Nobody is left out. */
export const everything: PastFilter = {
  by: undefined,
  text: '',
  onlySelected: false,
  moment: { typed: '', timeMs: undefined },
};

/** Closed, with today on the drawing. */
export function createPastStore(): PastStore {
  return createStore<PastState>(() => ({
    isOpen: false,
    rows: [],
    complete: false,
    isCutOff: false,
    isLoading: false,
    people: [],
    filter: everything,
    chosenId: undefined,
    compareFrom: undefined,
    view: { kind: 'today' },
    message: undefined,
  }));
}
