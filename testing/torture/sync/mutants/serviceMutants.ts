import { judge, type Judgement } from '../../../../shared/sync/judge';
import type { Changeset, OpConflict } from '../../../../shared/sync/changeset';
import type { LogEntry } from '../../../../shared/sync/logEntry';
import { isSameValue } from '../../../../shared/model/fieldValue';
import { isLayoutField } from '../../../../shared/model/entityTables';
import type { EntityKind } from '../../../../shared/model/modelPatch';
import { sealEntry } from '../../../../shared/sync/logHash';
import type { World } from '../../../../shared/sync/world';
import { testLookup } from '../../../modelGestures';
import { type ChangesetAnswer, type Decision, MemoryService } from '../memoryService';
import { type Mutant, serviceMutant } from './mutant';

/** A service that judges by another world or another changeset. */
abstract class OtherJudge extends MemoryService {
  protected judgedBy(world: World, changeset: Changeset): Judgement {
    return judge(world, changeset, { lookup: testLookup, frozenAreas: this.frozenAreas });
  }

  /** The changeset as if its author had made everything, in the ops of this kind. */
  protected knowing(changeset: Changeset, kind: 'set' | 'delete'): Changeset {
    const own = this.log.map(({ id }) => id);
    return { ...changeset, ops: changeset.ops.map((op) => (op.op === kind ? { ...op, own } : op)) };
  }

  /** The service's world, but for what is named. */
  protected worldBut(other: Partial<World>): World {
    const { world } = this;
    return {
      recordOf: (key) => world.recordOf(key),
      referrersOf: (key) => world.referrersOf(key),
      holdersOf: (unique) => world.holdersOf(unique),
      sheetCount: () => world.sheetCount(),
      ...other,
    };
  }
}

class LastWriterWins extends OtherJudge {
  protected override judged(changeset: Changeset): Judgement {
    return this.judgedBy(this.world, this.knowing(changeset, 'set'));
  }
}

class BlindDelete extends OtherJudge {
  protected override judged(changeset: Changeset): Judgement {
    return this.judgedBy(this.world, this.knowing(changeset, 'delete'));
  }
}

class TagsUnchecked extends OtherJudge {
  protected override judged(changeset: Changeset): Judgement {
    return this.judgedBy(this.worldBut({ holdersOf: () => [] }), changeset);
  }
}

class ReferrersUnchecked extends OtherJudge {
  protected override judged(changeset: Changeset): Judgement {
    return this.judgedBy(this.worldBut({ referrersOf: () => [] }), changeset);
  }
}

class NoTombstones extends OtherJudge {
  protected override judged(changeset: Changeset): Judgement {
    const { world } = this;
    const recordOf: World['recordOf'] = (key) => {
      const record = world.recordOf(key);
      return record?.live === true ? record : undefined;
    };
    return this.judgedBy(this.worldBut({ recordOf }), changeset);
  }
}

class PartlyAccepted extends OtherJudge {
  protected override judged(changeset: Changeset): Judgement {
    return { verdict: 'accepted', changes: super.judged(changeset).changes };
  }
}

class DependentsKept extends MemoryService {
  protected override judged(changeset: Changeset): Judgement {
    const judgement = super.judged(changeset);
    if (judgement.verdict === 'accepted') {
      return judgement;
    }
    const conflicts = judgement.conflicts.filter(({ kind }) => kind !== 'dependent');
    return conflicts.length === 0 ? { verdict: 'accepted', changes: judgement.changes } : { ...judgement, conflicts };
  }
}

/** Refuses an op that the real judge takes. */
abstract class Pettifogger extends MemoryService {
  protected abstract isRefused(changeset: Changeset, index: number): boolean;

  protected override judged(changeset: Changeset): Judgement {
    const judgement = super.judged(changeset);
    const index = changeset.ops.findIndex((_, at) => this.isRefused(changeset, at));
    const op = changeset.ops[index];
    if (judgement.verdict === 'rejected' || op?.op !== 'set') {
      return judgement;
    }
    const conflicts: readonly OpConflict[] = [{ op: index, kind: 'field-field', field: op.field }];
    return { verdict: 'rejected', changes: [], conflicts };
  }

  protected unseenWrite(
    changeset: Changeset,
    index: number,
  ): { readonly isLayout: boolean; readonly isSame: boolean } | undefined {
    const op = changeset.ops[index];
    const written = op?.op === 'set' ? this.world.recordOf(op)?.fields[op.field] : undefined;
    if (op?.op !== 'set' || written === undefined || written.seq <= changeset.base) {
      return undefined;
    }
    const isLayout = isLayoutField(op.kind as EntityKind, op.field);
    return { isLayout, isSame: isSameValue(written.value, op.value) };
  }
}

class EqualIsConflict extends Pettifogger {
  protected override isRefused(changeset: Changeset, index: number): boolean {
    return this.unseenWrite(changeset, index)?.isSame === true;
  }
}

