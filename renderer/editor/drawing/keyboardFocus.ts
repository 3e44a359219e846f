import type { ComponentId } from '../../../shared/model/ids';
import type { Direction } from '../../../shared/model/plantModel';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { select } from '../../state/sessionStore';
import type { CommandDesk } from '../commands/commandParts';
import { readingOrder, stepInOrder, walkFrom, type WalkGround } from './walk';

function groundOf(desk: CommandDesk): WalkGround | undefined {
  const shown = desk.onShow();
  return shown === undefined
    ? undefined
    : {
        components: [...shown.geometry.components.values()].map(({ component }) => component),
        connections: [...shown.geometry.lines.values()].map(({ connection }) => connection),
      };
}

/** Puts the keyboard's ring on a component, says what it is and brings it into view. */
export function focusComponent(desk: CommandDesk, id: ComponentId): void {
  const component = desk.onShow()?.model.components.get(id);
  if (component !== undefined) {
    const title = symbolCatalogue.get(component.symbolId)?.title ?? component.symbolId;
    const announcement = component.tag === '' ? title : `${component.tag}, ${title}`;
    desk.store.setState({ focusId: id, announcement });
    desk.drawing()?.reveal(id);
  }
}

/** Walks the ring one step along the pipes. Where there is no ring yet it comes to the first component. */
export function stepFocus(desk: CommandDesk, direction: Direction): void {
  const ground = groundOf(desk);
  const { focusId } = desk.store.getState();
  if (ground !== undefined) {
    const next = focusId === undefined ? readingOrder(ground.components)[0] : walkFrom(ground, focusId, direction);
    if (next !== undefined) {
      focusComponent(desk, next);
    }
  }
}

/** Tab through the drawing in reading order. False past either end: the focus goes on to the next panel. */
export function tabFocus(desk: CommandDesk, step: 1 | -1): boolean {
  const ground = groundOf(desk);
  const next = ground === undefined ? undefined : stepInOrder(ground.components, desk.store.getState().focusId, step);
  if (next === undefined) {
    desk.store.setState({ focusId: undefined });
    return false;
  }
  focusComponent(desk, next);
  return true;
}

/** Selects the component under the ring; with `more`, besides what is selected. */
export function selectFocused(desk: CommandDesk, more: boolean): void {
  const { focusId } = desk.store.getState();
  if (focusId !== undefined) {
    const before = more ? desk.app.session.getState().selection.components : [];
    select(desk.app.session, [...before, focusId]);
  }
}
