import { isSameValue } from '../../../shared/model/fieldValue';
import type { FieldValue } from '../../../shared/model/modelPatch';
import type { LogEntry, LoggedChange } from '../../../shared/sync/logEntry';
import { demand } from './violation';

/** A field as the oracle knows it: its value and the changeset that wrote it. */
interface ShadowField {
  readonly value: FieldValue;
  readonly writer: string;
}

interface ShadowEntity {
  readonly live: boolean;
  /** The changeset that created, deleted or restored it. */
  readonly existence: string;
  readonly fields: ReadonlyMap<string, ShadowField>;
}

/** Fields that hold the id of another entity; written down again here, so that a mistake in the product's table shows. */
const references: readonly (readonly [kind: string, field: string, target: string])[] = [
  ['sheet', 'areaId', 'area'],
  ['component', 'sheetId', 'sheet'],
  ['connection', 'sheetId', 'sheet'],
  ['connection', 'lineClassId', 'lineClass'],
  ['connection', 'from', 'component'],
  ['connection', 'to', 'component'],
  ['binding', 'componentId', 'component'],
  ['binding', 'sensorId', 'sensor'],
];
const uniqueField: Readonly<Record<string, string>> = { component: 'tag', lineClass: 'code', sensor: 'name' };

function targetOf(value: FieldValue): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  return typeof value === 'object' && 'componentId' in value ? String(value.componentId) : undefined;
}

function namesIn(kind: string, entity: ShadowEntity | undefined): readonly string[] {
  if (entity?.live !== true) {
    return [];
  }
  return references.flatMap(([ofKind, field, target]) => {
    const id = ofKind === kind ? targetOf(entity.fields.get(field)?.value) : undefined;
    return id === undefined ? [] : [`${target} ${id}`];
  });
}

function uniqueIn(kind: string, entity: ShadowEntity | undefined): string | undefined {
  const field = entity?.live === true ? uniqueField[kind] : undefined;
  const value = field === undefined ? undefined : entity?.fields.get(field)?.value;
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : `${kind} ${kind === 'sensor' ? text : text.toLowerCase()}`;
}

/** The plant as the oracle follows it through the log, with code of its own. */
export class PlantShadow {
  readonly #entities = new Map<string, ShadowEntity>();
  readonly #namedBy = new Map<string, number>();
  readonly #holders = new Map<string, number>();

  entity(kind: string, id: string): ShadowEntity | undefined {
    return this.#entities.get(`${kind} ${id}`);
  }

  /** Follows an entry and checks that it left the plant in order [P5] and told the truth about what was there [P2]. */
  follow(entry: LogEntry): void {
    for (const change of entry.changes) {
      const key = `${change.kind} ${change.id}`;
      const before = this.#entities.get(key);
      const after = this.#after(before, change, entry);
      this.#count(change.kind, before, -1);
      this.#count(change.kind, after, 1);
      this.#entities.set(key, after);
    }
    entry.changes.forEach((change) => this.#check(change, entry));
  }

  #after(before: ShadowEntity | undefined, change: LoggedChange, { id: writer, seq }: LogEntry): ShadowEntity {
    const what = (): string => `entry ${seq} does not say what stood at ${change.kind} ${change.id}`;
    if (change.change === 'create') {
      demand(before?.live !== true, 'P2', what);
      const fields = Object.entries(change.fields).map(([path, value]) => [path, { value, writer }] as const);
      return { live: true, existence: writer, fields: new Map(fields) };
    }
    demand(before?.live === true, 'P2', what);
    if (change.change === 'delete') {
      return { live: false, existence: writer, fields: before.fields };
    }
    const fields = new Map(before.fields);
    for (const [path, { before: old, after: value }] of Object.entries(change.fields)) {
      demand(isSameValue(fields.get(path)?.value, old), 'P2', what);
      fields.set(path, { value, writer });
    }
    return { ...before, fields };
  }

  #count(kind: string, entity: ShadowEntity | undefined, by: 1 | -1): void {
    for (const target of namesIn(kind, entity)) {
      this.#namedBy.set(target, (this.#namedBy.get(target) ?? 0) + by);
    }
    const unique = uniqueIn(kind, entity);
    if (unique !== undefined) {
      this.#holders.set(unique, (this.#holders.get(unique) ?? 0) + by);
    }
  }

  #check({ kind, id }: LoggedChange, { seq }: LogEntry): void {
    const key = `${kind} ${id}`;
    const entity = this.#entities.get(key);
    for (const target of namesIn(kind, entity)) {
      demand(
        this.#entities.get(target)?.live === true,
        'P5',
        () => `at ${seq} ${key} refers to ${target}, which is gone`,
      );
    }
    const isNamed = entity?.live === false && (this.#namedBy.get(key) ?? 0) > 0;
    demand(!isNamed, 'P5', () => `at ${seq} ${key} is deleted and still referred to`);
    const unique = uniqueIn(kind, entity);
    const isShared = unique !== undefined && (this.#holders.get(unique) ?? 0) > 1;
    demand(!isShared, 'P5', () => `at ${seq} two live entities are ${unique ?? ''}`);
  }
}
