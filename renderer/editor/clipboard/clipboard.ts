import { counted } from '../../../shared/lib/counted';
import { select } from '../../state/sessionStore';
import type { CommandDesk } from '../commands/commandParts';

/** Our own type on the clipboard; the same JSON is there as plain text for other programs. */
export const clipboardType = 'application/vnd.sightglass.components+json';
/** How far a copy stands from what it is a copy of, px. */
const copyOffsetPx = 48;

/**
 * Puts text on the system's clipboard. Windows of the program may not read or write it through the clipboard
 * interface (every permission is denied), but copying what is selected in a field is always allowed.
 */
export function writeClipboard(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.className = 'visually-hidden';
  field.value = text;
  document.body.append(field);
  field.select();
  const setOwnType = (event: ClipboardEvent): void => {
    event.clipboardData?.setData(clipboardType, text);
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  field.addEventListener('copy', setOwnType);
  const isWritten = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) {
    before.focus({ preventScroll: true });
  }
  return isWritten;
}

/** Writes what is selected to the clipboard. True when there was something to write. */
export function copySelection({ app, edits, clipboard }: CommandDesk): boolean {
  const text = edits.copy(app.session.getState().selection);
  if (text === undefined) {
    return false;
  }
  clipboard.last = text;
  return writeClipboard(text);
}

/** Copies what is selected and takes it off the sheet. */
export function cutSelection(desk: CommandDesk): void {
  const { selection } = desk.app.session.getState();
  if (copySelection(desk)) {
    select(desk.app.session, []);
    desk.edits.remove(selection);
  }
}

/** Pastes what `copySelection` wrote, here or in another window. Any other text changes nothing. */
export function pasteText(desk: CommandDesk, text: string): void {
  const pasted = desk.edits.paste(text, { x: copyOffsetPx, y: copyOffsetPx });
  if (pasted === undefined) {
    desk.store.setState({ announcement: 'The clipboard holds no components' });
  } else if (pasted.length > 0) {
    const words = counted(pasted.length, 'component');
    select(desk.app.session, pasted);
    desk.store.setState({ announcement: `Pasted ${words}` });
  }
}

/** A copy beside the original, without touching the clipboard. */
export function duplicateSelection(desk: CommandDesk): void {
  const text = desk.edits.copy(desk.app.session.getState().selection);
  if (text !== undefined) {
    pasteText(desk, text);
  }
}

const typingElements = 'input:not([type=checkbox]), textarea, select, dialog';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(typingElements) !== null;
}

/**
 * Takes part in pasting while Model mode is on screen. Ctrl V must reach the page as a paste, so it is kept from
 * the shortcuts; what the clipboard holds then comes with the event. Returns the function that stops it.
 */
export function attachPasting(desk: CommandDesk): () => void {
  const letThrough = (event: KeyboardEvent): void => {
    const isPaste = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'v';
    if (isPaste && !isTyping(event.target)) {
      event.stopPropagation();
    }
  };
  const onPaste = (event: ClipboardEvent): void => {
    if (!isTyping(event.target) && event.clipboardData !== null) {
      event.preventDefault();
      pasteText(desk, event.clipboardData.getData(clipboardType) || event.clipboardData.getData('text/plain'));
    }
  };
  window.addEventListener('keydown', letThrough, true);
  document.addEventListener('paste', onPaste);
  return () => {
    window.removeEventListener('keydown', letThrough, true);
    document.removeEventListener('paste', onPaste);
  };
}
