import { emptyModel } from '../model/emptyModel';
import { fieldsOf } from '../model/entityFields';
import { entitiesOf } from '../model/entityCollections';
import { asId } from '../model/ids';
import { type EntityFields, entityKinds, type FieldValue } from '../model/modelPatch';
import { symbolLookup } from '../model/symbolLookup';
import { symbolCatalogue } from '../symbols/symbolCatalogue';
import type { Changeset, OpConflict, SyncOp } from './changeset';
import { judge, type JudgeContext, type Judgement } from './judge';
import { recordsAfter } from './applyChanges';
import type { LogEntry } from './logEntry';
import { sealEntry } from './logHash';
import { RecordWorld } from './recordWorld';

/** What tests judge with. */
export const testContext: JudgeContext = { lookup: symbolLookup(symbolCatalogue), frozenAreas: new Set() };

/** A hash for tests: spreads well enough, and quick. Not for anything that matters. */
export function quickHash(text: string): string {
  let [one, two] = [0x811c9dc5, 0x9747b28c];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ code, 0x85ebca6b) ^ (two >>> 13);
  }
  const part = (seed: number): string => {
    const mixed = Math.imul((one ^ seed) + (two >>> 7), 0x2c1b3c6d) ^ Math.imul(two ^ seed, 0x297a2d39);
    return (mixed >>> 0).toString(16).padStart(8, '0');
  };
  return [1, 2, 3, 4, 5, 6, 7, 8].map((lane) => part(lane * 0x9e3779b9)).join('');
}

const zeros = '00000000-0000-4000-8000-';

/** A readable UUID for a changeset. */
export function changesetId(number: number): string {
  return `${zeros}${number.toString(16).padStart(12, '0')}`;
}

/** A changeset; what is not said is 1, 0 or empty. */
export function changeset(parts: Partial<Changeset> & Pick<Changeset, 'ops'>): Changeset {
  return { id: changesetId(1), base: 0, atMs: 0, label: 'An edit', resolves: [], ...parts };
}

/** `set` of one field. */
export function setField(key: string, field: string, value: FieldValue): SyncOp {
  const [kind = '', id = ''] = key.split(' ');
  return { op: 'set', kind, id, field, ...(value === undefined ? {} : { value }), own: [] };
}

/** `create` of an entity. */
export function create(key: string, fields: EntityFields, own: readonly string[] = []): SyncOp {
  const [kind = '', id = ''] = key.split(' ');
  return { op: 'create', kind, id, fields, own };
}

/** `delete` of an entity. */
export function remove(key: string, own: readonly string[] = []): SyncOp {
  const [kind = '', id = ''] = key.split(' ');
  return { op: 'delete', kind, id, was: {}, own };
}

/** All fields of a pump on sheet 1. */
export function pump(tag: string, rest: EntityFields = {}): EntityFields {
  return {
    ...{ sheetId: 'sheet-1', symbolId: 'pump', tag, x: 80, y: 80, rotation: 0, mirrored: false },
    ...{ labelPlacement: 'auto', readoutX: 0, readoutY: 0, nozzles: [] },
    ...rest,
  };
}

/** All fields of a pipe from the outlet of one component to the inlet of another. */
export function pipe(from: string, to: string, rest: EntityFields = {}): EntityFields {
  return {
    ...{ sheetId: 'sheet-1', lineClassId: 'line-prc', size: '', lineNumber: '', route: [] },
    ...{ from: { componentId: from, port: 'out' }, to: { componentId: to, port: 'in' } },
    ...rest,
  };
}

/** A service in memory that takes changesets as the real one does, for tests that need a plant with a past. */
export class TestLog {
  readonly world = new RecordWorld();
  readonly entries: LogEntry[] = [];

  /** Starts with an empty plant as entry 1. */
  constructor() {
    const model = emptyModel({ id: asId('plant'), name: 'Works', timeZone: 'UTC' });
    const ops = entityKinds.flatMap((kind) =>
      [...entitiesOf(model, kind).values()].map((entity) => create(`${kind} ${entity.id}`, fieldsOf(kind, entity))),
    );
    this.take(changeset({ id: changesetId(0xffff), ops }));
  }

  /** Sequence of the last entry. */
  head(): number {
    return this.entries.length;
  }

  judge(what: Changeset, frozenAreas: readonly string[] = []): Judgement {
    return judge(this.world, what, { ...testContext, frozenAreas: new Set(frozenAreas) });
  }

  /** The conflicts that a changeset runs into; none when it is accepted. */
  conflicts(what: Changeset, frozenAreas: readonly string[] = []): readonly OpConflict[] {
    const judgement = this.judge(what, frozenAreas);
    return judgement.verdict === 'accepted' ? [] : judgement.conflicts;
  }

  /** Appends a changeset that must fit. */
  take(what: Changeset): LogEntry {
    const judgement = this.judge(what);
    if (judgement.verdict === 'rejected') {
      throw new Error(`not accepted: ${JSON.stringify(judgement.conflicts)}`);
    }
    const seq = this.entries.length + 1;
    const { id, atMs, label, resolves } = what;
    const draft = { seq, id, by: 'Ada', atMs, serverAtMs: 1_000 * seq, label, changes: judgement.changes, resolves };
    const entry = sealEntry(draft, this.entries.at(-1)?.hash ?? 'plant', quickHash);
    this.world.put(recordsAfter(this.world, entry.changes, { seq, changeset: id }));
    this.entries.push(entry);
    return entry;
  }
}

/** The design pressure of a component. */
export const pressure = 'properties.designPressure';

/** Two pumps and a pipe between them, as entry 2. */
export function pumpHouse(): TestLog {
  const log = new TestLog();
  log.take(
    changeset({
      id: changesetId(2),
      base: 1,
      ops: [
        create('component p1', pump('P-101', { [pressure]: '10 bar' })),
        create('component p2', pump('P-102', { x: 240 })),
        create('connection l1', pipe('p1', 'p2')),
      ],
    }),
  );
  return log;
}
