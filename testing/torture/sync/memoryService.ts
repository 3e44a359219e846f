import { recordsAfter } from '../../../shared/sync/applyChanges';
import type { Changeset, OpConflict } from '../../../shared/sync/changeset';
import type { EntityRecord } from '../../../shared/sync/entityRecord';
import { judge, type Judgement } from '../../../shared/sync/judge';
import type { LogEntry, LogHead } from '../../../shared/sync/logEntry';
import { fingerprintOf, sealEntry } from '../../../shared/sync/logHash';
import { RecordWorld } from '../../../shared/sync/recordWorld';
import { emptySum, type Sha256, sumAfter } from '../../../shared/sync/stateSum';
import type { ParkedEdit } from '../../../shared/sync/parkedEdit';
import { testLookup } from '../../modelGestures';

/** What a service says to a changeset. */
export type ChangesetAnswer =
  | { readonly status: 'accepted'; readonly replayed: boolean; readonly entry: LogEntry; readonly digest: string }
  | {
      readonly status: 'rejected';
      readonly replayed: boolean;
      readonly conflicts: readonly OpConflict[];
      readonly head: number;
    }
  /** Another changeset has this id. */
  | { readonly status: 'other-content' }
  /** The service began another life since. */
  | { readonly status: 'epoch-changed' };

/** What a service says to the question for news. */
export type ChangesAnswer =
  | {
      readonly status: 'changes';
      readonly entries: readonly LogEntry[];
      readonly head: LogHead;
      readonly epoch: string;
    }
  | { readonly status: 'epoch-diverged' };

/** What was decided under an id. */
export interface Decision {
  readonly fingerprint: string;
  readonly answer: ChangesetAnswer;
  /** Head when it was decided; what a restored copy still knows. */
  readonly head: number;
}

/** Whoever wants to know what a service does. */
export interface ServiceWitness {
  accepted(changeset: Changeset, entry: LogEntry, digest: string): void;
  rejected(changeset: Changeset, conflicts: readonly OpConflict[]): void;
}

/** What a service is made with. */
export interface ServiceOptions {
  readonly plantId: string;
  readonly epoch: string;
  readonly sha256: Sha256;
  readonly witness: ServiceWitness;
}

/** One plant at a service, in memory. Its methods are small, so that a bug can be put into each. */
export class MemoryService {
  readonly options: ServiceOptions;
  readonly world = new RecordWorld();
  readonly log: LogEntry[] = [];
  /** By seq; `[0]` of the empty plant. */
  readonly digests: string[] = [emptySum];
  readonly decisions = new Map<string, Decision>();
  readonly kept = new Map<string, { readonly edit: ParkedEdit; readonly head: number }>();
  readonly frozenAreas = new Set<string>();

  constructor(options: ServiceOptions) {
    this.options = options;
  }

  head(): LogHead {
    const last = this.log.at(-1);
    return { seq: this.log.length, hash: last?.hash ?? this.options.plantId, digest: this.digests.at(-1) ?? emptySum };
  }

  /** Takes a changeset or refuses it; what was decided once is decided for ever. */
  post(changeset: Changeset, asked: { readonly epoch: string; readonly by: string }): ChangesetAnswer {
    if (!this.isEpoch(asked.epoch, changeset.base)) {
      return { status: 'epoch-changed' };
    }
    const fingerprint = this.fingerprint(changeset);
    const decided = this.decided(changeset);
    if (decided !== undefined) {
      return decided.fingerprint === fingerprint
        ? ({ ...decided.answer, replayed: true } as ChangesetAnswer)
        : { status: 'other-content' };
    }
    const judgement = this.judged(changeset);
    const answer: ChangesetAnswer =
      judgement.verdict === 'accepted'
        ? this.append(changeset, judgement, asked.by)
        : { status: 'rejected', replayed: false, conflicts: judgement.conflicts, head: this.log.length };
    if (answer.status === 'rejected') {
      this.options.witness.rejected(changeset, answer.conflicts);
    }
    this.decisions.set(changeset.id, { fingerprint, answer, head: this.log.length });
    return answer;
  }

  changes(since: number, hash: string, limit: number): ChangesAnswer {
    if (!this.isOnLog(since, hash)) {
      return { status: 'epoch-diverged' };
    }
    const entries = this.log.slice(since, since + limit);
    return { status: 'changes', entries, head: this.head(), epoch: this.options.epoch };
  }

  /** Everything as it stands, dead records too. */
  snapshot(): { readonly records: readonly EntityRecord[]; readonly head: LogHead; readonly epoch: string } {
    return { records: [...this.world.records()], head: this.head(), epoch: this.options.epoch };
  }

  /** Keeps a parked edit; one that is there already stays as it is. */
  keep(edit: ParkedEdit): void {
    if (!this.kept.has(edit.id)) {
      this.kept.set(edit.id, { edit, head: this.log.length });
    }
  }

  protected fingerprint(changeset: Changeset): string {
    return fingerprintOf(changeset, this.options.sha256);
  }

  protected isEpoch(epoch: string, base: number): boolean {
    return epoch === this.options.epoch && base <= this.log.length;
  }

  protected isOnLog(since: number, hash: string): boolean {
    const hashThere = since === 0 ? this.options.plantId : this.log[since - 1]?.hash;
    return hashThere === hash;
  }

  protected decided(changeset: Changeset): Decision | undefined {
    return this.decisions.get(changeset.id);
  }

  protected judged(changeset: Changeset): Judgement {
    return judge(this.world, changeset, { lookup: testLookup, frozenAreas: this.frozenAreas });
  }

  protected append(changeset: Changeset, { changes }: Judgement, by: string): ChangesetAnswer {
    const { sha256, witness } = this.options;
    const seq = this.log.length + 1;
    const { id, atMs, label, resolves } = changeset;
    const draft = { seq, id, by, atMs, serverAtMs: 1_000 * seq, label, changes, resolves };
    const entry = sealEntry(draft, this.head().hash, sha256);
    this.take(entry);
    witness.accepted(changeset, entry, this.head().digest);
    return { status: 'accepted', replayed: false, entry, digest: this.head().digest };
  }

  /** Appends a sealed entry and brings the records up to it. */
  protected take(entry: LogEntry): void {
    const stamp = { seq: entry.seq, changeset: entry.id };
    const after = recordsAfter(this.world, entry.changes, stamp);
    const before = after.map((record) => this.world.recordOf(record));
    this.digests.push(sumAfter(this.head().digest, { before, after }, this.options.sha256));
    this.world.put(after);
    this.log.push(entry);
  }

  /** Takes over what a backup of another service held when its log ended at `seq`. */
  restoreFrom(other: MemoryService, seq: number): void {
    other.log.slice(0, seq).forEach((entry) => this.take(entry));
    for (const [id, decision] of other.decisions) {
      if (decision.head <= seq) {
        this.decisions.set(id, decision);
      }
    }
    for (const [id, kept] of other.kept) {
      if (kept.head <= seq) {
        this.kept.set(id, kept);
      }
    }
  }
}
