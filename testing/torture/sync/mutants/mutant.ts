import { outboxChange, type OutboxRow } from '../../../../shared/sync/outboxRows';
import type { ReplicaStep } from '../../../../shared/sync/replica';
import type { MemoryService, ServiceOptions } from '../memoryService';
import type { ProjectFile } from '../projectFile';
import { realProtocol, type ReplicaLike, type TortureProtocol } from '../tortureProtocol';

/** A bug put into the protocol on purpose, to see that the histories find it. */
export interface Mutant {
  readonly name: string;
  /** What is wrong, as a sentence without its full stop. */
  readonly says: string;
  readonly protocol: TortureProtocol;
}

/** A mutant of how programs behave. */
export function programMutant(name: string, says: string, changed: Partial<TortureProtocol>): Mutant {
  return { name, says, protocol: { ...realProtocol, ...changed } };
}

/** A mutant of the service. */
export function serviceMutant(
  name: string,
  says: string,
  make: new (options: ServiceOptions) => MemoryService,
): Mutant {
  return { name, says, protocol: { ...realProtocol, makeService: (options) => new make(options) } };
}

/** A mutant of a program's copy of the plant: `change` answers the methods that are other. */
export function replicaMutant(
  name: string,
  says: string,
  change: (real: ReplicaLike, file: ProjectFile) => Partial<ReplicaLike>,
): Mutant {
  const openReplica = (file: ProjectFile): ReplicaLike => {
    const real = realProtocol.openReplica(file);
    return {
      state: () => real.state(),
      outbox: () => real.outbox(),
      planEdit: (edit) => real.planEdit(edit),
      planEntries: (entries, shown) => real.planEntries(entries, shown),
      planAnswer: (id, outcome, shown) => real.planAnswer(id, outcome, shown),
      planSnapshot: (snapshot, shown) => real.planSnapshot(snapshot, shown),
      planEpoch: (epoch) => real.planEpoch(epoch),
      commit: (step) => real.commit(step),
      ...change(real, file),
    };
  };
  return { name, says, protocol: { ...realProtocol, openReplica } };
}

/** A step that leaves another outbox. */
export function withOutbox(step: ReplicaStep, before: readonly OutboxRow[], outbox: readonly OutboxRow[]): ReplicaStep {
  return { ...step, outbox, writes: { ...step.writes, outbox: outboxChange(before, outbox) } };
}
