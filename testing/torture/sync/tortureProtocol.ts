import type { ModelPatch } from '../../../shared/model/modelPatch';
import type { PlantModel } from '../../../shared/model/plantModel';
import type { Changeset } from '../../../shared/sync/changeset';
import { Replica } from '../../../shared/sync/replica';
import { testLookup } from '../../modelGestures';
import { MemoryService, type ServiceOptions } from './memoryService';
import type { ProjectFile } from './projectFile';
import { quickHash } from './quickHash';
import { takenBack } from './tortureResolution';

/** What a program needs of a replica. */
export type ReplicaLike = Pick<
  Replica,
  'state' | 'outbox' | 'planEdit' | 'planEntries' | 'planAnswer' | 'planSnapshot' | 'planEpoch' | 'commit'
>;

/** The parts of the protocol that histories are played with; a mutant replaces one of them. */
export interface TortureProtocol {
  openReplica(file: ProjectFile): ReplicaLike;
  makeService(options: ServiceOptions): MemoryService;
  /** The changeset to send; undefined: none. */
  nextToSend(replica: ReplicaLike): Changeset | undefined;
  /** What is on the disk when the program dies right after a write that made `after` of `before`. */
  survives(before: ProjectFile, after: ProjectFile): ProjectFile;
  /** What of a gesture can be taken back; undefined: nothing. */
  takenBack(shown: PlantModel, gesture: ModelPatch): ModelPatch | undefined;
}

/** The product's own. */
export const realProtocol: TortureProtocol = {
  openReplica: ({ state, records, outbox }) =>
    new Replica({ state, records: records.values(), outbox, lookup: testLookup, sha256: quickHash }),
  makeService: (options) => new MemoryService(options),
  nextToSend: (replica) => replica.outbox()[0]?.changeset,
  survives: (_, after) => after,
  takenBack,
};
