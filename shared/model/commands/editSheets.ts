import { err } from '../../lib/result';
import { newSheet } from '../emptyModel';
import { type AreaId, asId, type SheetId } from '../ids';
import { ModelDraft } from '../modelDraft';
import type { Area, Sheet } from '../plantModel';
import { type CommandContext, type CommandResult, editOf } from './commandContext';
import { removeItems } from './deleteItems';

function nextOrder(listed: readonly (Area | Sheet)[]): number {
  return Math.max(0, ...listed.map(({ order }) => order)) + 1;
}

/** Adds an empty sheet behind the others. */
export function addSheet(
  context: CommandContext,
  request: { readonly name: string; readonly areaId?: AreaId; readonly id?: SheetId },
): CommandResult {
  const draft = new ModelDraft(context.model);
  const id = request.id ?? asId<SheetId>(context.newId());
  const sheet = newSheet(id, request.name.trim(), nextOrder(draft.all('sheet')));
  draft.put('sheet', { ...sheet, areaId: request.areaId });
  return editOf(context, draft, `Add sheet ${sheet.name}`);
}

/** Deletes a sheet with everything on it. The last one stays. */
export function deleteSheet(context: CommandContext, request: { readonly id: SheetId }): CommandResult {
  const draft = new ModelDraft(context.model);
  const sheet = draft.get('sheet', request.id);
  if (sheet === undefined) {
    return err({ code: 'not-found', what: 'sheet' });
  }
  const components = draft.componentsOnSheet(sheet.id);
  removeItems(context, draft, { components, connections: draft.connectionsOnSheet(sheet.id) });
  draft.remove('sheet', sheet.id);
  return editOf(context, draft, `Delete sheet ${sheet.name}`);
}

/** Adds an area behind the others. */
export function addArea(
  context: CommandContext,
  request: { readonly name: string; readonly id?: AreaId },
): CommandResult {
  const draft = new ModelDraft(context.model);
  const id = request.id ?? asId<AreaId>(context.newId());
  const area: Area = { id, name: request.name.trim(), order: nextOrder(draft.all('area')) };
  draft.put('area', area);
  return editOf(context, draft, `Add area ${area.name}`);
}

/** Deletes an area. Its sheets stay, in no area. */
export function deleteArea(context: CommandContext, request: { readonly id: AreaId }): CommandResult {
  const draft = new ModelDraft(context.model);
  const area = draft.get('area', request.id);
  if (area === undefined) {
    return err({ code: 'not-found', what: 'area' });
  }
  draft.sheetsOfArea(area.id).forEach((sheet) => draft.put('sheet', { ...sheet, areaId: undefined }));
  draft.remove('area', area.id);
  return editOf(context, draft, `Delete area ${area.name}`);
}

/** Lists sheets or areas in the order given; those not named follow as they were. */
export function reorder(
  context: CommandContext,
  request: { readonly kind: 'sheet' | 'area'; readonly ids: readonly string[] },
): CommandResult {
  const draft = new ModelDraft(context.model);
  const rank = new Map(request.ids.map((id, index) => [id, index]));
  const rankOf = (id: string): number => rank.get(id) ?? rank.size;
  const listed = [...draft.all(request.kind)].sort(
    (one, other) => rankOf(one.id) - rankOf(other.id) || one.order - other.order || (one.name < other.name ? -1 : 1),
  );
  listed.forEach((entity, index) => draft.put(request.kind, { ...entity, order: index + 1 } as Area & Sheet));
  return editOf(context, draft, `Reorder ${request.kind}s`);
}
