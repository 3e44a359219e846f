import type { AppError } from '../lib/appError';
import { err, ok, type Result } from '../lib/result';
import { affectedIds, allIds } from './affectedEntities';
import { changedEntity } from './applyPatch';
import type { BrokenRule, RuleScope } from './brokenRule';
import { fieldsOf, nestFields } from './entityFields';
import { entityTables } from './entityTables';
import { isSameValue } from './fieldValue';
import { issueText } from './issueText';
import { ModelDraft } from './modelDraft';
import type { EntityChange, ModelPatch } from './modelPatch';
import type { PlantModel } from './plantModel';
import { referenceRules } from './referenceRules';
import type { SymbolLookup } from './symbolLookup';
import { valueRules } from './valueRules';

const rules = [...valueRules, ...referenceRules];

function firstBroken(scope: RuleScope): BrokenRule | undefined {
  for (const check of rules) {
    const broken = check(scope);
    if (broken !== undefined) {
      return broken;
    }
  }
  return undefined;
}

/** [M6] What a change says stood there before must stand there. Answers what does not. */
function staleness(draft: ModelDraft, change: EntityChange): string | undefined {
  const { kind, id } = change;
  const standing = draft.get(kind, id);
  if (change.change === 'create') {
    return standing === undefined ? undefined : `${kind} ${id} exists already`;
  }
  if (standing === undefined) {
    return `${kind} ${id} is gone`;
  }
  const fields = fieldsOf(kind, standing);
  if (change.change === 'delete') {
    return isSameValue(fields, change.fields) ? undefined : `${kind} ${id} has changed`;
  }
  const path = Object.keys(change.fields).find((one) => !isSameValue(fields[one], change.fields[one]?.before));
  return path === undefined ? undefined : `${path} of ${kind} ${id} has changed`;
}

/** [M5] Whether the entity that a change makes has the form of its kind. Answers what is wrong. */
function misfit(change: EntityChange, draft: ModelDraft): string | undefined {
  const { kind, id } = change;
  if (change.change === 'delete') {
    return undefined;
  }
  const standing = draft.get(kind, id);
  const after = Object.fromEntries(
    Object.entries(change.fields).map(([path, value]) => [path, change.change === 'update' ? value.after : value]),
  );
  const fields =
    change.change === 'create' || standing === undefined ? after : { ...fieldsOf(kind, standing), ...after };
  const parsed = entityTables[kind].schema.safeParse(nestFields(id, fields));
  if (!parsed.success) {
    return `The ${kind} ${id} does not fit: ${issueText(parsed.error)}`;
  }
  // A create that leaves fields to their fallbacks, or text with outer blanks, would not be taken back exactly.
  return isSameValue(fieldsOf(kind, parsed.data), fields) ? undefined : `The ${kind} ${id} is not given in full`;
}

/** Lays a patch over a model after judging each change against what stands there. */
function laidOver(model: PlantModel, patch: ModelPatch): Result<ModelDraft, AppError> {
  const draft = new ModelDraft(model);
  const seen = new Set<string>();
  for (const change of patch.changes) {
    const key = `${change.kind} ${change.id}`;
    const stale = seen.has(key) ? `${key} is changed twice` : staleness(draft, change);
    if (stale !== undefined) {
      return err({ code: 'stale-edit', detail: stale });
    }
    seen.add(key);
    const wrong = misfit(change, draft);
    if (wrong !== undefined) {
      return err({ code: 'rule-broken', rule: 'M5', detail: wrong });
    }
    const after = changedEntity(change, draft.get(change.kind, change.id));
    if (after === undefined) {
      draft.remove(change.kind, change.id);
    } else {
      draft.put(change.kind, after);
    }
  }
  return ok(draft);
}

/** Judges the changes of a draft, made against a model that keeps the rules. */
export function checkDraft(draft: ModelDraft, lookup: SymbolLookup): BrokenRule | undefined {
  return firstBroken({ draft, lookup, ids: affectedIds(draft) });
}

/** Whether a patch fits a model and leaves it in order; the rules are those of docs/spec/model.md. */
export function checkPatch(model: PlantModel, patch: ModelPatch, lookup: SymbolLookup): Result<ModelPatch, AppError> {
  const draft = laidOver(model, patch);
  if (!draft.ok) {
    return draft;
  }
  const broken = checkDraft(draft.value, lookup);
  return broken === undefined ? ok(patch) : err({ code: 'rule-broken', ...broken });
}

/** The first rule that a whole model breaks; undefined when it is in order. */
export function checkModel(model: PlantModel, lookup: SymbolLookup): BrokenRule | undefined {
  if (model.sheets.size === 0) {
    return { rule: 'M8', detail: 'A plant keeps one sheet at least' };
  }
  return firstBroken({ draft: new ModelDraft(model), lookup, ids: allIds(model) });
}