class LayoutIsConflict extends Pettifogger {
  protected override isRefused(changeset: Changeset, index: number): boolean {
    const write = this.unseenWrite(changeset, index);
    return write?.isLayout === true && !write.isSame;
  }
}

class ForgetsRefusals extends MemoryService {
  protected override decided(changeset: Changeset): Decision | undefined {
    const decision = super.decided(changeset);
    return decision?.answer.status === 'accepted' ? decision : undefined;
  }
}

class ForgetsDecisions extends MemoryService {
  protected override decided(): undefined {
    return undefined;
  }
}

class FingerprintOfAll extends MemoryService {
  protected override fingerprint(changeset: Changeset): string {
    return JSON.stringify(changeset);
  }
}

class AnyEpoch extends MemoryService {
  protected override isEpoch(_: string, base: number): boolean {
    return base <= this.log.length;
  }
}

class HashUnchecked extends MemoryService {
  protected override isOnLog(since: number): boolean {
    return since <= this.log.length;
  }
}

/** Appends entries that are other than they should be. */
abstract class Forger extends MemoryService {
  protected abstract forged(entry: LogEntry): LogEntry;

  protected override take(entry: LogEntry): void {
    super.take(this.forged(entry));
  }
}

class SkipsNumbers extends Forger {
  protected override forged(entry: LogEntry): LogEntry {
    return entry.seq === 20 ? { ...entry, seq: 21 } : entry;
  }
}

class ChainBroken extends Forger {
  protected override forged(entry: LogEntry): LogEntry {
    return entry.seq === 20 ? sealEntry(entry, 'nothing', this.options.sha256) : entry;
  }
}

class BeforeUntold extends Forger {
  protected override forged(entry: LogEntry): LogEntry {
    const changes = entry.changes.map((change) => {
      const told = Object.entries(change.fields).map(([path, it]) => [path, { ...it, before: undefined }] as const);
      return change.change === 'update' ? { ...change, fields: Object.fromEntries(told) } : change;
    });
    return sealEntry({ ...entry, changes }, entry.previousHash, this.options.sha256);
  }
}

class DigestStuck extends MemoryService {
  protected override take(entry: LogEntry): void {
    super.take(entry);
    if (entry.changes.some(({ change }) => change === 'delete')) {
      this.digests[this.digests.length - 1] = this.digests.at(-2) ?? '';
    }
  }
}

class ByTheClock extends MemoryService {
  protected override append(changeset: Changeset, judgement: Judgement, by: string): ChangesetAnswer {
    return super.append({ ...changeset, atMs: performance.now() }, judgement, by);
  }
}

class LosesAnswered extends MemoryService {
  protected override append(changeset: Changeset, judgement: Judgement, by: string): ChangesetAnswer {
    const isNothing = judgement.changes.length === 0 && changeset.resolves.length === 0;
    return isNothing
      ? { status: 'rejected', replayed: false, conflicts: [], head: this.log.length }
      : super.append(changeset, judgement, by);
  }
}

/** Bugs in the service. */
export const serviceMutants: readonly Mutant[] = [
  serviceMutant('last-writer-wins', 'a field is overwritten whether its last value was seen or not', LastWriterWins),
  serviceMutant('blind-delete', 'a deletion does not look at what others edited since', BlindDelete),
  serviceMutant('tags-unchecked', 'nobody looks whether a tag stands already', TagsUnchecked),
  serviceMutant('referrers-unchecked', 'nobody looks what refers to a deleted entity', ReferrersUnchecked),
  serviceMutant('no-tombstones', 'deleted entities are forgotten', NoTombstones),
  serviceMutant('partly-accepted', 'what fits of a changeset is taken and the rest forgotten', PartlyAccepted),
  serviceMutant('dependents-kept', 'what only made sense with a refused op goes on without it', DependentsKept),
  serviceMutant('equal-is-conflict', 'two people who write the same are told of a conflict', EqualIsConflict),
  serviceMutant('layout-is-conflict', 'two people who move one thing are told of a conflict', LayoutIsConflict),
  serviceMutant('refusal-forgotten', 'a refused changeset is judged again when it comes again', ForgetsRefusals),
  serviceMutant('decision-forgotten', 'no decision is remembered', ForgetsDecisions),
  serviceMutant('fingerprint-of-all', 'what a split may extend counts for the fingerprint', FingerprintOfAll),
  serviceMutant('epoch-ignored', 'a changeset is taken from somebody who read another life of the service', AnyEpoch),
  serviceMutant('hash-unchecked', 'somebody who read another log is told what came after', HashUnchecked),
  serviceMutant('number-skipped', 'the log has a gap', SkipsNumbers),
  serviceMutant('chain-broken', 'an entry is chained to another than the one before', ChainBroken),
  serviceMutant('before-untold', 'an entry does not say what stood there before', BeforeUntold),
  serviceMutant('digest-stuck', 'the digest does not follow deletions', DigestStuck),
  serviceMutant('by-the-clock', 'an entry holds something that is other every time', ByTheClock),
  serviceMutant('nothing-is-refused', 'a changeset that changes nothing is refused without a reason', LosesAnswered),
];
