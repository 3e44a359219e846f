import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SyncConflict } from '../../../shared/contract/syncCalls';
import type { KnownRevision } from '../../../shared/sync/review/knownRevision';
import { type ReviewDecisions, undecided } from '../../../shared/sync/review/review';

/** What of the two sides is on the drawing. */
export type ReviewView = 'all' | 'result' | 'mine' | 'theirs';

/** The review in this sitting. Nothing is decided before it is applied. */
export interface ReviewState {
  /** The review is on screen, in Model mode. */
  readonly open: boolean;
  /** Parked edits of everybody, decided ones too. */
  readonly conflicts: readonly SyncConflict[];
  /** What was accepted since the base of the oldest open conflict. */
  readonly revisions: readonly KnownRevision[];
  /** Parked edits of others that are decided here too. */
  readonly adopted: ReadonlySet<string>;
  /** Decided here; the service may still list them as open. */
  readonly decidedIds: ReadonlySet<string>;
  readonly decisions: ReviewDecisions;
  /** The item that the keys are about. */
  readonly focusId: string | undefined;
  readonly view: ReviewView;
  /** The list of what merged by itself shows the sheet on show only. */
  readonly thisSheetOnly: boolean;
  /** Where things stood before they were moved is on the drawing too. */
  readonly mergedShown: boolean;
  readonly applying: boolean;
  /** Said to screen readers. */
  readonly announcement: string;
}

export type ReviewStore = StoreApi<ReviewState>;

/** No conflicts known yet. */
export function createReviewStore(): ReviewStore {
  return createStore<ReviewState>(() => ({
    open: false,
    conflicts: [],
    revisions: [],
    adopted: new Set(),
    decidedIds: new Set(),
    decisions: undecided,
    focusId: undefined,
    view: 'all',
    thisSheetOnly: false,
    mergedShown: false,
    applying: false,
    announcement: '',
  }));
}
