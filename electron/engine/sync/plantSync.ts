import type { Resolution, SyncConflict, SyncStatus, Tenant, TenantKey } from '../../../shared/contract/syncCalls';
import { throwIfAborted } from '../../../shared/history/abortError';
import { AppFailure } from '../../../shared/lib/appError';
import { composePatches } from '../../../shared/model/composePatches';
import type { ModelEdit, ModelPatch } from '../../../shared/model/modelPatch';
import type { PlantModel } from '../../../shared/model/plantModel';
import type { SymbolLookup } from '../../../shared/model/symbolLookup';
import type { ConflictDecision } from '../../../shared/sync/changeset';
import { newReplicaState, Replica, type ReplicaStep } from '../../../shared/sync/replica';
import type { Clock } from '../history/stored/clock';
import type { ProjectDatabase } from '../project/projectDatabase';
import type { RemoteChange, WrittenStep } from '../project/projectFile';
import { makePlantAnew } from './makePlantAnew';
import { oneAtATime } from './oneAtATime';
import { thinnedOut } from './thinnedOut';
import { PlantFreezes } from './plantFreezes';
import { ReplicaKeeper } from './replicaKeeper';
import type { ServiceClient } from './serviceClient';
import { readLogUpTo } from './readLog';
import { sha256 } from './sha256';
import { conflictsInOrder, localConflict, parkedAtService, serviceConflict } from './syncConflicts';
import { SyncExchange } from './syncExchange';
import { serviceFailure } from './syncFailure';
import { SyncLoop } from './syncLoop';
import { type SyncNews, tellStep } from './syncNews';
import { type SyncLink, SyncRows } from './syncRows';
import { statusOf } from './syncStatus';
import type { TenantServices } from './tenantServices';
import { wholePatch } from './wholePatch';

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

interface Linked {
  readonly keeper: ReplicaKeeper;
  readonly loop: SyncLoop;
}

/** How often progress is told at most. */
const progressEveryMs = 100;

/** How often the moment of the last sync is written down. */
const keptEveryMs = 60_000;

