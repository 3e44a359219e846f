import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OfflineState } from '../../shared/contract/offlineCalls';
import type { SourceStatus } from '../../shared/contract/sourceCalls';
import type { TimeRange } from '../../shared/history/timeRange';

/** Of which times all sensors of the open sheet are stored here. */
export interface SheetCoverage {
  /** What was asked for. */
  readonly range: TimeRange;
  /** In order, within the range, not overlapping. */
  readonly stored: readonly TimeRange[];
}

/** The open plant's data sources as this window sees them. */
export interface SourceState {
  /** By the id of the data source; empty until the engine has told. */
  readonly statuses: ReadonlyMap<string, SourceStatus>;
  /** What is kept here; undefined until it is known. */
  readonly offline: OfflineState | undefined;
  /** Undefined until it is known, and for a sheet on which no sensor has a data source. */
  readonly coverage: SheetCoverage | undefined;
  /** The dialog about histories kept here that is open. */
  readonly dialog: 'take-offline' | 'offline-history' | undefined;
}

export type SourceStore = StoreApi<SourceState>;

/** Nothing known yet, no dialog open. */
export const noSources: SourceState = {
  statuses: new Map(),
  offline: undefined,
  coverage: undefined,
  dialog: undefined,
};

/** A store that knows of no source yet. */
export function createSourceStore(): SourceStore {
  return createStore<SourceState>(() => noSources);
}
