import type { ConflictKind, EntityKey, OpConflict, SyncOp } from '../changeset';
import { keyText } from '../entityRecord';
import { tagProposer } from '../../model/nextTag';
import { foldTag } from '../../model/foldTag';
import { entitiesOf } from '../../model/entityCollections';
import type { EntityFields, FieldValue } from '../../model/modelPatch';
import { entityName, fieldText, isThere, symbolOf, valueNow, type Wording } from './fieldText';
import { fieldTitle, kindTitle } from './fieldTitles';
import { isKnownKind } from '../recordEntity';
import { fieldChoices } from './fieldChoices';
import type { ParkedCause, ParkedOp } from './parkedOps';
import { isWritable } from './readFieldText';
import type { ReviewOption, ReviewRow } from './review';
import { followersText, mineText, theirsText, uniqueFields } from './rowWords';

/** The causes that one row asks about, in the order in which they were made. */
interface RowParts {
  readonly wording: Wording;
  readonly key: EntityKey;
  readonly causes: readonly ParkedCause[];
}

const theirsOnly: ReviewOption = { take: 'theirs', side: 'theirs', text: '', action: 'Theirs' };

function reasonsOf(causes: readonly ParkedCause[]): readonly OpConflict[] {
  return causes.flatMap(({ cause }) => cause.why ?? []);
}

/** Every reason of the ops, also those that were not the first. */
function hasReason(causes: readonly ParkedCause[], kind: ConflictKind): boolean {
  return causes.some(({ cause: { conflict, index } }) =>
    conflict.conflicts.some((reason) => reason.op === index && reason.kind === kind),
  );
}

function ordered(causes: readonly ParkedCause[]): readonly ParkedOp[] {
  return causes.flatMap(({ cause, followers }) => [cause, ...followers]).sort(byMaking);
}

function byMaking(one: ParkedOp, other: ParkedOp): number {
  return one.conflict.atMs - other.conflict.atMs || one.index - other.index;
}

function frozenNote(wording: Wording, area: EntityKey | undefined): string {
  const name = area !== undefined && isThere(wording.model, area) ? entityName(wording, area) : 'The area';
  const isFrozen = area === undefined ? undefined : wording.frozen?.has(area.id);
  if (isFrozen === false) {
    return `${name} was released: this can be sent again`;
  }
  const since = isFrozen === undefined ? 'was frozen when this was sent' : 'is frozen';
  return `${name} ${since}: this is kept as a proposal, to be sent again when the area is released`;
}

function notesOf({ wording, key, causes }: RowParts): readonly string[] {
  const reasons = reasonsOf(causes);
  const sentences = reasons.flatMap(({ kind, detail, rule, other }) => {
    if (kind === 'rule') {
      return [detail ?? `It breaks the rule ${rule ?? 'of the plant'}`];
    }
    return kind === 'frozen' ? [frozenNote(wording, other)] : [];
  });
  const along = followersText(
    causes.flatMap(({ followers }) => followers),
    key,
  );
  const referrers = causes
    .filter(({ cause }) => cause.op.op === 'delete')
    .flatMap(({ cause: { why } }) => (why?.kind === 'dangling' && why.other !== undefined ? [why.other] : []))
    .filter((other) => isThere(wording.model, other))
    .map((other) => `Deleting it deletes ${entityName(wording, other)} too`);
  const gone = reasons
    .flatMap(({ kind, other }) => (kind === 'dangling' && other !== undefined ? [other] : []))
    .filter((other) => !isThere(wording.model, other))
    .map((other) => `${entityName(wording, other)} was deleted`);
  return [
    ...new Set([...sentences, ...gone, ...referrers, ...(along === undefined ? [] : [`Goes with it: ${along}`])]),
  ];
}

