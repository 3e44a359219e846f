import { applyPatch } from '../../../shared/model/applyPatch';
import type { ModelPatch } from '../../../shared/model/modelPatch';
import type { ConflictDecision } from '../../../shared/sync/changeset';
import type { ParkedEdit } from '../../../shared/sync/parkedEdit';
import { DivergedLog, type ReplicaStep } from '../../../shared/sync/replica';
import { checkUndo } from './checkUndo';
import { fileAfter, type ProjectFile } from './projectFile';
import type { ReplicaLike, TortureProtocol } from './tortureProtocol';
import type { SyncOracle } from './syncOracle';
import type { Answer, Request } from './tortureMessages';
import { demand } from './violation';

/** What happens to a program at its next write to the disk: it dies before it, or right after. */
export type WriteCrash = 'lost' | 'kept';

/** An edit of a person, as the program is told. */
export interface PersonEdit {
  readonly id: string;
  readonly label: string;
  readonly patch: ModelPatch;
  readonly resolves?: readonly ConflictDecision[];
  readonly isUndo?: boolean;
}

/** One person's program over one project file: what is in memory, what is on the disk, and the road between. */
export class TortureProgram {
  readonly #protocol: TortureProtocol;
  readonly #oracle: SyncOracle;
  #file: ProjectFile;
  #replica: ReplicaLike;
  #diverged = false;
  #kept = new Set<string>();
  #crashAtWrite: WriteCrash | undefined;
  /** The question whose answer is waited for. */
  asked: number | undefined;

  constructor(file: ProjectFile, protocol: TortureProtocol, oracle: SyncOracle) {
    this.#protocol = protocol;
    this.#oracle = oracle;
    this.#file = file;
    this.#replica = protocol.openReplica(file);
  }

  file(): ProjectFile {
    return this.#file;
  }

  /** Whether the log was found to be another than the one that was read. */
  isDiverged(): boolean {
    return this.#diverged;
  }

  /** Ends and starts again, perhaps over another file: only what is on the disk is left. */
  restart(file = this.#file): void {
    this.#file = file;
    this.#replica = this.#protocol.openReplica(file);
    this.#diverged = false;
    this.#kept = new Set();
    this.#crashAtWrite = undefined;
    this.asked = undefined;
  }

  crashAtNextWrite(crash: WriteCrash): void {
    this.#crashAtWrite = crash;
  }

