import type { SyncStatus } from '../../../shared/contract/syncCalls';
import type { ModelPatch } from '../../../shared/model/modelPatch';
import type { PlantModel } from '../../../shared/model/plantModel';
import type { SymbolLookup } from '../../../shared/model/symbolLookup';
import type { FrozenArea } from '../../../shared/sync/syncWire';
import type { Clock } from '../history/stored/clock';
import type { ProjectDatabase } from '../project/projectDatabase';
import type { RemoteChange } from '../project/projectFile';
import type { TenantServices } from './tenantServices';

/** What an open plant tells of its sync while nobody asks. */
export interface SyncNews {
  readonly onStatus: (status: SyncStatus) => void;
  readonly onConflicts: () => void;
  readonly onRevisions: () => void;
  /** Other areas are frozen than before. */
  readonly onFreezes: (frozen: readonly FrozenArea[]) => void;
  /** Others changed the plant; it is saved. */
  readonly onModel: (patch: ModelPatch) => void;
}

/** What the sync of an open plant works with. */
export interface PlantSyncParts {
  readonly database: ProjectDatabase;
  /** How errors name the file. */
  readonly path: string;
  readonly lookup: SymbolLookup;
  readonly model: () => PlantModel;
  /** Saves what came from elsewhere. Throws an `AppFailure` where it cannot. */
  readonly receive: (change: RemoteChange) => void;
  readonly tenants: TenantServices;
  readonly clock: Clock;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** A random UUID. */
  readonly newId: () => string;
  readonly news: SyncNews;
}
