import type { Changeset, EntityKey, Rejection } from '../../../shared/sync/changeset';
import type { EntityRecord } from '../../../shared/sync/entityRecord';
import type { KeptParkedEdit, ParkedEdit } from '../../../shared/sync/parkedEdit';
import type { Accepted, Changes, FrozenList, Head, Me, PlantSummary } from '../../../shared/sync/syncWire';

/** What the service answers for ever to a changeset. */
export type PushAnswer =
  /** `replayed`: it had been accepted before. */
  | ({ readonly kind: 'accepted'; readonly replayed: boolean } & Accepted)
  /** 423: part of the plant is frozen for approval; judged like any other refusal. */
  | { readonly kind: 'rejected'; readonly status: 409 | 423; readonly rejection: Rejection };

/** A changeset on its way, with the epoch of the head that its `base` was read with; left out before the first contact. */
export type SentChangeset = Changeset & { readonly epoch?: string | undefined };

/** Which changes are asked for. */
export interface ChangesQuery {
  /** The last entry that is known here; 0: none. */
  readonly since: number;
  /** Hash of that entry, so that the service notices when its log is another one. */
  readonly hash: string;
  /** Most entries of one page, 1 to `wireLimits.changesPage`. */
  readonly limit: number;
  /** How long the service may wait for the next entry when there is none, 0 to `wireLimits.waitSeconds`. */
  readonly waitSeconds: number;
  /** Tag of the frozen areas that are known here; others are told with the changes, at once. Left out: they are not asked for. */
  readonly freezes?: string;
}

/** An area that is to be frozen. */
export interface FreezeWish {
  readonly areaId: string;
  /** Why; undefined: nothing is said. */
  readonly reason: string | undefined;
}

/** What a snapshot says of itself before its records. */
export interface SnapshotHeader {
  /** The revision whose records these are. */
  readonly head: Head;
  /** How many records the whole snapshot has, also when only those after a key are asked for. */
  readonly count: number;
}

/** Which records are asked for, and who takes them. */
export interface SnapshotQuery {
  /** The revision; undefined: the newest. */
  readonly at: number | undefined;
  /** Records after this key (exclusive) only: for a download that was interrupted. */
  readonly after: EntityKey | undefined;
  /** Takes records as they come, in order of kind and id. The next ones wait for its promise; what it throws ends the reading. */
  readonly onRecords: (records: readonly EntityRecord[], header: SnapshotHeader) => void | Promise<void>;
}

/**
 * A tenant's service, as one signed-in person reaches it. Rejects with an `AppFailure` of code `service-failed`, with
 * `retryAfterMs` where the service said so; with an `AbortError` when `signal` fires. What an answer holds was checked
 * against its schema; whether it fits what is known here (sequence, hash, digest) is for the caller to check.
 */
export interface ServiceClient {
  me(signal: AbortSignal): Promise<Me>;
  plants(signal: AbortSignal): Promise<readonly PlantSummary[]>;
  /** Makes a plant; the same again changes nothing. */
  createPlant(id: string, name: string, signal: AbortSignal): Promise<PlantSummary>;
  /** Rejects with reason `diverged` when the service is in another life than the one that `epoch` names. */
  push(plantId: string, changeset: SentChangeset, signal: AbortSignal): Promise<PushAnswer>;
  /** Rejects with reason `diverged` when the service's log does not hold the entry `since` with this hash. */
  changes(plantId: string, query: ChangesQuery, signal: AbortSignal): Promise<Changes>;
  /** Answers once the last line was read and what came is as much as it says; else rejects. */
  snapshot(plantId: string, query: SnapshotQuery, signal: AbortSignal): Promise<SnapshotHeader>;
  /** Keeps a parked edit with the service; the same again changes nothing. */
  putParkedEdit(plantId: string, edit: ParkedEdit, signal: AbortSignal): Promise<void>;
  parkedEdits(plantId: string, signal: AbortSignal): Promise<readonly KeptParkedEdit[]>;
  /** Freezes an area; one that is frozen stays as it is. Answers all that are. */
  freeze(plantId: string, wish: FreezeWish, signal: AbortSignal): Promise<FrozenList>;
  /** Lets an area be changed again; one that is not frozen stays so. Answers all that are. */
  release(plantId: string, areaId: string, signal: AbortSignal): Promise<FrozenList>;
}
