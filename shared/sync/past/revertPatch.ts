import type { AppError } from '../../lib/appError';
import { err, ok, type Result } from '../../lib/result';
import { checkPatch } from '../../model/checkPatch';
import { entitiesOf } from '../../model/entityCollections';
import { fieldsOf } from '../../model/entityFields';
import { isSameValue } from '../../model/fieldValue';
import { componentsTagged } from '../../model/modelIndex';
import {
  type EntityChange,
  type EntityFields,
  type EntityKind,
  entityKinds,
  type FieldChange,
  type ModelPatch,
} from '../../model/modelPatch';
import type { PlantModel } from '../../model/plantModel';
import type { SymbolLookup } from '../../model/symbolLookup';
import type { LoggedChange } from '../logEntry';
import { isKnownKind } from '../recordEntity';
import { referencesOfFields, referrerTo } from './fieldReferences';
import { fieldTitle, nameInModel } from './pastWords';

/** How a revision is taken back: what is done, and in a sentence each, what is left as it is. */
export interface Reversal {
  readonly patch: ModelPatch;
  readonly kept: readonly string[];
}

/** A whole entity that a revision created or deleted. */
type WholeChange = Extract<EntityChange, { change: 'create' | 'delete' }>;

/** The inverse as far as it still fits, while what does not is taken out of it. */
class ReversalDraft {
  readonly #model: PlantModel;
  readonly #changes = new Map<string, EntityChange>();
  readonly kept: string[] = [];

  constructor(model: PlantModel) {
    this.#model = model;
  }

