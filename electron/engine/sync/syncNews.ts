import type { SyncStatus } from '../../../shared/contract/syncCalls';
import type { ModelPatch } from '../../../shared/model/modelPatch';
import type { ReplicaStep } from '../../../shared/sync/replica';
import type { FrozenArea } from '../../../shared/sync/syncWire';

/** What an open plant tells of its sync while nobody asks. */
export interface SyncNews {
  readonly onStatus: (status: SyncStatus) => void;
  readonly onConflicts: () => void;
  readonly onRevisions: () => void;
  /** Other areas are frozen than before. */
  readonly onFreezes: (frozen: readonly FrozenArea[]) => void;
  /** Others changed the plant; it is saved. */
  readonly onModel: (patch: ModelPatch) => void;
  /** The sync stopped for a fault of the program itself. */
  readonly onDefect: (thrown: unknown) => void;
}

/** Tells what a step did, once it is on the disk. */
export function tellStep(news: SyncNews, { patch, writes }: ReplicaStep): void {
  if (patch.changes.length > 0) {
    news.onModel(patch);
  }
  if (writes.entries.length > 0 || writes.outbox.put.length > 0 || writes.outbox.removed.length > 0) {
    news.onRevisions();
  }
  if (writes.parked.length > 0 || writes.entries.some(({ resolves }) => resolves.length > 0)) {
    news.onConflicts();
  }
}
