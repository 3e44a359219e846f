import { type AnyEntity, type EntityCollections, modelOfCollections } from '../../../shared/model/entityCollections';
import { type EntityKind, entityKinds } from '../../../shared/model/modelPatch';
import type { PlantModel } from '../../../shared/model/plantModel';
import { type EntityRecord, keyText } from '../../../shared/sync/entityRecord';
import { entityOfRecord } from '../../../shared/sync/recordEntity';
import { layPending } from '../../../shared/sync/workingCopy';
import { RecordWorld } from '../../../shared/sync/recordWorld';
import { diffModels } from '../../../shared/model/diffModels';
import { testLookup } from '../../modelGestures';
import { demand } from './violation';
import { type Counts, noCounts } from './faultCounts';
import type { HistorySettings } from './historyScript';
import { MemoryService } from './memoryService';
import type { ProjectFile } from './projectFile';
import { quickHash } from './quickHash';
import { startPlant } from './startPlant';
import { SyncOracle } from './syncOracle';
import { answerTo, isRequest, type Message } from './tortureMessages';
import { TortureProgram } from './tortureProgram';
import type { TortureProtocol } from './tortureProtocol';

/** The plant as every history finds it: published, and downloaded by everybody. */
export interface TortureStart {
  readonly service: MemoryService;
  readonly file: ProjectFile;
}

const plantId = 'works';

/** The model that records make up. */
export function modelOfRecords(records: Iterable<EntityRecord>): PlantModel {
  const collections = new Map<EntityKind, Map<string, AnyEntity>>(entityKinds.map((kind) => [kind, new Map()]));
  for (const record of records) {
    const reading = entityOfRecord(record);
    if (reading.state === 'fits') {
      collections.get(reading.kind)?.set(record.id, reading.entity);
    }
  }
  return modelOfCollections(Object.fromEntries(collections) as unknown as EntityCollections);
}

/** Made once and used by every history: nothing changes it. */
export function tortureStart(): TortureStart {
  const nobody = { accepted: () => undefined, rejected: () => undefined };
  const service = new MemoryService({ plantId, epoch: 'life-0', sha256: quickHash, witness: nobody });
  service.post(startPlant(), { epoch: 'life-0', by: 'start' });
  const { records, head, epoch } = service.snapshot();
  const file: ProjectFile = {
    state: { plantId, epoch, cursor: head.seq, headHash: head.hash, digest: head.digest },
    records: new Map(records.map((record) => [keyText(record), record])),
    outbox: [],
    parked: new Map(),
    decided: new Set(),
    confirmed: new Map(),
    read: new Map([[head.seq, { seq: head.seq, hash: head.hash }]]),
    shown: modelOfRecords(records),
    journal: [],
    past: { made: new Set(), sights: [{ life: 0, seq: head.seq }] },
  };
  return { service, file };
}

/** Everything that takes part in one history: the service, the programs and what is on its way between them. */
export class TortureWorld {
  readonly protocol: TortureProtocol;
  readonly oracle: SyncOracle;
  readonly programs: readonly TortureProgram[];
  readonly counts: Counts = noCounts();
  /** Project files that somebody put aside, by replica. */
  readonly aside = new Map<number, ProjectFile>();
  messages: Message[] = [];
  service: MemoryService;
  #lives = 0;
  #questions = 0;

  constructor(settings: HistorySettings, protocol: TortureProtocol, start: TortureStart) {
    this.protocol = protocol;
    this.oracle = new SyncOracle(settings);
    this.service = this.#newLife(start.service, 1);
    this.programs = Array.from(
      { length: settings.replicas },
      () => new TortureProgram(start.file, protocol, this.oracle),
    );
  }

  program(index: number): TortureProgram {
    const program = this.programs[index % this.programs.length];
    if (program === undefined) {
      throw new Error('a history has a program at least');
    }
    return program;
  }

  /** The service is restored from a backup that ends at `seq`. */
  restoreService(seq: number): void {
    this.service = this.#newLife(this.service, seq);
  }

  /** Puts what a program asks on its way. */
  ask(replica: number, wish: 'pull' | 'push' | 'keep'): void {
    const program = this.program(replica);
    const content = program.request(wish);
    if (content !== undefined) {
      this.#questions += 1;
      program.asked = this.#questions;
      this.messages.push({ replica, number: this.#questions, content });
    }
  }

  /** Lets a message arrive. */
  arrive(message: Message): void {
    const { replica, number, content } = message;
    const program = this.program(replica);
    if (isRequest(content)) {
      this.messages.push({ replica, number, content: answerTo(this.service, content, `person-${replica}`) });
      return;
    }
    const isAwaited = program.asked === number;
    if (isAwaited) {
      program.asked = undefined;
    }
    program.take(content, isAwaited);
  }

  /** Asks and takes the answer at once. Answers whether there was anything to ask. */
  exchange(replica: number, wish: 'pull' | 'push' | 'keep'): boolean {
    const program = this.program(replica);
    const request = program.request(wish);
    if (request === undefined) {
      return false;
    }
    program.asked = undefined;
    program.take(answerTo(this.service, request, `person-${replica}`), true);
    return true;
  }

  /** [P1] Every edit that was acknowledged is in the log or parked, once. */
  checkBalance(): void {
    const parked = new Map([...this.service.kept.values()].map(({ edit }) => [edit.id, edit]));
    for (const program of this.programs) {
      program.file().parked.forEach((edit) => parked.set(edit.id, edit));
    }
    const { serviceRestores, fileCopies, fileRestores } = this.counts;
    // A service that forgot how it parted a changeset may part it otherwise when a copy of the file sends it again.
    const mayBeTwice = serviceRestores > 0 && fileCopies + fileRestores > 0;
    this.oracle.ledger.balance(this.oracle.acceptedNow(), parked.values(), { mayBeTwice });
  }

  /** [P2] A program shows its outbox laid over what it read, however it got there. */
  checkShown(replica: number): void {
    const { records, outbox, shown } = this.program(replica).file();
    const pending = outbox.map(({ changeset }) => changeset);
    const base = new RecordWorld(records.values());
    const { world } = layPending(base, pending, { lookup: testLookup, frozenAreas: new Set() });
    const changed = new Map([...world.changedRecords()].map((record) => [keyText(record), record]));
    const wanted = modelOfRecords(new Map([...records, ...changed]).values());
    const [first] = diffModels(shown, wanted).changes;
    const what = (): string => `replica ${replica} does not show ${first?.kind ?? ''} ${first?.id ?? ''} as it should`;
    demand(first === undefined, 'P2', what);
  }

  finalCounts(): Counts {
    const { accepted, rejected, parked } = this.oracle.told();
    return { ...this.counts, accepted, rejected, parked };
  }

  /** Nobody comes back to the files that were put aside. */
  forgetAside(): void {
    const files = [...this.aside.values()];
    this.aside.clear();
    files.forEach((file) => this.overwritten(file));
  }

  /** A file is gone: what no other has made is not promised any more. */
  overwritten(lost: ProjectFile): void {
    const left = [...this.programs.map((program) => program.file()), ...this.aside.values()];
    this.oracle.ledger.overwrite(
      lost.past,
      left.map(({ past }) => past),
    );
  }

  #newLife(from: MemoryService, seq: number): MemoryService {
    const epoch = `life-${this.#lives}`;
    this.#lives += 1;
    const { plantId: id, sha256 } = from.options;
    const service = this.protocol.makeService({ plantId: id, epoch, sha256, witness: this.oracle });
    service.restoreFrom(from, seq);
    this.oracle.beginLife(service);
    return service;
  }
}
