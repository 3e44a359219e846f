import { isSameValue } from '../../../shared/model/fieldValue';
import { isLayoutField } from '../../../shared/model/entityTables';
import type { EntityKind, FieldValue } from '../../../shared/model/modelPatch';
import type { Changeset, OpConflict, SyncOp } from '../../../shared/sync/changeset';
import type { LogEntry, LoggedChange, LogHead } from '../../../shared/sync/logEntry';
import { isEntrySealed } from '../../../shared/sync/logHash';
import { EditLedger, type FilePast } from './editLedger';
import type { MemoryService, ServiceWitness } from './memoryService';
import { PlantShadow } from './plantShadow';
import { quickHash } from './quickHash';
import { demand } from './violation';

/** One life of the service: from its begin, or from a restored backup on. */
interface Life {
  readonly epoch: string;
  readonly seqs: Map<string, number>;
  readonly heads: LogHead[];
}

/**
 * Watches a history from outside: knows who had seen what, whatever `base` and `own` say, follows the log with code
 * of its own and keeps account of every edit.
 */
export class SyncOracle implements ServiceWitness {
  readonly ledger = new EditLedger();
  readonly #lives: Life[] = [];
  readonly #accepted = new Map<string, Changeset>();
  readonly #singleAuthor: boolean;
  #shadow = new PlantShadow();
  #lastHash = '';
  readonly #told = { accepted: 0, rejected: 0, parked: 0 };

  constructor(options: { readonly singleAuthor: boolean }) {
    this.#singleAuthor = options.singleAuthor;
  }

