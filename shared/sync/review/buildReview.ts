import type { SyncConflict } from '../../contract/syncCalls';
import type { EntityFields } from '../../model/modelPatch';
import type { PlantModel } from '../../model/plantModel';
import type { SymbolCatalogue } from '../../symbols/symbolClass';
import type { EntityKey, ForeignWrite } from '../changeset';
import { keyText } from '../entityRecord';
import { entityName, type FrozenIds, isThere, sheetOf, symbolOf, valueNow, type Wording } from './fieldText';
import { kindTitle } from './fieldTitles';
import { type Deletions, deletionOf } from './knownRevision';
import { type ParkedCause, parkedCauses, type ParkedOp } from './parkedOps';
import type { Review, ReviewItem, ReviewRow } from './review';
import { fieldRow, wholeRow } from './reviewRows';

/** What a review is made of. */
export interface ReviewSources {
  readonly model: PlantModel;
  readonly catalogue: SymbolCatalogue;
  readonly deletions: Deletions;
  readonly conflicts: readonly SyncConflict[];
  /** The areas that are frozen now; left out: it is not known. */
  readonly frozen?: FrozenIds | undefined;
}

/** What texts are made from while these conflicts wait. */
export function wordingOf({ model, catalogue, deletions, conflicts, frozen }: ReviewSources): Wording {
  const made = new Map<string, EntityFields>();
  for (const { ops } of conflicts) {
    for (const op of ops) {
      if (op.op !== 'set') {
        made.set(keyText(op), op.op === 'create' ? op.fields : op.was);
      }
    }
  }
  return {
    model,
    catalogue,
    frozen,
    fieldsOfMissing: (key) => deletionOf(deletions, key)?.fields ?? made.get(keyText(key)),
  };
}

/** Kinds that stand on a sheet; the others are told in the list alone. */
export const drawnKinds: ReadonlySet<string> = new Set(['component', 'connection']);

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly (readonly Item[])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [item]);
    } else {
      group.push(item);
    }
  }
  return [...groups.values()];
}

function rowsOfEntity(wording: Wording, causes: readonly ParkedCause[]): readonly ReviewRow[] {
  const [first] = causes;
  if (first === undefined) {
    return [];
  }
  const key: EntityKey = { kind: first.cause.op.kind, id: first.cause.op.id };
  const isWhole = !isThere(wording.model, key) || causes.some(({ cause }) => cause.op.op !== 'set');
  if (isWhole) {
    return [wholeRow({ wording, key, causes })];
  }
  const fieldOf = ({ cause: { op } }: ParkedCause): string => (op.op === 'set' ? op.field : '');
  return grouped(causes, fieldOf).map((ofField) => {
    const [one] = ofField;
    return fieldRow({ wording, key, causes: ofField }, one === undefined ? '' : fieldOf(one));
  });
}

/** What a row is listed under: a binding under its component. */
function subjectOf({ key }: ReviewRow): EntityKey {
  return key.kind === 'binding' ? { kind: 'component', id: key.id.slice(0, key.id.lastIndexOf(':')) } : key;
}

/** Who deleted what a parked op needs. */
function deletionWrites({ why, op }: ParkedOp, deletions: Deletions): readonly ForeignWrite[] {
  const deletion = deletionOf(deletions, why?.kind === 'dangling' ? (why.other ?? op) : op);
  const { seq, by, atMs } = deletion?.revision ?? {};
  return seq === undefined ? [] : [{ seq, by, atMs }];
}

/** The last who wrote what an item asks about. */
function latestForeign(rows: readonly ReviewRow[], deletions: Deletions): ForeignWrite | undefined {
  const ops = rows.flatMap((row) => row.ops);
  const told = ops.flatMap(({ why }) => why?.theirs ?? []);
  return (told.length > 0 ? told : ops.flatMap((parked) => deletionWrites(parked, deletions))).reduce<
    ForeignWrite | undefined
  >((last, one) => (last === undefined || one.seq > last.seq ? one : last), undefined);
}

