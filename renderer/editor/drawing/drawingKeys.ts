import type { CommandDesk } from '../commands/commandParts';
import { finishPipe } from '../pipes/finishPipe';
import { otherStart, targetFocused } from '../pipes/keyboardPipe';
import { stepPipe } from '../pipes/pipeGesture';
import { selectFocused, stepFocus, tabFocus } from './keyboardFocus';

const typingElements = 'input, textarea, select, dialog';

const directionOf = { ArrowUp: 'north', ArrowRight: 'east', ArrowDown: 'south', ArrowLeft: 'west' } as const;

function isArrow(key: string): key is keyof typeof directionOf {
  return key in directionOf;
}

/** Keys while a pipe is drawn. True when the key meant something. */
function pipeKey(desk: CommandDesk, event: KeyboardEvent): boolean {
  const { pipe } = desk.store.getState();
  if (pipe === undefined) {
    return false;
  }
  if (isArrow(event.key)) {
    stepFocus(desk, directionOf[event.key]);
    targetFocused(desk);
    return true;
  }
  switch (event.key) {
    case 'Tab':
      if (event.shiftKey) {
        targetFocused(desk);
      } else {
        desk.store.setState({ pipe: stepPipe(pipe, { kind: 'other-route' }) });
      }
      return true;
    case ' ':
      desk.store.setState({ pipe: stepPipe(pipe, { kind: 'other-first-leg' }) });
      return true;
    case 'Enter':
      finishPipe(desk);
      return true;
    case 'Escape':
      desk.store.setState({ pipe: undefined });
      return true;
    case 'c':
    case 'C':
      otherStart(desk);
      return !event.ctrlKey && !event.metaKey;
    default:
      return false;
  }
}

/** Keys that walk the drawing while it has the focus. */
function walkKey(desk: CommandDesk, event: KeyboardEvent): boolean {
  if (event.altKey) {
    return false;
  }
  if (event.key === 'Tab') {
    return tabFocus(desk, event.shiftKey ? -1 : 1);
  }
  if ((event.key === 'Enter' || event.key === ' ') && desk.store.getState().focusId !== undefined) {
    selectFocused(desk, event.ctrlKey || event.shiftKey);
    return true;
  }
  return false;
}

/** Listens to the keys that are no commands because they depend on a gesture. Returns the function that stops it. */
export function attachDrawingKeys(desk: CommandDesk, element: HTMLElement): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof Element && event.target.closest(typingElements) !== null) {
      return;
    }
    const isInDrawing = document.activeElement === element;
    if (pipeKey(desk, event) || (isInDrawing && walkKey(desk, event))) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  window.addEventListener('keydown', onKeyDown, true);
  return () => window.removeEventListener('keydown', onKeyDown, true);
}