  /** Takes an edit; once this returns the person may believe that it is safe. Answers whether it is on the disk. */
  edit({ id, label, patch, resolves = [], isUndo = false }: PersonEdit): boolean {
    const step = this.#replica.planEdit({ id, atMs: 1_000, label, patch, resolves });
    const before = this.#file;
    const file = fileAfter({ ...before, shown: applyPatch(before.shown, patch) }, step);
    const made = new Set([...before.past.made, id]);
    const decided = new Set([...before.decided, ...resolves.map(({ conflictId }) => conflictId)]);
    const journal = isUndo ? before.journal.slice(0, -1) : [...before.journal, patch];
    const gesture = isUndo ? before.journal.at(-1) : undefined;
    if (gesture !== undefined) {
      checkUndo(patch, gesture);
    }
    const isWritten = this.#write(step, { ...file, decided, journal, past: { ...before.past, made } });
    if (isWritten) {
      step.writes.outbox.put.forEach(({ changeset }) => this.#oracle.ledger.add(changeset, before.past));
    }
    return isWritten;
  }

  /** What the program asks next; `wish`: what the person or the clock would have it do. Undefined: nothing to do. */
  request(wish: 'pull' | 'push' | 'keep'): Request | undefined {
    const { read } = this.#file;
    const { cursor, headHash, epoch } = this.#replica.state();
    if (this.#diverged) {
      return { ask: 'recover', read };
    }
    if (wish === 'pull') {
      return { ask: 'pull', since: cursor, hash: headHash };
    }
    if (wish === 'keep') {
      const edit = [...this.#file.parked.values()].find(({ id }) => !this.#kept.has(id));
      return edit && { ask: 'keep', edit };
    }
    const changeset = this.#protocol.nextToSend(this.#replica);
    return changeset && { ask: 'push', changeset, epoch };
  }

  /** Takes an answer. `isAwaited`: it belongs to the question that was asked last. */
  take(content: Answer, isAwaited: boolean): void {
    switch (content.to) {
      case 'pull':
        return this.#takePage(content, isAwaited);
      case 'push':
        return this.#takeDecision(content);
      case 'keep':
        this.#kept.add(content.id);
        return;
      case 'recover':
        return isAwaited ? this.#recover(content) : undefined;
    }
  }

  /** Conflicts that wait for a decision. */
  open(): readonly ParkedEdit[] {
    return [...this.#file.parked.values()].filter(({ id }) => !this.#file.decided.has(id));
  }

  #takePage({ answer, since, hash }: Extract<Answer, { to: 'pull' }>, isAwaited: boolean): void {
    if (answer.status === 'epoch-diverged') {
      this.#diverged ||= isAwaited;
      return;
    }
    const { epoch, cursor, headHash } = this.#replica.state();
    if (answer.epoch !== epoch) {
      // The log goes on from what was read, so nothing that was read is lost; only the life is another. What was asked
      // before more was read says nothing of that.
      if (!isAwaited || cursor !== since || headHash !== hash) {
        return;
      }
      if (!this.#writeStep(this.#replica.planEpoch(answer.epoch))) {
        return;
      }
    }
    if (answer.entries.length > 0) {
      this.#attempt(() => this.#replica.planEntries(answer.entries, this.#file.shown));
    }
  }

  #takeDecision({ answer, changesetId, epoch }: Extract<Answer, { to: 'push' }>): void {
    const { shown } = this.#file;
    demand(answer.status !== 'other-content', 'P1', () => `${changesetId} was sent with two contents`);
    if (answer.status === 'epoch-changed') {
      this.#diverged = true;
    } else if (epoch !== this.#replica.state().epoch) {
      return;
    } else if (answer.status === 'accepted') {
      this.#attempt(() => this.#replica.planAnswer(changesetId, { kind: 'accepted', entry: answer.entry }, shown));
    } else {
      const { conflicts } = answer;
      this.#attempt(() => this.#replica.planAnswer(changesetId, { kind: 'rejected', conflicts }, shown), changesetId);
    }
  }

  /** Writes what is planned; a page that does not follow on what was read is left. `refused`: what may be parted. */
  #attempt(plan: () => ReplicaStep, refused?: string): void {
    let step: ReplicaStep;
    try {
      step = plan();
    } catch (error) {
      if (error instanceof DivergedLog) {
        return;
      }
      throw error;
    }
    this.#writeStep(step, refused);
  }

  #writeStep(step: ReplicaStep, refused?: string): boolean {
    const before = new Set(this.#file.outbox.map(({ changeset }) => changeset.id));
    const isWritten = this.#write(step, fileAfter(this.#file, step));
    if (isWritten && refused !== undefined) {
      const made = step.writes.outbox.put.filter(({ changeset }) => !before.has(changeset.id));
      made.forEach(({ changeset }) => this.#oracle.ledger.derive(changeset.id, refused));
    }
    return isWritten;
  }

  #recover({ common, records, head }: Extract<Answer, { to: 'recover' }>): void {
    this.#diverged = false;
    const lost = [...this.#file.confirmed.values()].filter(({ seq }) => seq > common);
    const resend = lost.toSorted((one, other) => one.seq - other.seq).map(({ changeset }) => changeset);
    const step = this.#replica.planSnapshot({ records, head, common, resend }, this.#file.shown);
    const file = fileAfter(this.#file, step);
    const confirmed = new Map(file.confirmed);
    resend.forEach(({ id }) => confirmed.delete(id));
    // What was read of the other log beyond that is no knowledge any more.
    const read = new Map([...file.read].filter(([seq]) => seq <= common || seq === head.seq));
    this.#write(step, { ...file, confirmed, read });
  }

  /** One transaction. Answers whether it is on the disk. */
  #write(step: ReplicaStep, file: ProjectFile): boolean {
    const crash = this.#crashAtWrite;
    this.#crashAtWrite = undefined;
    if (crash === 'lost') {
      this.restart();
      return false;
    }
    const { state } = file;
    if (state !== this.#file.state) {
      this.#oracle.checkPlace(state);
    }
    const before = this.#file;
    this.#file = { ...file, past: this.#oracle.sightsAt(file.past, state) };
    if (crash === 'kept') {
      this.restart(this.#protocol.survives(before, this.#file));
    } else {
      this.#replica.commit(step);
    }
    return true;
  }
}