  /** A service begins, or begins again with what a backup still had. */
  beginLife(service: MemoryService): void {
    this.#shadow = new PlantShadow();
    this.#lives.push({
      epoch: service.options.epoch,
      seqs: new Map(),
      heads: [{ seq: 0, hash: service.options.plantId, digest: service.digests[0] ?? '' }],
    });
    this.#lastHash = service.options.plantId;
    service.log.forEach((entry, index) => this.#follow(entry, service.digests[index + 1] ?? ''));
  }

  accepted(changeset: Changeset, entry: LogEntry, digest: string): void {
    this.#told.accepted += 1;
    demand(this.#life().seqs.get(changeset.id) === undefined, 'P6', () => `${changeset.id} is in the log twice`);
    entry.changes.forEach((change) => this.#checkSeen(changeset, change));
    this.#accepted.set(changeset.id, changeset);
    this.#follow(entry, digest);
    changeset.ops.forEach((op) => this.#checkDone(changeset, op));
  }

  rejected(changeset: Changeset, conflicts: readonly OpConflict[]): void {
    this.#told.rejected += 1;
    this.#told.parked += new Set(conflicts.map(({ op }) => op)).size;
    const first = conflicts[0];
    demand(!this.#singleAuthor, 'P7', () => `one author alone, and ${changeset.id} is refused (${first?.kind ?? ''})`);
    demand(conflicts.length > 0, 'P7', () => `${changeset.id} is refused without a reason`);
    // After a restore people have seen what the service does not know any more: it may ask once too often.
    if (this.#lives.length === 1) {
      conflicts.forEach((conflict) => this.#checkForeign(changeset, conflict));
    }
  }

  /** [P2, P6] A file says where it stands: that has to be a place in the log of a life of the service. */
  checkPlace(place: {
    readonly epoch: string;
    readonly cursor: number;
    readonly headHash: string;
    readonly digest: string;
  }): void {
    const life = this.#lives.find(({ epoch }) => epoch === place.epoch);
    const head = life?.heads[place.cursor];
    demand(head !== undefined, 'P6', () => `no entry ${place.cursor} in ${place.epoch}`);
    demand(head.hash === place.headHash, 'P6', () => `another hash at ${place.cursor} of ${place.epoch}`);
    demand(head.digest === place.digest, 'P2', () => `another digest at ${place.cursor} of ${place.epoch}`);
  }

  /** What a file has seen once it stands there. */
  sightsAt(past: FilePast, place: { readonly epoch: string; readonly cursor: number }): FilePast {
    const life = this.#lives.findIndex(({ epoch }) => epoch === place.epoch);
    const others = past.sights.filter((sight) => sight.life !== life);
    const before = past.sights.find((sight) => sight.life === life)?.seq ?? 0;
    return before >= place.cursor ? past : { ...past, sights: [...others, { life, seq: place.cursor }] };
  }

  /** How many changesets were taken and refused, and ops refused. */
  told(): { readonly accepted: number; readonly rejected: number; readonly parked: number } {
    return this.#told;
  }

  /** Changesets that are in the log now. */
  acceptedNow(): readonly Changeset[] {
    return [...this.#life().seqs.keys()].flatMap((id) => this.#accepted.get(id) ?? []);
  }

  #life(): Life {
    const life = this.#lives.at(-1);
    demand(life !== undefined, 'threw', () => 'no service began');
    return life;
  }

  #follow(entry: LogEntry, digest: string): void {
    const life = this.#life();
    demand(entry.seq === life.heads.length, 'P6', () => `entry ${entry.seq} follows on ${life.heads.length - 1}`);
    demand(isEntrySealed(entry, this.#lastHash, quickHash), 'P6', () => `entry ${entry.seq} is not chained`);
    this.#shadow.follow(entry);
    this.#lastHash = entry.hash;
    life.seqs.set(entry.id, entry.seq);
    life.heads.push({ seq: entry.seq, hash: entry.hash, digest });
  }

  /** Whether the author of a changeset made this write or had read it, by what their file went through. */
  #hadSeen(changeset: Changeset, writer: string): boolean {
    const edit = this.ledger.edit(changeset.id);
    const root = this.ledger.rootOf(writer);
    if (edit === undefined || root === this.ledger.rootOf(changeset.id) || edit.past.made.has(root)) {
      return true;
    }
    return edit.past.sights.some(({ life, seq }) => (this.#lives[life]?.seqs.get(writer) ?? Infinity) <= seq);
  }

  /** [P1] What was accepted is done. */
  #checkDone({ id }: Changeset, op: SyncOp): void {
    const entity = this.#shadow.entity(op.kind, op.id);
    const isLive = entity?.live === true;
    const value = (path: string): FieldValue => entity?.fields.get(path)?.value;
    const isDone =
      op.op === 'delete'
        ? !isLive
        : op.op === 'set'
          ? isLive && isSameValue(value(op.field), op.value)
          : isLive && Object.entries(op.fields).every(([path, wanted]) => isSameValue(value(path), wanted));
    demand(isDone, 'P1', () => `${id} is accepted, and ${opName(op)} is not done`);
  }

  /** [P4] What an accepted changeset replaces or deletes, its author had seen.  */
  #checkSeen(changeset: Changeset, change: LoggedChange): void {
    const { kind, id } = change;
    const entity = this.#shadow.entity(kind, id);
    if (entity?.live !== true) {
      return;
    }
    const paths = change.change === 'update' ? Object.keys(change.fields) : [...entity.fields.keys()];
    for (const path of paths) {
      const writer = entity.fields.get(path)?.writer;
      const isOpen = writer === undefined || (change.change === 'update' && isLayoutField(kind as EntityKind, path));
      demand(
        isOpen || this.#hadSeen(changeset, writer),
        'P4',
        () => `${changeset.id} ${change.change}s ${path} of ${kind} ${id}, unseen since ${writer ?? ''}`,
      );
    }
    demand(
      change.change !== 'delete' || this.#hadSeen(changeset, entity.existence),
      'P4',
      () => `${changeset.id} deletes ${kind} ${id}, which its author never saw`,
    );
  }

  /** [P7] An op that is refused because of somebody else's write has such a write, unseen by its author. */
  #checkForeign(changeset: Changeset, conflict: OpConflict): void {
    const op = changeset.ops[conflict.op];
    demand(op !== undefined, 'P7', () => `${changeset.id} has no op ${conflict.op}`);
    const entity = this.#shadow.entity(op.kind, op.id);
    const field = conflict.field === undefined ? undefined : entity?.fields.get(conflict.field);
    const what = (): string => `${conflict.kind} for ${opName(op)} of ${changeset.id} without a foreign write`;
    switch (conflict.kind) {
      case 'field-field': {
        const wanted = op.op === 'set' ? op.value : op.op === 'create' ? op.fields[conflict.field ?? ''] : undefined;
        demand(!isSameValue(wanted, field?.value), 'P7', what);
        demand(!isLayoutField(op.kind as EntityKind, conflict.field ?? ''), 'P7', what);
        demand(op.op === 'create' || !this.#hadSeen(changeset, field?.writer ?? ''), 'P7', what);
        return;
      }
      case 'delete-edit':
        demand(!this.#hadSeen(changeset, field?.writer ?? entity?.existence ?? ''), 'P7', what);
        return;
      case 'edit-deleted':
        demand(entity?.live === false && !this.#hadSeen(changeset, entity.existence), 'P7', what);
        return;
      case 'dependent':
        // On something of this changeset that is out, or on what never came or never came back: else it has another name.
        demand(
          conflict.because !== undefined || entity === undefined || this.#hadSeen(changeset, entity.existence),
          'P7',
          what,
        );
        return;
      default:
        return;
    }
  }
}

function opName(op: SyncOp): string {
  return `${op.op} ${op.kind} ${op.id}${op.op === 'set' ? ` ${op.field}` : ''}`;
}
