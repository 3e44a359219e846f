import { asId, type ComponentId, type SheetId } from '../ids';
import { ModelDraft } from '../modelDraft';
import { tagProposer } from '../nextTag';
import type { PlantComponent } from '../plantModel';
import { type CommandContext, type CommandResult, componentsText, editOf } from './commandContext';

/** A component to be placed: class and place, and whatever else is already known of it. */
export type NewComponent = Pick<PlantComponent, 'symbolId' | 'x' | 'y'> &
  Partial<Omit<PlantComponent, 'id' | 'sheetId' | 'symbolId' | 'x' | 'y'>>;

/** The whole component. Without a tag given, one is proposed from the letters of its class. */
export function completeComponent(
  context: CommandContext,
  draft: ModelDraft,
  placing: { readonly sheetId: SheetId; readonly component: NewComponent; readonly id?: ComponentId },
): PlantComponent {
  const { sheetId, component } = placing;
  const letters = context.lookup.tagLettersOf(component.symbolId);
  const isTaken = (tag: string): boolean => draft.isTagTaken(tag);
  return {
    id: placing.id ?? asId(context.newId()),
    sheetId,
    tag: letters === undefined || component.tag !== undefined ? '' : tagProposer(isTaken).first(letters),
    rotation: 0,
    mirrored: false,
    labelPlacement: 'auto',
    readoutX: 0,
    readoutY: 0,
    nozzles: [],
    properties: {},
    ...component,
  };
}

/** Puts new components on a sheet. */
export function placeComponents(
  context: CommandContext,
  request: { readonly sheetId: SheetId; readonly components: readonly NewComponent[] },
): CommandResult {
  const draft = new ModelDraft(context.model);
  const placed = request.components.map((component) => {
    const whole = completeComponent(context, draft, { sheetId: request.sheetId, component });
    draft.put('component', whole);
    return whole;
  });
  return editOf(context, draft, `Place ${componentsText(placed)}`);
}