/** Proposes the next free name of the same form. */
function freeName(wording: Wording, key: EntityKey, name: string): string {
  const field = isKnownKind(key.kind) ? uniqueFields[key.kind] : undefined;
  if (!isKnownKind(key.kind) || field === undefined) {
    return name;
  }
  const taken = new Set(
    [...entitiesOf(wording.model, key.kind).values()].map((entity) => {
      const value = (entity as unknown as EntityFields)[field];
      return typeof value === 'string' ? foldTag(value) : '';
    }),
  );
  return tagProposer((tag) => taken.has(foldTag(tag))).next(name);
}

function anotherName(parts: RowParts, name: FieldValue): ReviewOption {
  const proposal = freeName(parts.wording, parts.key, typeof name === 'string' ? name : '');
  return { take: 'typed', side: 'mine', text: proposal, action: 'Keep both', proposal };
}

/** Kept as a change request: it can be sent again when the area is free. */
function frozenOptions({ mine, theirs }: { readonly mine: string; readonly theirs: string }): readonly ReviewOption[] {
  return [
    { take: 'mine', side: 'mine', text: mine, action: 'Send again' },
    { take: 'theirs', side: 'theirs', text: theirs, action: 'Drop mine' },
  ];
}

function fieldOptions(
  parts: RowParts,
  field: string,
  texts: { base: string; mine: string; theirs: string },
): readonly ReviewOption[] {
  const { causes } = parts;
  const kind = mainKind(causes);
  if (kind === 'frozen') {
    return frozenOptions(texts);
  }
  const isSameName = hasReason(causes, 'duplicate-tag');
  const options: ReviewOption[] = [{ take: 'base', side: 'base', text: texts.base, action: 'Base' }];
  if (isSameName) {
    options.push(anotherName(parts, lastSet(causes)?.value));
  } else {
    options.push({ take: 'mine', side: 'mine', text: texts.mine, action: 'Mine' });
  }
  options.push({ ...theirsOnly, text: texts.theirs });
  if (kind === 'dangling' && (field === 'from' || field === 'to')) {
    options.push({ take: 'attach', side: 'more', text: 'another port', action: 'Connect elsewhere' });
  } else if (!isSameName && canBeSet(parts, field)) {
    options.push({ take: 'typed', side: 'more', text: 'another value', action: 'Another value' });
  }
  return options;
}

/** Whether a third value can be written or chosen. */
function canBeSet({ wording, key }: RowParts, field: string): boolean {
  return isWritable({ kind: key.kind, field }) || fieldChoices(wording, key, field) !== undefined;
}

function lastSet(causes: readonly ParkedCause[]): Extract<SyncOp, { op: 'set' }> | undefined {
  return causes.flatMap(({ cause: { op } }) => (op.op === 'set' ? [op] : [])).at(-1);
}

/** What is told of several reasons: the first. */
function mainKind(causes: readonly ParkedCause[]): ConflictKind {
  return reasonsOf(causes)[0]?.kind ?? 'dependent';
}

function completeRow(
  parts: RowParts,
  rest: Pick<ReviewRow, 'field' | 'title' | 'base' | 'mine' | 'theirs' | 'options'>,
): ReviewRow {
  const { key, causes } = parts;
  const ops = ordered(causes);
  return {
    id: `${keyText(key)} ${rest.field ?? '*'}`,
    key: { kind: key.kind, id: key.id },
    kind: mainKind(causes),
    notes: notesOf(parts),
    ops,
    conflictIds: [...new Set(ops.map(({ conflict }) => conflict.id))],
    ...rest,
  };
}

/** The question about one field of a thing that is there. */
export function fieldRow(parts: RowParts, field: string): ReviewRow {
  const { wording, key, causes } = parts;
  const sets = causes.flatMap(({ cause: { op } }) => (op.op === 'set' ? [op] : []));
  const text = (value: FieldValue): string => fieldText(wording, key, { field, value });
  const [base, mine] = [text(sets[0]?.was), text(sets.at(-1)?.value)];
  const theirs = text(valueNow(wording, key, field));
  const options = fieldOptions(parts, field, { base, mine, theirs });
  const title = fieldTitle(key.kind, field, symbolOf(wording, key));
  return completeRow(parts, { field, title, base, mine, theirs, options });
}

