import type { EntityFields, EntityKind } from '../../model/modelPatch';
import type { EntityKey, SyncOp } from '../changeset';
import { endText, entityName, fieldText, isThere, symbolOf, type Wording } from './fieldText';
import { fieldTitle, kindTitle } from './fieldTitles';
import type { ParkedOp } from './parkedOps';

/** The name of a kind that may stand only once in the plant: the field that holds it. */
export const uniqueFields: Readonly<Partial<Record<EntityKind, string>>> = {
  component: 'tag',
  sensor: 'name',
  lineClass: 'code',
  dataSource: 'name',
};

function bindingText(wording: Wording, fields: EntityFields, verb: string): string {
  const sensorId = fields['sensorId'];
  return typeof sensorId === 'string' ? `${entityName(wording, { kind: 'sensor', id: sensorId })} ${verb}` : verb;
}

function setsText(wording: Wording, key: EntityKey, sets: readonly Extract<SyncOp, { op: 'set' }>[]): string {
  const titles = new Set(sets.map(({ field }) => fieldTitle(key.kind, field, symbolOf(wording, key))));
  const last = sets.at(-1);
  if (last === undefined) {
    return 'changed';
  }
  if (titles.size > 1) {
    return `${titles.size} fields changed`;
  }
  const [title = ''] = titles;
  const isPlace = last.field === 'x' || last.field === 'y';
  return isPlace ? 'moved' : `${title} ${fieldText(wording, key, last)}`;
}

function createdText(wording: Wording, op: Extract<SyncOp, { op: 'create' }>): string {
  if (op.kind === 'binding') {
    return bindingText(wording, op.fields, 'bound');
  }
  const [from, to] = [op.fields['from'], op.fields['to']];
  const isEnd = (value: unknown): value is { componentId: string; port: string } =>
    typeof value === 'object' && value !== null && 'componentId' in value;
  return isEnd(from) && isEnd(to) ? `${endText(wording, from)} to ${endText(wording, to)}` : 'new';
}

/** What parked ops make of one thing, in a few words: `Size DN 125`, `PDT-101 bound`, `deleted`. */
export function mineText(wording: Wording, key: EntityKey, ops: readonly ParkedOp[]): string {
  const own = ops.map(({ op }) => op).filter((op) => op.kind === key.kind && op.id === key.id);
  const last = own.at(-1);
  if (last?.op === 'delete') {
    return key.kind === 'binding' ? bindingText(wording, last.was, 'unbound') : 'deleted';
  }
  const create = own.flatMap((op) => (op.op === 'create' ? [op] : []))[0];
  return create === undefined
    ? setsText(
        wording,
        key,
        own.flatMap((op) => (op.op === 'set' ? [op] : [])),
      )
    : createdText(wording, create);
}

/** `2 lines, 1 binding`: what goes along with a decision. */
export function followersText(followers: readonly ParkedOp[], key: EntityKey): string | undefined {
  const others = new Map(
    followers.filter(({ op }) => op.id !== key.id).map(({ op }) => [`${op.kind} ${op.id}`, kindTitle(op.kind)]),
  );
  if (others.size === 0) {
    return undefined;
  }
  const counts = new Map<string, number>();
  others.forEach((noun) => counts.set(noun, (counts.get(noun) ?? 0) + 1));
  const parts = [...counts].map(([noun, count]) => {
    const word = noun.toLowerCase();
    return count === 1 ? `1 ${word}` : `${count} ${word.endsWith('s') ? `${word}es` : `${word}s`}`;
  });
  return parts.join(', ');
}

/** What others did to something that a parked edit deletes or changes, in a few words. */
export function theirsText(wording: Wording, { why, op }: ParkedOp): string {
  const key = { kind: op.kind, id: op.id };
  if (why?.other !== undefined && why.kind === 'dangling') {
    const name = entityName(wording, why.other);
    return isThere(wording.model, why.other) ? `${name} refers to it` : `${name} deleted`;
  }
  if (!isThere(wording.model, key)) {
    return op.op === 'create' ? 'none' : 'deleted';
  }
  const { field } = why ?? {};
  if (field === undefined) {
    return 'changed';
  }
  const isPlace = field === 'x' || field === 'y';
  const title = fieldTitle(key.kind, field, symbolOf(wording, key));
  return isPlace ? 'moved' : `${title} ${fieldText(wording, key, { field, value: why?.theirs?.value })}`;
}
