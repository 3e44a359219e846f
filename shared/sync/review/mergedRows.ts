import { err, type Result } from '../../lib/result';
import type { AppError } from '../../lib/appError';
import { checkPatch } from '../../model/checkPatch';
import { diffEntities } from '../../model/diffModels';
import { type AnyEntity, entitiesOf } from '../../model/entityCollections';
import { fieldsOf, withFields } from '../../model/entityFields';
import { isSameValue } from '../../model/fieldValue';
import type { EntityChange, EntityFields, FieldValue, ModelEdit, ModelPatch } from '../../model/modelPatch';
import type { PlantModel } from '../../model/plantModel';
import type { SymbolLookup } from '../../model/symbolLookup';
import type { EntityKey } from '../changeset';
import { keyText } from '../entityRecord';
import { entityName, fieldText, sheetOf, symbolOf, type Wording } from './fieldText';
import { fieldTitle, kindTitle } from './fieldTitles';
import type { KnownRevision } from './knownRevision';
import type { Review } from './review';
import { entityOf } from './restoreEntity';

/** A field, or two that are read as one: a position. */
interface MergedField {
  readonly path: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** What was merged by itself: one field of one thing, or a thing that came or went. */
export interface MergedRow {
  /** Unique in the list. */
  readonly id: string;
  readonly key: EntityKey;
  /** What it is listed under: a binding under its component. */
  readonly name: string;
  readonly title: string;
  readonly base: string;
  readonly result: string;
  /** Who wrote it last. */
  readonly from: Pick<KnownRevision, 'seq' | 'by' | 'atMs' | 'isOwn'>;
  readonly sheetId: string | undefined;
  readonly change:
    | { readonly kind: 'fields'; readonly fields: readonly MergedField[] }
    | { readonly kind: 'created' | 'deleted'; readonly entity: EntityFields };
}

/** What became of one entity since the base, and which revision wrote what last. */
interface Standing {
  readonly key: EntityChange;
  existence: { readonly kind: 'created' | 'deleted'; readonly by: KnownRevision; fields: EntityFields } | undefined;
  readonly fields: Map<string, MergedField & { readonly by: KnownRevision }>;
}

function takeUpdate(standing: Standing, change: Extract<EntityChange, { change: 'update' }>, by: KnownRevision): void {
  for (const [path, { before, after }] of Object.entries(change.fields)) {
    const earlier = standing.fields.get(path);
    standing.fields.set(path, { path, before: earlier === undefined ? before : earlier.before, after, by });
    if (standing.existence?.kind === 'created') {
      standing.existence.fields = { ...standing.existence.fields, [path]: after };
    }
  }
}

function takeExistence(standing: Standing, change: EntityChange, by: KnownRevision): void {
  if (change.change === 'update') {
    return;
  }
  const wanted = change.change === 'create' ? 'created' : 'deleted';
  // Created and deleted again since the base, or the other way round: it is as it was.
  const isBack = standing.existence !== undefined && standing.existence.kind !== wanted;
  standing.existence = isBack ? undefined : { kind: wanted, by, fields: change.fields };
}

function standingsOf(revisions: readonly KnownRevision[]): readonly Standing[] {
  const standings = new Map<string, Standing>();
  for (const revision of [...revisions].sort((one, other) => one.seq - other.seq)) {
    for (const change of revision.patch.changes) {
      const standing = standings.get(keyText(change)) ?? { key: change, existence: undefined, fields: new Map() };
      standings.set(keyText(change), standing);
      if (change.change === 'update') {
        takeUpdate(standing, change, revision);
      } else {
        takeExistence(standing, change, revision);
      }
    }
  }
  return [...standings.values()];
}

function placeText(x: FieldValue, y: FieldValue): string {
  const text = (value: FieldValue): string => (typeof value === 'number' ? String(value).replace('-', '−') : '?');
  return `x ${text(x)}, y ${text(y)}`;
}

/** Fields that are read as one, by the path that stands for both. */
const pairs: Readonly<Record<string, readonly [string, string]>> = {
  x: ['x', 'y'],
  readoutX: ['readoutX', 'readoutY'],
};
const pairOf: Readonly<Record<string, string>> = { x: 'x', y: 'x', readoutX: 'readoutX', readoutY: 'readoutX' };

type WrittenField = MergedField & { readonly by: KnownRevision };

interface RowScope {
  readonly wording: Wording;
  readonly key: EntityKey;
}

function rowOf(
  { wording, key }: RowScope,
  rest: Pick<MergedRow, 'title' | 'base' | 'result' | 'change'> & {
    readonly suffix: string;
    readonly by: KnownRevision;
  },
): MergedRow {
  const { by, suffix, ...said } = rest;
  const { seq, by: person, atMs, isOwn } = by;
  return {
    id: `${keyText(key)} ${suffix}`,
    key: { kind: key.kind, id: key.id },
    name: entityName(wording, key),
    from: { seq, by: person, atMs, isOwn },
    sheetId: sheetOf(wording, key.kind === 'binding' ? componentOfBinding(key) : key),
    ...said,
  };
}

function componentOfBinding(key: EntityKey): EntityKey {
  return { kind: 'component', id: key.id.slice(0, key.id.lastIndexOf(':')) };
}

function fieldRowOf(scope: RowScope, path: string, written: readonly WrittenField[]): MergedRow | undefined {
  const { wording, key } = scope;
  const [first] = written;
  if (first === undefined || written.every(({ before, after }) => isSameValue(before, after))) {
    return undefined;
  }
  const by = written.map((one) => one.by).reduce((last, one) => (one.seq > last.seq ? one : last));
  const pair = pairs[path];
  const entity = entitiesOf(wording.model, scope.key.kind as never).get(key.id) as unknown as EntityFields | undefined;
  const textOf = (side: 'before' | 'after'): string => {
    if (pair === undefined) {
      return fieldText(wording, key, { field: path, value: first[side] });
    }
    const [x, y] = pair.map((one) => written.find((field) => field.path === one)?.[side] ?? entity?.[one]);
    return placeText(x, y);
  };
  const fields = written.map(({ path: own, before, after }) => ({ path: own, before, after }));
  const title = fieldTitle(key.kind, path, symbolOf(wording, key));
  const change = { kind: 'fields' as const, fields };
  return rowOf(scope, { title, base: textOf('before'), result: textOf('after'), change, suffix: path, by });
}

function existenceRowOf(scope: RowScope, existence: NonNullable<Standing['existence']>): MergedRow {
  const { wording, key } = scope;
  const { kind, fields, by } = existence;
  const isCreated = kind === 'created';
  const rest = { change: { kind, entity: fields }, suffix: '*', by };
  if (key.kind === 'binding') {
    const slot = fieldText(wording, key, { field: 'slot', value: fields['slot'] }).toLowerCase();
    const sensor = fieldText(wording, key, { field: 'sensorId', value: fields['sensorId'] });
    const [base, result] = isCreated ? ['none', sensor] : [sensor, 'none'];
    return rowOf(scope, { title: `Binding, ${slot}`, base, result, ...rest });
  }
  const [base, result] = isCreated ? ['none', 'added'] : ['as it was', 'deleted'];
  return rowOf(scope, { title: kindTitle(key.kind), base, result, ...rest });
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * What everybody changed since the base and needs no decision: one row a field of a thing, with the last to write it.
 * What came back to what it was is not among it; nor is what the review asks about.
 */
export function mergedRows(
  wording: Wording,
  revisions: readonly KnownRevision[],
  review: Review,
): readonly MergedRow[] {
  const asked = new Set(
    review.items.flatMap(({ rows }) => rows.map(({ key, field }) => `${keyText(key)} ${field ?? '*'}`)),
  );
  const rows = standingsOf(revisions).flatMap(({ key, existence, fields }) => {
    const scope = { wording, key: { kind: key.kind, id: key.id } };
    const isAsked = (path: string): boolean => asked.has(`${keyText(key)} ${path}`) || asked.has(`${keyText(key)} *`);
    if (existence !== undefined) {
      return isAsked('*') ? [] : [existenceRowOf(scope, existence)];
    }
    const groups = new Map<string, WrittenField[]>();
    for (const field of [...fields.values()].filter(({ path }) => !isAsked(path))) {
      const path = pairOf[field.path] ?? field.path;
      groups.set(path, [...(groups.get(path) ?? []), field]);
    }
    return [...groups].flatMap(([path, written]) => fieldRowOf(scope, path, written) ?? []);
  });
  return rows.sort((one, other) => compareText(one.name, other.name) || compareText(one.title, other.title));
}

function takenBack(model: PlantModel, { key, change }: MergedRow): ModelPatch | undefined {
  const kind = key.kind as EntityChange['kind'];
  const standing = entitiesOf(model, kind).get(key.id);
  const patchTo = (after: AnyEntity | undefined): ModelPatch => {
    const back = diffEntities(kind, standing, after);
    return { changes: back === undefined ? [] : [back] };
  };
  if (change.kind !== 'fields') {
    const isBack = (standing === undefined) === (change.kind === 'created');
    return isBack ? undefined : patchTo(standing === undefined ? entityOf(kind, key.id, change.entity) : undefined);
  }
  if (standing === undefined) {
    return undefined;
  }
  const now = fieldsOf(kind, standing);
  const isAsMerged = change.fields.every(({ path, after }) => isSameValue(now[path], after));
  const before = Object.fromEntries(change.fields.map((field) => [field.path, field.before]));
  return isAsMerged ? patchTo(withFields(standing, before)) : undefined;
}

/**
 * The edit that takes one merged row back to what stood before, and touches nothing else; an error where the plant has
 * moved on since, or where it would break a rule.
 */
export function undoMerged(model: PlantModel, row: MergedRow, lookup: SymbolLookup): Result<ModelEdit, AppError> {
  const patch = takenBack(model, row);
  if (patch === undefined) {
    return err({ code: 'stale-edit', detail: `${row.title} of ${row.name} has changed` });
  }
  const checked = checkPatch(model, patch, lookup);
  const label = `Take back ${row.title.charAt(0).toLowerCase()}${row.title.slice(1)} of ${row.name}`;
  return checked.ok ? { ok: true, value: { label: label.slice(0, 200), patch } } : checked;
}
