import { expect } from 'vitest';
import { applyPatch } from '../shared/model/applyPatch';
import { checkModel } from '../shared/model/checkPatch';
import { emptyModel } from '../shared/model/emptyModel';
import { asId, type ComponentId } from '../shared/model/ids';
import type { EntityChange, FieldValue } from '../shared/model/modelPatch';
import type { PlantModel } from '../shared/model/plantModel';
import type { Changeset } from '../shared/sync/changeset';
import { RecordWorld } from '../shared/sync/recordWorld';
import { newReplicaState, Replica, type ReplicaStep } from '../shared/sync/replica';
import { layPending, patchTowards } from '../shared/sync/workingCopy';
import { changeset, changesetId, create, pump, quickHash, TestLog, testContext } from '../shared/sync/syncFixture';

/** Where every desk begins. */
export const blank: PlantModel = emptyModel({ id: asId('plant'), name: 'Works', timeZone: 'UTC' });

/** A program with a copy of a plant; what it would write to its disk is kept to look at. */
export class Desk {
  replica: Replica;
  model = blank;
  readonly steps: ReplicaStep[] = [];
  readonly #name: number;
  #edits = 0;

  constructor(name: number) {
    this.#name = name;
    this.replica = new Replica({
      ...{ state: newReplicaState('plant'), records: [], outbox: [] },
      ...{ lookup: testContext.lookup, sha256: quickHash },
    });
  }

  /** Another program goes on with a copy of this one's project file. */
  copied(name: number): Desk {
    const copy = new Desk(name);
    copy.replica = new Replica({
      ...{ state: this.replica.state(), records: [...this.replica.baseRecords()], outbox: this.replica.outbox() },
      ...{ lookup: testContext.lookup, sha256: quickHash },
    });
    copy.model = this.model;
    return copy;
  }

  take(step: ReplicaStep): ReplicaStep {
    this.replica.commit(step);
    this.model = applyPatch(this.model, step.patch);
    this.steps.push(step);
    expect(checkModel(this.model, testContext.lookup)).toBeUndefined();
    this.expectLaid();
    return step;
  }

  /** [S20] However a step came to it: the plant on show is the outbox laid over the base, all of it anew. */
  expectLaid(): void {
    const outbox = this.replica.outbox().map((row) => row.changeset);
    const { world } = layPending(new RecordWorld(this.replica.baseRecords()), outbox, testContext);
    const keys = [...this.replica.baseRecords(), ...outbox.flatMap(({ ops }) => ops)];
    expect(patchTowards(this.model, world, keys)).toEqual({ changes: [] });
  }

  pull(log: TestLog): ReplicaStep {
    return this.take(this.replica.planEntries(log.entries.slice(this.replica.state().cursor), this.model));
  }

  edit(...changes: readonly EntityChange[]): Changeset {
    this.#edits += 1;
    const patch = { changes };
    const id = changesetId(this.#name * 1_000 + this.#edits);
    this.model = applyPatch(this.model, patch);
    this.replica.commit(this.replica.planEdit({ id, atMs: this.#edits, label: `Edit ${this.#edits}`, patch }));
    return this.last();
  }

  last(): Changeset {
    const row = this.replica.outbox().at(-1);
    if (row === undefined) {
      throw new Error('nothing is pending');
    }
    return row.changeset;
  }

  /** Sends the first of the outbox and takes the answer. */
  push(log: TestLog): ReplicaStep {
    const [row] = this.replica.outbox();
    if (row === undefined) {
      throw new Error('nothing to send');
    }
    const conflicts = log.conflicts(row.changeset);
    const outcome =
      conflicts.length > 0
        ? ({ kind: 'rejected', conflicts } as const)
        : ({ kind: 'accepted', entry: log.take(row.changeset) } as const);
    return this.take(this.replica.planAnswer(row.changeset.id, outcome, this.model));
  }
}

/** A new pump. */
export function created(id: string, tag: string): EntityChange {
  return { change: 'create', kind: 'component', id, fields: pump(tag) };
}

/** One field of a component. */
export function changed(id: string, field: string, [before, after]: readonly [FieldValue, FieldValue]): EntityChange {
  return { change: 'update', kind: 'component', id, fields: { [field]: { before, after } } };
}

/** A plant with P-101, and two desks that have read it. */
export function twoDesks(): { readonly log: TestLog; readonly ada: Desk; readonly ben: Desk } {
  const log = new TestLog();
  log.take(changeset({ id: changesetId(7), base: 1, ops: [create('component p1', pump('P-101'))] }));
  const [ada, ben] = [new Desk(1), new Desk(2)];
  ada.pull(log);
  ben.pull(log);
  return { log, ada, ben };
}

/** The tag that a desk shows; undefined: it shows no such component. */
export const tagOf = ({ model }: Desk, id: string): string | undefined =>
  model.components.get(asId<ComponentId>(id))?.tag;
