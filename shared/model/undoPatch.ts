import type { AppError } from '../lib/appError';
import { err, ok, type Result } from '../lib/result';
import { affectedIds } from './affectedEntities';
import { changedEntity } from './applyPatch';
import { checkPatch } from './checkPatch';
import { entitiesOf } from './entityCollections';
import { propertyNameOf, fieldsOf } from './entityFields';
import { entityName, nameOfFields } from './entityName';
import { entityReferences } from './entityReferences';
import { isSameValue } from './fieldValue';
import { ModelDraft } from './modelDraft';
import { type EntityChange, entityKinds, type FieldChange, type ModelPatch } from './modelPatch';
import type { PlantModel } from './plantModel';
import type { SymbolLookup } from './symbolLookup';

/** What can still be done of a change, and a sentence for each thing that was left as it is. */
export interface StandingPatch {
  readonly patch: ModelPatch;
  /** Sentences: `P-101 keeps its service, which was changed since.` */
  readonly kept: readonly string[];
}

/** One change as far as it goes; `kept` says what of it does not. */
interface Standing {
  readonly change: EntityChange | undefined;
  readonly kept: readonly string[];
}

const nothing: Standing = { change: undefined, kept: [] };

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function fieldWords(path: string): string {
  const property = propertyNameOf(path);
  return property ?? path.replace(/Id$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function standingUpdate(model: PlantModel, change: Extract<EntityChange, { change: 'update' }>): Standing {
  const entity = entitiesOf(model, change.kind).get(change.id);
  if (entity === undefined) {
    return { change: undefined, kept: [`${upperFirst(nameOfFields(change.kind, {}))} is gone and stays so.`] };
  }
  const current = fieldsOf(change.kind, entity);
  const fields: Record<string, FieldChange> = {};
  const kept: string[] = [];
  for (const [path, field] of Object.entries(change.fields)) {
    if (isSameValue(current[path], field.before)) {
      fields[path] = field;
    } else if (!isSameValue(current[path], field.after)) {
      kept.push(
        `${upperFirst(entityName(change.kind, entity))} keeps its ${fieldWords(path)}, which was changed since.`,
      );
    }
  }
  return { change: Object.keys(fields).length === 0 ? undefined : { ...change, fields }, kept };
}

/** A change as far as what it wants to write over still stands as it says. */
function standing(model: PlantModel, change: EntityChange): Standing {
  if (change.change === 'update') {
    return standingUpdate(model, change);
  }
  const entity = entitiesOf(model, change.kind).get(change.id);
  if (change.change === 'create') {
    if (entity === undefined) {
      return { change, kept: [] };
    }
    return isSameValue(fieldsOf(change.kind, entity), change.fields)
      ? nothing
      : { change: undefined, kept: [`${upperFirst(entityName(change.kind, entity))} is back already and stays.`] };
  }
  if (entity === undefined) {
    return nothing;
  }
  return isSameValue(fieldsOf(change.kind, entity), change.fields)
    ? { change, kept: [] }
    : { change: undefined, kept: [`${upperFirst(entityName(change.kind, entity))} stays: it was changed since.`] };
}

type Changes = Map<string, EntityChange>;

function keyOf({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return `${kind} ${id}`;
}

function laidOver(model: PlantModel, changes: Changes): ModelDraft {
  const draft = new ModelDraft(model);
  for (const change of changes.values()) {
    const after = changedEntity(change, entitiesOf(model, change.kind).get(change.id));
    if (after === undefined) {
      draft.remove(change.kind, change.id);
    } else {
      draft.put(change.kind, after);
    }
  }
  return draft;
}

/** Takes one thing out of the changes so that a reference has its target again. Answers what is left as it is, in words. */
function withoutDangling(
  changes: Changes,
  field: string,
  ends: { readonly from: string; readonly to: string },
): string {
  const [referrer, target] = [changes.get(ends.from), changes.get(ends.to)];
  if (referrer?.change === 'create') {
    changes.delete(ends.from);
    return `${upperFirst(nameOfFields(referrer.kind, referrer.fields))} does not come back: what it belongs to is gone.`;
  }
  if (target?.change === 'delete') {
    changes.delete(ends.to);
    return `${upperFirst(nameOfFields(target.kind, target.fields))} stays: something made since belongs to it.`;
  }
  if (referrer?.change === 'update' && referrer.fields[field] !== undefined) {
    const { [field]: _gone, ...fields } = referrer.fields;
    if (Object.keys(fields).length === 0) {
      changes.delete(ends.from);
    } else {
      changes.set(ends.from, { ...referrer, fields });
    }
    return `${upperFirst(fieldWords(field))} of ${nameOfFields(referrer.kind, {})} stays: what it was before is gone.`;
  }
  return '';
}

/** One round of `settleReferences`; false when every reference has its target. */
function settleOnce(model: PlantModel, changes: Changes, kept: string[]): boolean {
  const draft = laidOver(model, changes);
  const affected = affectedIds(draft);
  const before = changes.size;
  let isChanged = false;
  for (const kind of entityKinds) {
    for (const id of affected(kind)) {
      const entity = draft.get(kind, id);
      const dangling = entity && entityReferences(kind, entity).find((to) => draft.get(to.kind, to.id) === undefined);
      if (dangling !== undefined) {
        const words = withoutDangling(changes, dangling.field, { from: keyOf({ kind, id }), to: keyOf(dangling) });
        isChanged ||= words !== '' || changes.size !== before;
        kept.push(...(words === '' ? [] : [words]));
      }
    }
  }
  return isChanged;
}

/**
 * What of a change can be done although others changed the plant since it was worked out: fields that still say what
 * the change says stood there, deletions of what nobody else touched or built on, creations of what is not there and
 * has what it refers to. Fails where the rest would break a rule of the model, naming it.
 *
 * Where nobody else changed anything the answer is the change itself.
 */
export function undoPatch(
  model: PlantModel,
  wanted: ModelPatch,
  lookup: SymbolLookup,
): Result<StandingPatch, AppError> {
  if (checkPatch(model, wanted, lookup).ok) {
    return ok({ patch: wanted, kept: [] });
  }
  const parts = wanted.changes.map((change) => standing(model, change));
  const changes: Changes = new Map(
    parts.flatMap(({ change }) => (change === undefined ? [] : [[keyOf(change), change]])),
  );
  const kept = parts.flatMap((part) => part.kept);
  while (settleOnce(model, changes, kept));
  const patch: ModelPatch = { changes: [...changes.values()] };
  const checked = checkPatch(model, patch, lookup);
  if (!checked.ok) {
    const why = checked.error.code === 'rule-broken' ? checked.error.detail : 'the plant has changed since';
    const rule = checked.error.code === 'rule-broken' ? checked.error.rule : 'M6';
    const others = kept.length === 0 ? '' : `. Others changed this since: ${kept.join(' ')}`.replace(/\.$/, '');
    return err({ code: 'rule-broken', rule, detail: `${why}${others}` });
  }
  return ok({ patch, kept });
}
