import { throwIfAborted } from '../../../shared/history/abortError';
import { AppFailure, messageOf } from '../../../shared/lib/appError';
import type { Changeset, Rejection } from '../../../shared/sync/changeset';
import type { LogEntry } from '../../../shared/sync/logEntry';
import type { OutboxRow } from '../../../shared/sync/outboxRows';
import { DivergedLog, type ReplicaState, type ReplicaStep } from '../../../shared/sync/replica';
import { type Head, wireLimits } from '../../../shared/sync/syncWire';
import { lastCommonEntry } from './lastCommonEntry';
import { isChained, readLog } from './readLog';
import { readSnapshot } from './readSnapshot';
import type { ReplicaKeeper } from './replicaKeeper';
import type { PlantFreezes } from './plantFreezes';
import type { PushAnswer, ServiceClient } from './serviceClient';
import { serviceFailure, syncFailureOf } from './syncFailure';
import type { KnownEntry, SyncRows } from './syncRows';

/** What an exchange works with. */
export interface SyncExchangeParts {
  readonly keeper: ReplicaKeeper;
  readonly rows: SyncRows;
  readonly freezes: PlantFreezes;
  readonly address: string;
  readonly plantId: string;
  readonly client: ServiceClient;
  /** How far it is; called often. */
  readonly onProgress: () => void;
}

type Accepted = Extract<PushAnswer, { kind: 'accepted' }>;

/** The requests between a plant and its service, one after the other; each answer is on the disk before the next. */
export class SyncExchange {
  readonly #parts: SyncExchangeParts;
  /** The service's end of the log, as it was heard last. */
  #head: Head | undefined;

  constructor(parts: SyncExchangeParts) {
    this.#parts = parts;
  }

  /** Where the service's log ended when it was last heard of. */
  serviceRevision(): number | undefined {
    return this.#head === undefined ? undefined : Math.max(this.#head.seq, this.#state().cursor);
  }

  /** Fetches what others did, unless nothing newer than what is here was heard of and something waits to be sent. */
  async fetch(signal: AbortSignal): Promise<void> {
    const isWaiting = this.#parts.keeper.replica().outbox().length > 0;
    // Should somebody have done something this moment, the answer to the next push says so.
    if (!isWaiting || this.#head?.seq !== this.#state().cursor) {
      await this.pull(signal);
    }
  }

  /** Sends what was done here, one after the other, until nothing waits. */
  async send(signal: AbortSignal): Promise<void> {
    await this.#pushAll(signal);
    await this.#upload(signal);
  }

  /**
   * Waits for the next change by somebody else, of the plant or of what is frozen, at most as long as the service allows.
   * Takes it; false: none came.
   */
  async listen(signal: AbortSignal): Promise<boolean> {
    const { cursor: since } = this.#state();
    const isOther = await this.#takeNews(wireLimits.waitSeconds, signal);
    return isOther || this.#state().cursor > since;
  }

