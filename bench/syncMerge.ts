import { createHash } from 'node:crypto';
import { applyPatch } from '../shared/model/applyPatch';
import { fieldsOf } from '../shared/model/entityFields';
import { entitiesOf } from '../shared/model/entityCollections';
import { type EntityChange, entityKinds, type ModelPatch } from '../shared/model/modelPatch';
import { modelFromDocument } from '../shared/model/plantDocument';
import type { PlantComponent, PlantModel } from '../shared/model/plantModel';
import { symbolLookup } from '../shared/model/symbolLookup';
import { recordsAfter } from '../shared/sync/applyChanges';
import type { Changeset } from '../shared/sync/changeset';
import type { EntityRecord } from '../shared/sync/entityRecord';
import { judge } from '../shared/sync/judge';
import type { LoggedChange, LogEntry } from '../shared/sync/logEntry';
import { sealEntry } from '../shared/sync/logHash';
import { RecordWorld } from '../shared/sync/recordWorld';
import { newReplicaState, type PushOutcome, Replica, type ReplicaStep } from '../shared/sync/replica';
import { sumOf } from '../shared/sync/stateSum';
import { symbolCatalogue } from '../shared/symbols/symbolCatalogue';
import { generatedPlant } from '../testing/generatedPlant';
import type { BenchRow } from './benchRow';
import { seededRandom } from '../testing/seededRandom';

const componentCount = 10_000;
const foreignCount = 50_000;
const pendingCount = 10_000;
// As much as the engine takes in one step.
const pageSize = 10_000;
const plantId = '00000000-0000-4000-8000-00000000aaaa';
const context = { lookup: symbolLookup(symbolCatalogue), frozenAreas: new Set<string>() };
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function idOf(kind: number, number: number): string {
  return `00000000-0000-4000-8${kind}00-${number.toString(16).padStart(12, '0')}`;
}

/** A tenant's service without network and disk. */
class MemoryService {
  readonly world = new RecordWorld();
  readonly entries: LogEntry[] = [];

  take(changeset: Changeset): PushOutcome {
    const judgement = judge(this.world, changeset, context);
    if (judgement.verdict === 'rejected') {
      return { kind: 'rejected', conflicts: judgement.conflicts };
    }
    return { kind: 'accepted', entry: this.append(changeset, judgement.changes) };
  }

  append({ id, atMs, label, resolves }: Omit<Changeset, 'ops'>, changes: readonly LoggedChange[]): LogEntry {
    const seq = this.entries.length + 1;
    const draft = { seq, id, by: 'Ada', atMs, serverAtMs: seq, label, changes, resolves };
    const entry = sealEntry(draft, this.entries.at(-1)?.hash ?? plantId, sha256);
    this.world.put(recordsAfter(this.world, changes, { seq, changeset: id }));
    this.entries.push(entry);
    return entry;
  }

  page(since: number): readonly LogEntry[] {
    return this.entries.slice(since, since + pageSize);
  }
}

type Field = `properties.${string}` | 'x' | 'y';
const fields: readonly Field[] = ['x', 'y', ...Array.from({ length: 18 }, (_, at) => `properties.p${at}` as const)];

/** Somebody sets one field of one component. */
function editOf(
  components: readonly PlantComponent[],
  random: () => number,
): { id: string; path: Field; value: number } {
  const component = components[Math.floor(random() * components.length)];
  const path = fields[Math.floor(random() * fields.length)] ?? 'x';
  return { id: component?.id ?? '', path, value: Math.floor(random() * 1_000) * 8 };
}

function valueOf(model: PlantModel, id: string, path: Field): string | number | undefined {
  const component = model.components.get(id as PlantComponent['id']);
  return path === 'x' || path === 'y' ? component?.[path] : component?.properties[path.slice('properties.'.length)];
}

function patchOf(model: PlantModel, edit: ReturnType<typeof editOf>): ModelPatch {
  const { id, path } = edit;
  const after = path.startsWith('properties.') ? `mine ${edit.value}` : edit.value;
  const change: EntityChange = {
    ...{ change: 'update', kind: 'component', id },
    fields: { [path]: { before: valueOf(model, id, path), after } },
  };
  return { changes: [change] };
}

