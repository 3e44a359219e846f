import type { AnyEntity } from '../entityCollections';
import { propertyPath, withFields } from '../entityFields';
import type { ComponentId } from '../ids';
import { ModelDraft } from '../modelDraft';
import type { EntityKind, FieldValue } from '../modelPatch';
import type { PlantComponent } from '../plantModel';
import { type CommandContext, type CommandResult, componentsText, countText, editOf, found } from './commandContext';

/** Fields to write into entities of one kind, by path; `undefined` clears one. */
export interface FieldEdit<Kind extends EntityKind> {
  readonly kind: Kind;
  readonly ids: readonly string[];
  readonly fields: Readonly<Record<string, FieldValue>>;
}

function componentsAmong(entities: readonly AnyEntity[]): readonly PlantComponent[] {
  return entities.filter((entity) => 'symbolId' in entity);
}

/** Writes the same fields into one or many entities: properties, sensor data, names of sheets, the plant's time zone. */
export function setFields<Kind extends EntityKind>(context: CommandContext, edit: FieldEdit<Kind>): CommandResult {
  const { kind, ids, fields } = edit;
  const draft = new ModelDraft(context.model);
  const entities = found(draft, kind, ids);
  if (!entities.ok) {
    return entities;
  }
  entities.value.forEach((entity) => draft.put(kind, withFields(entity, fields)));
  const components = componentsAmong(entities.value);
  const what = components.length > 0 ? componentsText(components) : countText(entities.value.length, kind);
  return editOf(context, draft, `Change ${what}`);
}

/** Writes one property of components; empty text takes it away. */
export function setProperty(
  context: CommandContext,
  request: { readonly ids: readonly ComponentId[]; readonly name: string; readonly text: string },
): CommandResult {
  const { ids, name, text } = request;
  return setFields(context, {
    kind: 'component',
    ids,
    fields: { [propertyPath(name)]: text === '' ? undefined : text },
  });
}

/** Gives a component another tag; outer blanks are dropped. */
export function renameTag(
  context: CommandContext,
  request: { readonly id: ComponentId; readonly tag: string },
): CommandResult {
  const tag = request.tag.trim();
  const edit = setFields(context, { kind: 'component', ids: [request.id], fields: { tag } });
  return edit.ok ? { ok: true, value: { ...edit.value, label: `Rename to ${tag || 'no tag'}` } } : edit;
}
