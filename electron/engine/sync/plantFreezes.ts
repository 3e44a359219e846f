import { throwIfAborted } from '../../../shared/history/abortError';
import { AppFailure } from '../../../shared/lib/appError';
import type { FrozenArea, FrozenList } from '../../../shared/sync/syncWire';
import type { ProjectDatabase } from '../project/projectDatabase';
import type { RemoteChange } from '../project/projectFile';
import { FreezeRows } from './freezeRows';
import type { FreezeWish, ServiceClient } from './serviceClient';

/** What the frozen areas of an open plant work with. */
export interface PlantFreezesParts {
  readonly database: ProjectDatabase;
  /** How errors name the file. */
  readonly path: string;
  /** Saves what came from elsewhere. Throws an `AppFailure` where it cannot. */
  readonly receive: (change: RemoteChange) => void;
  /** Rejects with an `AppFailure` where the plant belongs to no tenant or nobody is signed in. */
  readonly service: () => Promise<{ readonly plantId: string; readonly client: ServiceClient }>;
  /** Whether the service has an area, as far as it was read here. */
  readonly hasArea: (areaId: string) => boolean;
  /** Others are frozen than before, or it is known now which are. */
  readonly onChanged: (frozen: readonly FrozenArea[]) => void;
  /** Fires when the plant is closed. */
  readonly signal: AbortSignal;
}

/** What is asked with while nothing was told yet; no list has it. */
const noTag = 'none';

/**
 * The areas of a plant that are frozen, as its service told them last, also while it is not reached. They are the
 * service's to say: freezing one does not wait here for a better time.
 */
export class PlantFreezes {
  readonly #parts: PlantFreezesParts;
  readonly #rows: FreezeRows;
  #list: FrozenList | undefined;

  /** Throws an `AppFailure` where what the file keeps of them is damaged. */
  constructor(parts: PlantFreezesParts) {
    this.#parts = parts;
    this.#rows = new FreezeRows(parts.database, parts.path);
    this.#list = this.#rows.read();
  }

  /** Undefined: the service has never told them. */
  frozen(): readonly FrozenArea[] | undefined {
    return this.#list?.frozen;
  }

  /** Stands for the areas that are known here, when the service is asked for others. */
  tag(): string {
    return this.#list?.tag ?? noTag;
  }

  /** Keeps what the service told; undefined: it told nothing. True when others are frozen than before, or it is known now. */
  take(list: FrozenList | undefined): boolean {
    if (list === undefined || list.tag === this.#list?.tag) {
      return false;
    }
    this.#parts.receive({ patch: { changes: [] }, label: '', write: () => this.#rows.put(list) });
    this.#list = list;
    this.#parts.onChanged(list.frozen);
    return true;
  }

  /** Freezes an area. Answers all that are. Rejects with an `AppFailure`, also where the service does not have it yet. */
  async freeze(wish: FreezeWish): Promise<readonly FrozenArea[]> {
    const { service, hasArea, signal } = this.#parts;
    const { client, plantId } = await service();
    if (!hasArea(wish.areaId)) {
      const detail = 'The service does not have this area yet. Freeze it once what waits here is sent';
      throw new AppFailure({ code: 'rule-broken', rule: 'Y93', detail });
    }
    return this.#took(await client.freeze(plantId, wish, signal));
  }

  /** Lets an area be changed again. Answers all that are frozen. Rejects with an `AppFailure`. */
  async release(areaId: string): Promise<readonly FrozenArea[]> {
    const { client, plantId } = await this.#parts.service();
    return this.#took(await client.release(plantId, areaId, this.#parts.signal));
  }

  #took(list: FrozenList): readonly FrozenArea[] {
    throwIfAborted(this.#parts.signal);
    this.take(list);
    return list.frozen;
  }
}
