import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OfflineState } from '../../shared/contract/offlineCalls';
import type { TimeRange } from '../../shared/history/timeRange';

/** Of which times all sensors of the open sheet are stored here. */
export interface SheetCoverage {
  /** What was asked for. */
  readonly range: TimeRange;
  /** In order, within the range, not overlapping. */
  readonly stored: readonly TimeRange[];
}

/** What of the histories of data sources is on this machine, as this window sees it. */
export interface OfflineStoreState {
  /** What was taken offline, and how much room there is; undefined until it is known. */
  readonly kept: OfflineState | undefined;
  /** Undefined until it is known, and for a sheet on which no sensor has a data source. */
  readonly coverage: SheetCoverage | undefined;
  /** The dialog about it that is open. */
  readonly dialog: 'take-offline' | 'offline-history' | undefined;
}

export type OfflineStore = StoreApi<OfflineStoreState>;

/** Nothing known yet, no dialog open. */
export const nothingOffline: OfflineStoreState = { kept: undefined, coverage: undefined, dialog: undefined };

/** A store that knows of nothing yet. */
export function createOfflineStore(): OfflineStore {
  return createStore<OfflineStoreState>(() => nothingOffline);
}
