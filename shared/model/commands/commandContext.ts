import { counted } from '../../lib/counted';
import type { AppError } from '../../lib/appError';
import { err, ok, type Result } from '../../lib/result';
import { nameOf } from '../brokenRule';
import { checkPatch } from '../checkPatch';
import type { EntityTypes } from '../entityTables';
import type { ModelDraft } from '../modelDraft';
import type { EntityKind, ModelEdit } from '../modelPatch';
import type { PlantComponent, PlantModel } from '../plantModel';
import type { SymbolLookup } from '../symbolLookup';

/** What every command stands on. Commands are pure: the same context and request give the same edit. */
export interface CommandContext {
  readonly model: PlantModel;
  readonly lookup: SymbolLookup;
  /** A new id at every call, never used before in this plant. */
  readonly newId: () => string;
}

/** What a command answers: the edit to apply and save, or why it cannot be. An edit may turn out to change nothing. */
export type CommandResult = Result<ModelEdit, AppError>;

/** The edit that a draft amounts to, if it keeps the rules. */
export function editOf(context: CommandContext, draft: ModelDraft, label: string): CommandResult {
  const patch = draft.patch();
  const checked = checkPatch(context.model, patch, context.lookup);
  return checked.ok ? ok({ label, patch }) : checked;
}

const nouns: { readonly [Kind in EntityKind]: string } = {
  plant: 'plant',
  area: 'area',
  sheet: 'sheet',
  lineClass: 'line class',
  component: 'component',
  connection: 'line',
  dataSource: 'data source',
  sensor: 'sensor',
  binding: 'binding',
  note: 'note',
};

/** `1 sheet`, `3 components`. */
export function countText(count: number, kind: EntityKind): string {
  const noun = nouns[kind];
  return counted(count, noun, noun.endsWith('s') ? `${noun}es` : undefined);
}

/** What a menu calls these components: the tag of a single one, else their number. */
export function componentsText(components: readonly PlantComponent[]): string {
  const [first] = components;
  return components.length === 1 && first !== undefined && first.tag !== ''
    ? nameOf(first)
    : countText(components.length, 'component');
}

/** The entities with these ids, each once; an error where one is not there. */
export function found<Kind extends EntityKind>(
  draft: ModelDraft,
  kind: Kind,
  ids: readonly string[],
): Result<readonly EntityTypes[Kind][], AppError> {
  const entities: EntityTypes[Kind][] = [];
  for (const id of new Set(ids)) {
    const entity = draft.get(kind, id);
    if (entity === undefined) {
      return err({ code: 'not-found', what: `${nouns[kind]} ${id}` });
    }
    entities.push(entity);
  }
  return ok(entities);
}