interface WholeWords {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
  readonly mineAction: string;
  readonly theirsAction: string;
}

function wholeWords({ wording, key, causes }: RowParts): WholeWords {
  const ops = ordered(causes);
  const isCreated = ops.some(({ op }) => op.op === 'create' && keyText(op) === keyText(key));
  const isDeleted = ops.filter(({ op }) => keyText(op) === keyText(key)).at(-1)?.op.op === 'delete';
  const first = causes.find(({ cause }) => cause.why !== undefined) ?? causes[0];
  const mine = mineText(wording, key, ops);
  const theirs = first === undefined ? '' : theirsText(wording, first.cause);
  const other = first?.cause.why?.other;
  if (first?.cause.why?.kind === 'frozen') {
    const base = isCreated ? 'none' : 'as it was';
    return { base, mine, theirs: isCreated ? 'none' : 'as it is', mineAction: 'Send again', theirsAction: 'Drop mine' };
  }
  if (isDeleted) {
    return { base: 'as it was', mine, theirs, mineAction: 'Delete anyway', theirsAction: 'Keep it' };
  }
  const missing = other !== undefined && !isThere(wording.model, other) && first?.cause.why?.kind === 'dangling';
  const restores = missing && `Restore ${entityName(wording, other)}`;
  if (isCreated) {
    return { base: 'none', mine, theirs, mineAction: restores || 'Add it', theirsAction: 'Drop mine' };
  }
  return { base: 'as it was', mine, theirs, mineAction: 'Restore with my edit', theirsAction: 'Leave deleted' };
}

function sameNameRow(parts: RowParts, field: string): ReviewRow {
  const { wording, key, causes } = parts;
  const made = causes.flatMap(({ cause: { op } }) => (op.op === 'create' ? [op.fields[field]] : []))[0];
  const name = typeof made === 'string' ? made : '';
  const option = anotherName(parts, name);
  const options: readonly ReviewOption[] = [
    option,
    { take: 'theirs', side: 'theirs', text: name, action: 'Same equipment' },
  ];
  const title = fieldTitle(key.kind, field, symbolOf(wording, key));
  return completeRow(parts, { field, title, base: 'none', mine: option.text, theirs: name, options });
}

/** The question whether a thing is there: it was deleted by one and changed by the other, or cannot be added as it is. */
export function wholeRow(parts: RowParts): ReviewRow {
  const { wording, key, causes } = parts;
  const unique = isKnownKind(key.kind) ? uniqueFields[key.kind] : undefined;
  const isCreated = causes.some(({ cause: { op } }) => op.op === 'create');
  if (isCreated && unique !== undefined && hasReason(causes, 'duplicate-tag')) {
    return sameNameRow(parts, unique);
  }
  const words = wholeWords(parts);
  const canAttach = isCreated && key.kind === 'connection' && hasReason(causes, 'dangling');
  const options: readonly ReviewOption[] = [
    ...(isKnownKind(key.kind)
      ? [{ take: 'mine', side: 'mine', text: words.mine, action: words.mineAction } as const]
      : []),
    { take: 'theirs', side: 'theirs', text: words.theirs, action: words.theirsAction },
    ...(canAttach
      ? [{ take: 'attach', side: 'more', text: 'another port', action: 'Connect elsewhere' } as const]
      : []),
  ];
  const title = key.kind === 'binding' ? bindingTitle(wording, key) : kindTitle(key.kind);
  const { base, mine, theirs } = words;
  return completeRow(parts, { field: undefined, title, base, mine, theirs, options });
}

function bindingTitle(wording: Wording, key: EntityKey): string {
  const slot = key.id.slice(key.id.lastIndexOf(':') + 1);
  return `Binding, ${fieldText(wording, key, { field: 'slot', value: slot }).toLowerCase()}`;
}