/** An open plant and its tenant's service. A plant that belongs to no tenant costs nothing here. */
export class PlantSync {
  /** Which areas are frozen. */
  readonly freezes: PlantFreezes;
  /**
   * Makes the plant, which the tenant's service does not have any more, a new plant of the tenant: as it is here, with
   * what was not sent. A plant that is there is synced instead. Rejects with an `AppFailure` where the service cannot be
   * reached or does not allow it, or the disk is full; the plant is then what it was. Asked for again meanwhile, it is
   * not done twice: that would leave an empty plant at the service.
   */
  readonly publishAgain = oneAtATime(() => this.#publishAgain());
  readonly #parts: PlantSyncParts;
  readonly #rows: SyncRows;
  readonly #closing = new AbortController();
  #linked: Linked | undefined;
  #tenant: Tenant | undefined;
  #isBegun = false;
  /** The largest number of waiting changes since the outbox was empty. */
  #mostPending = 0;
  #syncedAtMs: number | undefined;

  /** Throws an `AppFailure` where what the file keeps for it is damaged. */
  constructor(parts: PlantSyncParts) {
    this.#parts = parts;
    this.#rows = new SyncRows(parts.database, parts.path);
    this.freezes = this.#createFreezes();
    const link = this.#rows.link();
    this.#linked = link === undefined ? undefined : this.#follow();
  }

  /** Undefined: the plant belongs to no tenant. */
  link(): SyncLink | undefined {
    return this.#rows.link();
  }

  /** The service of the plant's tenant. Rejects with an `AppFailure` when the plant has none or nobody is signed in. */
  async client(): Promise<ServiceClient> {
    return this.#parts.tenants.clientFor(this.#linkOrThrow());
  }

  /** Begins to fetch and send. To be called once somebody listens. */
  begin(): void {
    this.#isBegun = true;
    this.#linked?.loop.begin();
    this.#readTenant().catch(this.#parts.news.onDefect);
  }

  /** Puts an edit into the outbox; to be called inside its transaction. */
  queue(step: WrittenStep): void {
    this.#linked?.keeper.queue(step);
  }

  /** An edit was saved, or somebody signed in: there may be something to send. */
  wake(): void {
    if (this.#linked !== undefined) {
      this.#linked.loop.wake();
      this.#announceStatus();
    }
  }

  /** Somebody signed in or out: what was met before may not hold any more. */
  tenantsChanged(): void {
    this.#readTenant().catch(this.#parts.news.onDefect);
    void this.#linked?.loop.now();
  }

  status(): SyncStatus {
    const link = this.#rows.link();
    if (link === undefined || this.#linked === undefined) {
      return { phase: 'local', pendingCount: 0, conflictCount: 0, revision: 0 };
    }
    const { keeper, loop } = this.#linked;
    this.#mostPending = Math.max(this.#mostPending, keeper.replica().outbox().length);
    return statusOf({
      ...{ link, loop, replica: keeper.replica(), tenant: this.#tenant, mostPending: this.#mostPending },
      conflictCount: this.#rows.openConflictCount(),
      lastSyncedMs: this.#syncedAtMs ?? link.syncedAtMs,
    });
  }

  /** Syncs at once. Resolves when everything is there or cannot be. */
  async now(): Promise<SyncStatus> {
    await this.#linked?.loop.now();
    return this.status();
  }

  /**
   * Makes the plant a plant of a tenant: everything in it goes into the outbox, in an order in which references exist,
   * and is sent from there, now or later. Rejects with an `AppFailure` where the plant belongs to a tenant already.
   */
  async publish({ address, tenantId }: TenantKey): Promise<SyncStatus> {
    const tenant = await this.#parts.tenants.tenantOf({ address, tenantId });
    if (tenant === undefined) {
      throw serviceFailure(address, 'signed-out', 'this machine does not know the tenant');
    }
    if (this.#linked !== undefined) {
      const detail = `This plant belongs to ${this.#linkOrThrow().tenantName} already`;
      throw new AppFailure({ code: 'rule-broken', rule: 'Y24', detail });
    }
    this.#linked = this.#publishTo(tenant);
    this.#tenant = tenant;
    if (this.#isBegun) {
      this.#linked.loop.begin();
    }
    this.#announceStatus();
    return this.status();
  }

  /** Own parked edits and those of others, as far as the service can be reached. Open ones first, newest first. */
  async conflicts(): Promise<readonly SyncConflict[]> {
    const link = this.#rows.link();
    if (link === undefined) {
      return [];
    }
    const own = this.#rows.parked().map((row) => localConflict(row, link.subject));
    const ownIds = new Set(own.map(({ id }) => id));
    const others = (await parkedAtService(this.#parts.tenants, link, this.#closing.signal)).filter(
      ({ id }) => !ownIds.has(id),
    );
    return conflictsInOrder([...own, ...others.map((kept) => serviceConflict(kept))]);
  }

  /**
   * Decides conflicts as one edit that `commit` saves; decisions that change nothing go out without one. Answers what
   * it did to the plant. Throws an `AppFailure` where the plant belongs to no tenant, or `commit` does.
   */
  resolve(label: string, resolutions: readonly Resolution[], commit: (edit: ModelEdit) => void): ModelPatch {
    const { subject } = this.#linkOrThrow();
    const keeper = this.#linked?.keeper;
    const atMs = this.#parts.clock.now();
    const decisions = resolutions.map(({ conflictId, take }): ConflictDecision => ({ conflictId, take }));
    const patch = resolutions.reduce<ModelPatch>((all, one) => composePatches(all, one.patch), { changes: [] });
    const resolve = (): void =>
      decisions.forEach(({ conflictId, take }) => this.#rows.resolve(conflictId, { by: subject, atMs, take }));
    if (patch.changes.length > 0) {
      keeper?.deciding({ decisions, write: resolve }, () => commit({ label, patch }));
    } else {
      const edit = { id: this.#parts.newId(), atMs, label, patch, resolves: decisions };
      keeper?.take(label, (replica) => replica.planEdit(edit), resolve);
    }
    this.#parts.news.onConflicts();
    this.wake();
    return patch;
  }

  /**
   * Brings the whole log here, for a downloaded plant that began with a snapshot. Rejects with an `AppFailure` where the
   * service cannot be reached or what it sends does not lead up to what is here.
   */
  async fetchWholeLog(): Promise<void> {
    const { address, plantId, origin } = this.#linkOrThrow();
    if (origin.seq > 0) {
      const entries = await readLogUpTo(
        { client: await this.client(), plantId, address },
        origin,
        this.#closing.signal,
      );
      this.#linked?.keeper.write(() => {
        this.#rows.putEntries(entries);
        this.#rows.setOrigin({ seq: 0, hash: plantId });
      });
    }
  }

  dispose(): void {
    this.#closing.abort();
    this.#linked?.loop.dispose();
  }

  #createFreezes(): PlantFreezes {
    const { database, path, receive, news } = this.#parts;
    return new PlantFreezes({
      ...{ database, path, receive, onChanged: news.onFreezes, signal: this.#closing.signal },
      service: async () => ({ plantId: this.#linkOrThrow().plantId, client: await this.client() }),
      hasArea: (id) => this.#linked?.keeper.replica().baseRecord({ kind: 'area', id })?.live === true,
    });
  }

  #publishTo(tenant: Tenant): Linked {
    const { clock, lookup, model, newId, receive } = this.#parts;
    const shown = model();
    const plantId = newId();
    const state = newReplicaState(plantId);
    const label = `Publish ${shown.plant.name}`;
    const edit = { id: newId(), atMs: clock.now(), label, patch: wholePatch(shown) };
    const replica = new Replica({ state, records: [], outbox: [], lookup, sha256 });
    const step = replica.planEdit(edit);
    const link: SyncLink = {
      ...{ address: tenant.address, tenantId: tenant.tenantId, tenantName: tenant.name, subject: tenant.subject },
      ...{ plantId, plantName: shown.plant.name, published: false, syncedAtMs: undefined },
      origin: { seq: 0, hash: plantId },
    };
    const write = (): void => {
      this.#rows.putLink(link, state);
      this.#rows.write(step.writes);
    };
    receive({ patch: { changes: [] }, label, write });
    replica.commit(step);
    return this.#follow(replica);
  }

  async #publishAgain(): Promise<SyncStatus> {
    const link = this.#linkOrThrow();
    const { name } = this.#parts.model().plant;
    const request = { client: await this.client(), link, name, newId: this.#parts.newId };
    const plantId = await makePlantAnew(request, this.#closing.signal);
    if (plantId === undefined || this.#linkOrThrow().plantId !== link.plantId) {
      return this.now();
    }
    this.#moveTo(plantId, name);
    this.#announceStatus();
    return this.status();
  }

  #moveTo(plantId: string, name: string): void {
    const { keeper, loop } = this.#linked ?? this.#follow();
    const edit = { id: this.#parts.newId(), atMs: this.#parts.clock.now(), label: `Publish ${name} again` };
    loop.dispose();
    try {
      keeper.take(
        edit.label,
        (replica) => replica.planAnew(plantId, edit),
        () => this.#rows.moveLink(plantId, name),
      );
      this.#syncedAtMs = undefined;
    } finally {
      this.#linked = this.#withLoop(keeper);
      if (this.#isBegun) {
        this.#linked.loop.begin();
      }
    }
  }

  #follow(replica?: Replica): Linked {
    const { lookup, model, receive, newId } = this.#parts;
    const onTaken = (step: ReplicaStep): void => tellStep(this.#parts.news, step);
    return this.#withLoop(new ReplicaKeeper({ rows: this.#rows, lookup, model, receive, onTaken, newId }, replica));
  }

  #withLoop(keeper: ReplicaKeeper): Linked {
    const { clock, random } = this.#parts;
    const loop = new SyncLoop({
      ...{ address: this.#linkOrThrow().address, clock, random },
      connect: (signal) => this.#connect(keeper, signal),
      onSynced: () => {
        this.#mostPending = 0;
        this.#syncedAtMs = clock.now();
        // Not with every gesture: it would cost each a second write to the disk.
        if (this.#syncedAtMs - (this.#rows.link()?.syncedAtMs ?? 0) >= keptEveryMs) {
          keeper.write(() => this.#rows.setSyncedAt(clock.now()));
        }
      },
      onChanged: () => this.#announceStatus(),
      onDefect: this.#parts.news.onDefect,
    });
    this.#mostPending = keeper.replica().outbox().length;
    return { keeper, loop };
  }

  async #connect(keeper: ReplicaKeeper, signal: AbortSignal): Promise<SyncExchange> {
    const { address, tenantId, tenantName, plantId, plantName, published, subject } = this.#linkOrThrow();
    const client = await this.#parts.tenants.clientFor({ address, tenantId });
    const me = await client.me(signal);
    throwIfAborted(signal);
    if (me.tenant.id !== tenantId) {
      throw serviceFailure(address, 'other-tenant', `it is for ${me.tenant.name}`);
    }
    if (me.subject !== subject || me.tenant.name !== tenantName) {
      keeper.write(() => this.#rows.setSubject(me.subject, me.tenant.name));
    }
    if (!published) {
      await client.createPlant(plantId, plantName, signal);
      throwIfAborted(signal);
      keeper.write(() => this.#rows.setPublished());
    }
    // Thousands are sent in a minute: nobody reads each, and each costs both processes some work.
    const onProgress = thinnedOut(
      progressEveryMs,
      () => this.#parts.clock.now(),
      () => this.#announceStatus(),
    );
    return new SyncExchange({ keeper, rows: this.#rows, freezes: this.freezes, address, plantId, client, onProgress });
  }

  async #readTenant(): Promise<void> {
    const link = this.#rows.link();
    if (link !== undefined) {
      this.#tenant = await this.#parts.tenants.tenantOf(link);
      if (!this.#closing.signal.aborted) {
        this.#announceStatus();
      }
    }
  }

  #linkOrThrow(): SyncLink {
    const link = this.#rows.link();
    if (link === undefined) {
      const detail = 'This plant belongs to no tenant. Publish it first';
      throw new AppFailure({ code: 'rule-broken', rule: 'Y1', detail });
    }
    return link;
  }

  #announceStatus(): void {
    if (this.#linked !== undefined) {
      this.#parts.news.onStatus(this.status());
    }
  }
}
