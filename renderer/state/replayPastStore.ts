import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../../shared/lib/appError';
import type { PlantModel } from '../../shared/model/plantModel';
import type { RevisionTime } from '../../shared/sync/past/revisionInForce';

/** What the replay knows of the plant's revisions. */
export interface ReplayPastState {
  /** Ascending. Empty: the plant belongs to no tenant, and replay shows today's drawing. */
  readonly times: readonly RevisionTime[];
  /** Plants of the revisions next to the one on show, as far as they are here. */
  readonly ahead: readonly PlantModel[];
  /** Why the drawing of then cannot be shown. */
  readonly problem: AppError | undefined;
}

export type ReplayPastStore = StoreApi<ReplayPastState>;

/** No revisions. */
export const noReplayPast: ReplayPastState = { times: [], ahead: [], problem: undefined };

/** Nothing is known yet. */
export function createReplayPastStore(): ReplayPastStore {
  return createStore<ReplayPastState>(() => noReplayPast);
}