  /** Takes everything that the log has after the cursor. */
  async pull(signal: AbortSignal): Promise<void> {
    for (;;) {
      const { cursor: seq, headHash: hash } = this.#state();
      const { entries, head } = await readLog(this.#parts, { seq, hash }, signal);
      this.#takeEntries(entries, head);
      if (this.#state().cursor >= head.seq) {
        await this.#compareDigest(head, signal);
        return;
      }
      if (this.#state().cursor === seq) {
        throw this.#nonsense(`it says that its log has ${head.seq} entries and sends none after ${seq}`);
      }
      this.#parts.onProgress();
    }
  }

  /**
   * The service's log is not the one that was read here: it was restored from an older copy. Goes back to the last
   * entry that both have, takes the plant as the service has it, and puts what the service lost and was done here at
   * the head of the outbox again.
   */
  async recover(signal: AbortSignal): Promise<void> {
    const { rows, plantId } = this.#parts;
    const common = (await lastCommonEntry(this.#parts, rows.knownEntries(), signal)) ?? { seq: 0, hash: plantId };
    if (common.seq === this.#state().cursor) {
      throw this.#nonsense('what it sent does not follow on what it sent before');
    }
    const { entries } = await readLog(this.#parts, common, signal);
    if (!isChained(entries, common)) {
      throw this.#nonsense('the entries of its log do not follow on each other');
    }
    await this.#takeSnapshot({ seen: common, entries }, signal);
    this.#head = undefined;
  }

  #state(): ReplicaState {
    return this.#parts.keeper.replica().state();
  }

  #nonsense(detail: string): AppFailure {
    return serviceFailure(this.#parts.address, 'not-a-service', detail);
  }

  /** Takes a page of what is new, and which areas are frozen. True when these are others than before. */
  async #takeNews(waitSeconds: number, signal: AbortSignal): Promise<boolean> {
    const { cursor: since, headHash: hash } = this.#state();
    const { client, plantId, freezes: known } = this.#parts;
    const query = { since, hash, limit: wireLimits.changesPage, waitSeconds, freezes: known.tag() };
    const { entries, head, freezes } = await client.changes(plantId, query, signal);
    throwIfAborted(signal);
    this.#takeEntries(entries, head);
    return known.take(freezes);
  }

  #takeEntries(all: readonly LogEntry[], head: Head): void {
    const { rows } = this.#parts;
    const { cursor, epoch } = this.#state();
    // A page that was asked for before the last one was taken begins with what is here already.
    const entries = all.filter(({ seq }) => seq > cursor);
    if (epoch !== head.epoch) {
      // The service has the entry at the cursor, so nothing that was read here is lost: only its life is another.
      this.#take(
        '',
        (replica) => replica.planEpoch(head.epoch),
        () => rows.uploadAgain(),
      );
    }
    if (entries.length > 0) {
      const [first] = entries;
      const words = entries.length === 1 && first !== undefined ? `${first.by}: ${first.label}` : undefined;
      this.#take(words ?? `${entries.length} changes by others`, (replica, shown) =>
        replica.planEntries(entries, shown),
      );
    }
    this.#head = head;
  }

  /** As `keeper.take`; what cannot even be laid over the plant is not what a service would send. */
  #take(label: string, plan: Parameters<ReplicaKeeper['take']>[1], also?: () => void): ReplicaStep {
    try {
      return this.#parts.keeper.take(label, plan, also);
    } catch (error) {
      if (error instanceof AppFailure || error instanceof DivergedLog) {
        throw error;
      }
      throw this.#nonsense(`what it sent cannot be taken: ${messageOf(error)}`);
    }
  }

  async #compareDigest(head: Head, signal: AbortSignal): Promise<void> {
    const { cursor, digest, headHash } = this.#state();
    if (cursor === head.seq && digest !== head.digest) {
      await this.#takeSnapshot({ seen: { seq: cursor, hash: headHash }, entries: [] }, signal);
      const now = this.#state();
      if (now.cursor === head.seq && now.digest !== head.digest) {
        throw this.#nonsense('its copy of the plant does not add up');
      }
    }
  }

  /** Takes the plant anew as the service has it. `entries`: the log between what was seen here and now. */
  async #takeSnapshot(
    { seen, entries }: { readonly seen: KnownEntry; readonly entries: readonly LogEntry[] },
    signal: AbortSignal,
  ): Promise<void> {
    const { rows } = this.#parts;
    const last = entries.at(-1) ?? seen;
    const { records, head } = await readSnapshot(this.#parts, last.seq, signal);
    if (head.seq !== last.seq || head.hash !== last.hash) {
      throw this.#nonsense(`its copy of the plant is not that of entry ${last.seq}`);
    }
    const resend = rows.sentAfter(seen.seq);
    this.#take(
      'The plant as its tenant has it',
      (replica, shown) => replica.planSnapshot({ records, head, common: seen.seq, resend }, shown),
      () => {
        rows.putEntries(entries);
        rows.uploadAgain();
        if (seen.seq < (rows.link()?.origin.seq ?? 0)) {
          rows.setOrigin(seen);
        }
      },
    );
  }

  async #pushAll(signal: AbortSignal): Promise<void> {
    for (;;) {
      const [row] = this.#parts.keeper.replica().outbox();
      if (row === undefined) {
        return;
      }
      await this.#push(row, signal);
      this.#parts.onProgress();
    }
  }

  /** A service in another life may still have all that was read: then only the life is another. */
  async #sent(changeset: Changeset, signal: AbortSignal): Promise<PushAnswer> {
    const { client, plantId, address } = this.#parts;
    const push = (): Promise<PushAnswer> => {
      const { epoch } = this.#state();
      return client.push(plantId, epoch === '' ? changeset : { ...changeset, epoch }, signal);
    };
    try {
      return await push();
    } catch (error) {
      if (syncFailureOf(error, address)?.reason !== 'diverged') {
        throw error;
      }
      await this.pull(signal);
      return push();
    }
  }

  async #push({ changeset }: OutboxRow, signal: AbortSignal): Promise<void> {
    const answer = await this.#sent(changeset, signal);
    throwIfAborted(signal);
    if (answer.kind === 'rejected') {
      this.#checkRejection(answer.rejection, changeset.ops.length);
      if (this.#isNewlyFrozen(answer.rejection)) {
        // Parked over an older list, it would be told as a proposal whose area was released.
        await this.#takeNews(0, signal);
      }
      const outcome = { kind: 'rejected', conflicts: answer.rejection.conflicts } as const;
      this.#take(changeset.label, (replica, shown) => replica.planAnswer(changeset.id, outcome, shown));
      // A decision of somebody else must find the parked edit there.
      await this.#upload(signal);
      return;
    }
    if (answer.entry.id !== changeset.id) {
      throw this.#nonsense('it confirmed another change than the one that was sent');
    }
    if (answer.entry.seq > this.#state().cursor + 1) {
      await this.pull(signal);
    }
    await this.#confirm(answer, changeset.label, signal);
  }

  async #confirm({ entry, digest }: Accepted, label: string, signal: AbortSignal): Promise<void> {
    const { keeper } = this.#parts;
    this.#take(label, (replica, shown) => replica.planAnswer(entry.id, { kind: 'accepted', entry }, shown));
    if (keeper.replica().outbox()[0]?.changeset.id === entry.id) {
      throw this.#nonsense(`it confirmed a change as entry ${entry.seq} and does not show it in its log`);
    }
    const { cursor, digest: own, epoch, headHash } = this.#state();
    if (cursor === entry.seq) {
      const head: Head = { seq: cursor, hash: headHash, digest, epoch };
      this.#head = head;
      if (own !== digest) {
        await this.#compareDigest(head, signal);
      }
    }
  }

  #checkRejection({ conflicts }: Rejection, opCount: number): void {
    if (conflicts.length === 0 || conflicts.some(({ op }) => op >= opCount)) {
      throw this.#nonsense('it refused a change without saying which part of it');
    }
  }

  /** Whether something was refused for an area that is not known to be frozen. */
  #isNewlyFrozen({ conflicts }: Rejection): boolean {
    const known = new Set(this.#parts.freezes.frozen()?.map(({ areaId }) => areaId));
    return conflicts.some(({ kind, other }) => kind === 'frozen' && !known.has(other?.id ?? ''));
  }

  async #upload(signal: AbortSignal): Promise<void> {
    const { rows, client, plantId, keeper } = this.#parts;
    for (const edit of rows.parkedHereOnly()) {
      await client.putParkedEdit(plantId, edit, signal);
      throwIfAborted(signal);
      keeper.write(() => rows.setUploaded(edit.id));
    }
  }
}