function titleOf(wording: Wording, key: EntityKey, rows: readonly ReviewRow[]): string {
  const name = entityName(wording, key);
  const [first] = rows;
  if (rows.some(({ kind, ops }) => kind === 'duplicate-tag' && ops.some(({ op }) => op.op === 'create'))) {
    return `${name}, same ${key.kind === 'component' ? 'tag' : 'name'} twice`;
  }
  const own = rows.flatMap(({ ops }) => ops).filter(({ op }) => keyText(op) === keyText(key));
  if (own.some(({ op }) => op.op === 'create')) {
    return `${name}, new`;
  }
  if (!isThere(wording.model, key)) {
    return `${name}, deleted by theirs`;
  }
  if (own.some(({ op }) => op.op === 'delete')) {
    return `${name}, deleted by me`;
  }
  return rows.length === 1 && first !== undefined
    ? `${name}, ${first.title.charAt(0).toLowerCase()}${first.title.slice(1)}`
    : name;
}

function subtitleOf(wording: Wording, key: EntityKey, rows: readonly ReviewRow[]): string {
  const [first, ...others] = rows;
  if (first === undefined || others.length > 0) {
    return symbolOf(wording, key)?.title ?? kindTitle(key.kind);
  }
  if (first.kind === 'duplicate-tag') {
    return `Two new ${kindTitle(key.kind).toLowerCase()}s, one ${key.kind === 'component' ? 'tag' : 'name'}`;
  }
  return first.options.some(({ side }) => side === 'base')
    ? `Base ${first.base}, mine ${first.mine}, theirs ${first.theirs}`
    : `Mine: ${first.mine}. Theirs: ${first.theirs}`;
}

function itemOf(
  { wording, deletions }: { readonly wording: Wording; readonly deletions: Deletions },
  rows: readonly ReviewRow[],
  number: number,
): ReviewItem | undefined {
  const [first] = rows;
  const firstOp = first?.ops[0];
  if (first === undefined || firstOp === undefined) {
    return undefined;
  }
  const key = subjectOf(first);
  const symbolId = valueNow(wording, key, 'symbolId');
  const last = rows
    .flatMap(({ ops }) => ops.map(({ conflict }) => conflict))
    .reduce((latest, one) => (one.atMs > latest.atMs ? one : latest), firstOp.conflict);
  return {
    id: keyText(key),
    key: { kind: key.kind, id: key.id },
    number,
    title: titleOf(wording, key, rows),
    subtitle: subtitleOf(wording, key, rows),
    symbolId: typeof symbolId === 'string' ? symbolId : undefined,
    sheetId: sheetOf(wording, key),
    base: Math.min(...rows.flatMap(({ ops }) => ops.map(({ conflict }) => conflict.base))),
    mine: { by: last.by, atMs: last.atMs, isOwn: last.mine },
    theirs: latestForeign(rows, deletions),
    rows,
  };
}

/**
 * Everything that waits for a decision, one item a thing of the plant: what is drawn first, each in the order in which
 * the edits were made. Every op of every open conflict is in a row; which is why nothing disappears without a decision.
 */
export function buildReview(sources: ReviewSources): Review {
  const conflicts = sources.conflicts
    .filter(({ resolved }) => resolved === undefined)
    .sort((one, other) => one.atMs - other.atMs);
  const wording = wordingOf(sources);
  const rows = grouped(parkedCauses(conflicts), ({ cause: { op } }) => keyText(op)).flatMap((causes) =>
    rowsOfEntity(wording, causes),
  );
  const things = grouped(rows, (row) => keyText(subjectOf(row)));
  const isDrawn = ([row]: readonly ReviewRow[]): boolean => row !== undefined && drawnKinds.has(subjectOf(row).kind);
  const items = [...things.filter(isDrawn), ...things.filter((thing) => !isDrawn(thing))].flatMap(
    (ofItem, index) => itemOf({ wording, deletions: sources.deletions }, ofItem, index + 1) ?? [],
  );
  return { items, conflicts };
}
