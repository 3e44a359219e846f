import type { ComponentId } from '../../../shared/model/ids';
import { bindingsOf } from '../../../shared/model/modelIndex';
import type { SlotName } from '../../../shared/model/plantModel';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { type BindSubject, bindSubject, traitsOf } from '../binding/bindSubject';
import { slotChoiceFor } from '../binding/slotChoice';
import type { Editor } from '../editor';
import ghostStyles from './SensorsDock.module.css';

/** A press that moves less than this is a click. */
const clickReachPx = 4;

/** What a dragged sensor is over: a component on the drawing, or one slot in the inspector. */
interface DropPlace {
  readonly componentId: ComponentId;
  readonly slot: SlotName | undefined;
}

function placeUnder(editor: Editor, clientX: number, clientY: number): DropPlace | undefined {
  const card = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-bind-slot]');
  const { model } = editor.app.models.store.getState();
  if (card !== null && card !== undefined) {
    const component = [...editor.app.session.getState().selection.components].find(
      (id) => id === card.dataset['bindComponent'],
    );
    const classId = component === undefined ? undefined : model?.components.get(component)?.symbolId;
    const slots = classId === undefined ? [] : (symbolCatalogue.get(classId)?.slots ?? []);
    const slot = slots.find((candidate) => candidate === card.dataset['bindSlot']);
    return component === undefined || slot === undefined ? undefined : { componentId: component, slot };
  }
  const componentId = editor.drawing()?.componentAt(clientX, clientY);
  return componentId === undefined ? undefined : { componentId, slot: undefined };
}

function makeGhost(words: string): HTMLElement {
  const ghost = document.createElement('div');
  ghost.className = ghostStyles['ghost'] ?? '';
  ghost.textContent = words;
  document.body.append(ghost);
  return ghost;
}

/** Binds what was dropped, or asks which slot is meant. */
function dropSubject(editor: Editor, drop: DropPlace & { readonly subject: BindSubject }, at: PointerEvent): void {
  const { subject } = drop;
  const { model } = editor.app.models.store.getState();
  const component = model?.components.get(drop.componentId);
  const sensor = traitsOf(model, subject);
  if (model === undefined || component === undefined || sensor === undefined) {
    return;
  }
  if (drop.slot !== undefined) {
    bindSubject(editor.edits, subject, { componentId: component.id, slot: drop.slot });
    return;
  }
  const slots = symbolCatalogue.get(component.symbolId)?.slots ?? [];
  const choice = slotChoiceFor(sensor, slots, bindingsOf(model, component.id));
  switch (choice.kind) {
    case 'none':
      editor.store.setState({ announcement: `${component.tag} takes no sensor` });
      return;
    case 'one':
      bindSubject(editor.edits, subject, { componentId: component.id, slot: choice.slot });
      return;
    case 'several':
      editor.store.setState({
        slotQuestion: {
          componentId: component.id,
          subject,
          slots: choice.slots,
          clientX: at.clientX,
          clientY: at.clientY,
        },
      });
  }
}

/** Carries a sensor or a series from the dock to a component on the drawing or to a slot of the inspector. */
export function dragSensors(editor: Editor, subject: BindSubject, start: PointerEvent): void {
  const { store } = editor;
  const name = traitsOf(editor.app.models.store.getState().model, subject)?.name ?? '';
  let ghost: HTMLElement | undefined;
  const stop = (): void => {
    ghost?.remove();
    store.setState({ bindTargetId: undefined, bindTargetSlot: undefined });
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    window.removeEventListener('pointercancel', stop);
    window.removeEventListener('keydown', onKey, true);
  };
  const onMove = (event: PointerEvent): void => {
    if (
      ghost === undefined &&
      Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > clickReachPx
    ) {
      ghost = makeGhost(name);
    }
    if (ghost !== undefined) {
      ghost.style.transform = 'none';
      ghost.style.left = `${event.clientX + 12}px`;
      ghost.style.top = `${event.clientY + 8}px`;
      const place = placeUnder(editor, event.clientX, event.clientY);
      store.setState({
        bindTargetId: place?.slot === undefined ? place?.componentId : undefined,
        bindTargetSlot: place?.slot,
      });
    }
  };
  const onUp = (event: PointerEvent): void => {
    const isDrag = ghost !== undefined;
    const place = isDrag ? placeUnder(editor, event.clientX, event.clientY) : undefined;
    stop();
    if (place !== undefined) {
      dropSubject(editor, { ...place, subject }, event);
    }
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      stop();
    }
  };
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', onUp);
  window.addEventListener('pointercancel', stop);
  window.addEventListener('keydown', onKey, true);
}
