import type { ClipboardContent } from '../clipboard';
import { asId, bindingIdOf, type ComponentId, type ConnectionId, type LineClassId, type SheetId } from '../ids';
import { ModelDraft } from '../modelDraft';
import { lineClassesCoded } from '../modelIndex';
import { tagProposer } from '../nextTag';
import type { Connection, LineClass, Sensor } from '../plantModel';
import { type CommandContext, type CommandResult, componentsText, editOf } from './commandContext';

/** What to paste, where to, and how far from where it was copied. */
export interface PasteRequest {
  readonly content: ClipboardContent;
  readonly sheetId: SheetId;
  readonly dx: number;
  readonly dy: number;
}

function pasteComponents(
  context: CommandContext,
  draft: ModelDraft,
  request: PasteRequest,
): ReadonlyMap<ComponentId, ComponentId> {
  const { content, sheetId, dx, dy } = request;
  const isTaken = (tag: string): boolean => draft.isTagTaken(tag);
  const tags = tagProposer(isTaken);
  const newIds = new Map<ComponentId, ComponentId>();
  for (const component of content.components) {
    const id = asId<ComponentId>(context.newId());
    const tag = component.tag !== '' && isTaken(component.tag) ? tags.next(component.tag) : component.tag;
    newIds.set(component.id, id);
    draft.put('component', { ...component, id, sheetId, tag, x: component.x + dx, y: component.y + dy });
  }
  return newIds;
}

/** The plant's own line class for a copied one: the same, one with its code, or else a copy of it. */
function lineClassFor(context: CommandContext, draft: ModelDraft, copied: LineClass): LineClassId {
  const own = draft.get('lineClass', copied.id) ?? lineClassesCoded(draft.base, copied.code)[0];
  if (own !== undefined) {
    return own.id;
  }
  const id = asId<LineClassId>(context.newId());
  draft.put('lineClass', { ...copied, id });
  return id;
}

function pastedConnection(
  request: PasteRequest,
  connection: Connection,
  ends: { readonly from: ComponentId; readonly to: ComponentId },
): Connection {
  const { sheetId, dx, dy } = request;
  return {
    ...connection,
    sheetId,
    from: { ...connection.from, componentId: ends.from },
    to: { ...connection.to, componentId: ends.to },
    route: connection.route.map(({ x, y }) => ({ x: x + dx, y: y + dy })),
  };
}

function pasteConnections(
  context: CommandContext,
  draft: ModelDraft,
  pasting: { readonly request: PasteRequest; readonly newIds: ReadonlyMap<ComponentId, ComponentId> },
): void {
  const { request, newIds } = pasting;
  const classIds = new Map(
    request.content.lineClasses.map((copied) => [copied.id, lineClassFor(context, draft, copied)]),
  );
  for (const connection of request.content.connections) {
    const from = newIds.get(connection.from.componentId);
    const to = newIds.get(connection.to.componentId);
    if (from !== undefined && to !== undefined) {
      draft.put('connection', {
        ...pastedConnection(request, connection, { from, to }),
        id: asId<ConnectionId>(context.newId()),
        lineClassId: classIds.get(connection.lineClassId) ?? connection.lineClassId,
      });
    }
  }
}

/** The plant's own sensor for a copied one: the same name, since that is what the historian knows. */
function sensorFor(draft: ModelDraft, copied: Sensor): Sensor | undefined {
  const same = draft.get('sensor', copied.id);
  return same?.name === copied.name ? same : draft.sensorsNamed(copied.name)[0];
}

/**
 * Pastes with new ids. A tag that is taken becomes the next free one of its form, bindings stay with their
 * sensors. In another plant a binding whose sensor is not there is left out, and a missing line class comes along.
 */
export function pasteItems(context: CommandContext, request: PasteRequest): CommandResult {
  const draft = new ModelDraft(context.model);
  const newIds = pasteComponents(context, draft, request);
  pasteConnections(context, draft, { request, newIds });
  const sensors = new Map(request.content.sensors.map((copied) => [copied.id, sensorFor(draft, copied)]));
  for (const { componentId, slot, sensorId } of request.content.bindings) {
    const id = newIds.get(componentId);
    const sensor = sensors.get(sensorId);
    if (id !== undefined && sensor !== undefined) {
      draft.put('binding', { id: bindingIdOf(id, slot), componentId: id, slot, sensorId: sensor.id });
    }
  }
  const pasted = [...newIds.values()].flatMap((id) => draft.get('component', id) ?? []);
  return editOf(context, draft, `Paste ${componentsText(pasted)}`);
}