  /** Takes in the inverse of one change. */
  add(change: LoggedChange): void {
    const { id } = change;
    if (!isKnownKind(change.kind)) {
      this.kept.push(`Something of a kind that this program does not know (${change.kind}) stays as it is`);
      return;
    }
    const kind = change.kind;
    const standing = entitiesOf(this.#model, kind).get(id);
    const fields = standing && fieldsOf(kind, standing);
    const name = nameInModel(this.#model, kind, id);
    if (change.change === 'update') {
      if (fields === undefined) {
        this.kept.push(`${sentence(name)} was deleted since`);
      } else {
        this.#addUpdate({ ...change, kind }, fields);
      }
      return;
    }
    this.#addWhole({ ...change, kind }, fields);
  }

  #addWhole({ change, kind, id, fields: logged }: WholeChange, fields: EntityFields | undefined): void {
    const name = nameInModel(this.#model, kind, id);
    if (change === 'delete') {
      if (fields !== undefined) {
        this.kept.push(`${sentence(name)} is there again already`);
        return;
      }
      this.#put({ change: 'create', kind, id, fields: logged });
    } else if (fields === undefined) {
      this.kept.push(`${sentence(name)} was deleted since`);
    } else if (isSameValue(fields, logged)) {
      this.#put({ change: 'delete', kind, id, fields });
    } else {
      this.kept.push(`${sentence(name)} was changed since and stays`);
    }
  }

  /** Takes out what would leave something without what it refers to, until nothing is left to take out. */
  settle(): void {
    let before = -1;
    while (this.#changes.size !== before) {
      before = this.#changes.size;
      [...this.#changes.values()].forEach((change) => this.#settleOne(change));
    }
  }

  patch(): ModelPatch {
    const changes = [...this.#changes.values()];
    return { changes: entityKinds.flatMap((kind) => changes.filter((change) => change.kind === kind)) };
  }

  #put(change: EntityChange): void {
    this.#changes.set(keyOf(change.kind, change.id), change);
  }

  #addUpdate(
    { kind, id, fields }: Omit<Extract<EntityChange, { change: 'update' }>, 'change'>,
    standing: EntityFields,
  ): void {
    const back: Record<string, FieldChange> = {};
    for (const [path, { before, after }] of Object.entries(fields)) {
      if (!isSameValue(standing[path], after)) {
        this.kept.push(`${fieldTitle(path)} of ${nameInModel(this.#model, kind, id)} was changed since`);
      } else if (!isSameValue(before, after)) {
        back[path] = { before: after, after: before };
      }
    }
    if (Object.keys(back).length > 0) {
      this.#put({ change: 'update', kind, id, fields: back });
    }
  }

  /** Whether an entity will be there afterwards. */
  #stands(kind: EntityKind, id: string): boolean {
    const change = this.#changes.get(keyOf(kind, id));
    return change === undefined ? entitiesOf(this.#model, kind).has(id) : change.change !== 'delete';
  }

  /** The fields of an entity as they will be; undefined: it goes. */
  #left(kind: EntityKind, id: string, fields: EntityFields): EntityFields | undefined {
    const change = this.#changes.get(keyOf(kind, id));
    if (change?.change !== 'update') {
      return change === undefined ? fields : undefined;
    }
    const written = Object.entries(change.fields).map(([path, { after }]) => [path, after] as const);
    return { ...fields, ...Object.fromEntries(written) };
  }

  #settleOne(change: EntityChange): void {
    const { kind, id } = change;
    const name = nameInModel(this.#model, kind, id);
    if (change.change === 'delete') {
      const referrer = referrerTo(this.#model, { kind, id }, (of, other, fields) => this.#left(of, other, fields));
      if (referrer !== undefined) {
        this.#changes.delete(keyOf(kind, id));
        this.kept.push(
          `${sentence(name)} stays: it is used by ${nameInModel(this.#model, referrer.kind, referrer.id)}`,
        );
      }
      return;
    }
    if (change.change === 'create') {
      const why = this.#whyNotBack(change);
      if (why !== undefined) {
        this.#changes.delete(keyOf(kind, id));
        this.kept.push(why);
      }
      return;
    }
    this.#settleUpdate(change);
  }

  #whyNotBack({ kind, id, fields }: Extract<EntityChange, { change: 'create' }>): string | undefined {
    const tag = kind === 'component' && typeof fields['tag'] === 'string' ? fields['tag'] : '';
    const name = tag === '' ? `a ${nameInModel(this.#model, kind, id)}` : tag;
    const missing = referencesOfFields(kind, fields).find((named) => !this.#stands(named.kind, named.id));
    if (missing !== undefined) {
      const what = nameInModel(this.#model, missing.kind, missing.id);
      return `${sentence(name)} does not come back: ${what} is not there any more`;
    }
    const isTaken =
      tag !== '' && componentsTagged(this.#model, tag).some((other) => this.#stands('component', other.id));
    return isTaken ? `${tag} does not come back: another component carries its tag now` : undefined;
  }

  #settleUpdate(change: Extract<EntityChange, { change: 'update' }>): void {
    const { kind, id } = change;
    const after = Object.fromEntries(Object.entries(change.fields).map(([path, sides]) => [path, sides.after]));
    const missing = referencesOfFields(kind, after).filter((named) => !this.#stands(named.kind, named.id));
    if (missing.length === 0) {
      return;
    }
    const fields = { ...change.fields };
    for (const { path, kind: of, id: other } of missing) {
      delete fields[path];
      const name = nameInModel(this.#model, kind, id);
      this.kept.push(
        `${fieldTitle(path)} of ${name} stays: ${nameInModel(this.#model, of, other)} is not there any more`,
      );
    }
    this.#changes.delete(keyOf(kind, id));
    if (Object.keys(fields).length > 0) {
      this.#put({ ...change, fields });
    }
  }
}

function keyOf(kind: EntityKind, id: string): string {
  return `${kind} ${id}`;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/**
 * The edit that takes a revision back from the plant as it is now: only what still stands as the revision left it.
 * What anybody changed since then stays, and is told. Refused where nothing is left to take back, and where the rest
 * would break a rule of the model.
 */
export function revertPatch(
  model: PlantModel,
  changes: readonly LoggedChange[],
  lookup: SymbolLookup,
): Result<Reversal, AppError> {
  const draft = new ReversalDraft(model);
  changes.toReversed().forEach((change) => draft.add(change));
  draft.settle();
  const { kept } = draft;
  const patch = draft.patch();
  if (patch.changes.length === 0) {
    const why = kept.length === 0 ? 'the revision changed nothing' : kept.join('. ');
    return err({ code: 'rule-broken', rule: 'R46', detail: `Nothing is left to take back: ${why}` });
  }
  const checked = checkPatch(model, patch, lookup);
  return checked.ok ? ok({ patch, kept }) : checked;
}