/** A service with the plant as its first entry. */
function startedService(model: PlantModel): MemoryService {
  const service = new MemoryService();
  const changes = entityKinds.flatMap((kind) =>
    [...entitiesOf(model, kind).values()].map((entity): LoggedChange => ({
      change: 'create',
      kind,
      id: entity.id,
      fields: fieldsOf(kind, entity),
    })),
  );
  service.append({ id: idOf(0, 1), base: 0, atMs: 0, label: 'Publish', resolves: [] }, changes);
  return service;
}

/** The copy of somebody who worked offline, and the plant on their screen. */
class OfflineCopy {
  readonly replica: Replica;
  model: PlantModel;
  parked = 0;

  constructor(service: MemoryService, model: PlantModel) {
    const records: readonly EntityRecord[] = [...service.world.records()];
    const headHash = service.entries.at(-1)?.hash ?? '';
    const state = { ...newReplicaState(plantId), epoch: 'one', cursor: 1, headHash, digest: sumOf(records, sha256) };
    this.replica = new Replica({ state, records, outbox: [], lookup: context.lookup, sha256 });
    this.model = model;
  }

  edit(patch: ModelPatch, number: number): void {
    this.model = applyPatch(this.model, patch);
    this.replica.commit(this.replica.planEdit({ id: idOf(1, number), atMs: number, label: 'Edit', patch }));
  }

  take(step: ReplicaStep): void {
    this.model = step.patch.changes.length === 0 ? this.model : applyPatch(this.model, step.patch);
    this.parked += step.writes.parked.length;
    this.replica.commit(step);
  }

  pull(service: MemoryService): void {
    for (;;) {
      const page = service.page(this.replica.state().cursor);
      if (page.length === 0) {
        return;
      }
      this.take(this.replica.planEntries(page, this.model));
    }
  }

  push(service: MemoryService): void {
    for (;;) {
      const next = this.replica.outbox()[0];
      if (next === undefined) {
        return;
      }
      const { changeset } = next;
      this.take(this.replica.planAnswer(changeset.id, service.take(changeset), this.model));
    }
  }
}

function secondsOf(work: () => void): number {
  const startedMs = performance.now();
  work();
  return (performance.now() - startedMs) / 1_000;
}

/** Somebody comes back from a long time offline: 10,000 edits of their own against 50,000 of others, in memory. */
export function syncMergeInMemory(): readonly BenchRow[] {
  const model = modelFromDocument(generatedPlant(componentCount));
  const service = startedService(model);
  const copy = new OfflineCopy(service, model);
  const components = [...model.components.values()];
  const random = seededRandom(1);
  const edit = secondsOf(() => {
    for (let number = 0; number < pendingCount; number += 1) {
      copy.edit(patchOf(copy.model, editOf(components, random)), number);
    }
  });
  for (let number = 0; number < foreignCount; number += 1) {
    const { id, path, value } = editOf(components, random);
    const written = path.startsWith('properties.') ? `theirs ${value}` : value;
    const op = { op: 'set' as const, kind: 'component', id, field: path, value: written, own: [] };
    const base = service.entries.length;
    service.take({ id: idOf(2, number), base, atMs: number, label: 'Edit', ops: [op], resolves: [] });
  }
  const pull = secondsOf(() => copy.pull(service));
  const push = secondsOf(() => copy.push(service));
  const digest = sumOf(service.world.records(), sha256);
  if (copy.replica.state().digest !== digest || copy.replica.outbox().length > 0) {
    throw new Error('The copy and the service do not agree after the merge');
  }
  const group = 'sync, 10,000 pending against 50,000 foreign';
  const row = (name: string, value: number, more: Partial<BenchRow>): BenchRow => ({
    ...{ group, name, value, unit: 's', aim: undefined, better: 'lower' },
    ...more,
  });
  return [
    row('merge in memory, all of it', pull + push, { aim: 60 }),
    row('… of it taking what others did', pull, {}),
    row('… of it sending', push, {}),
    row('an edit with thousands pending, mean', (edit / pendingCount) * 1_000, { unit: 'ms' }),
    row('edits that became questions', copy.parked, { unit: '' }),
  ];
}
