import { useEffect } from 'react';
import type { AppCommand } from '../state/appCommand';
import type { SessionStore } from '../state/sessionStore';

const typingElements = 'input:not([type=checkbox]):not([type=range]), textarea, select, [contenteditable=true]';

/** A key press in the words of `AppCommand.keys`: modifiers in the order Ctrl, Alt, Shift, then the key. */
export function chordOf(event: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'key'>): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const isSign = key.length === 1 && key.toLowerCase() === key.toUpperCase();
  return [
    event.ctrlKey || event.metaKey ? 'Ctrl' : undefined,
    event.altKey ? 'Alt' : undefined,
    // A sign such as + already says which keys were pressed.
    event.shiftKey && !isSign ? 'Shift' : undefined,
    key,
  ]
    .filter((part) => part !== undefined)
    .join('+');
}

/** Chords that mean something inside a text: they stay there. */
const textChord = /^Ctrl\+(?:Shift\+)?(?:[ACVXYZ]|Arrow\w+|Home|End|Backspace|Delete|Enter)$/;

/** True for chords that run a command although someone types: those with Ctrl that mean nothing in a text. */
export function passesTyping(chord: string): boolean {
  return chord.startsWith('Ctrl+') && !textChord.test(chord);
}

/** True while the keys belong to what is being typed into, and to nothing behind an open dialog. */
function isKept(event: KeyboardEvent, chord: string): boolean {
  const { target } = event;
  // Also where what had the focus in the dialog is gone, and the focus with it.
  if (document.querySelector('dialog:modal') !== null) {
    return true;
  }
  return target instanceof Element && target.closest(typingElements) !== null && !passesTyping(chord);
}

const pressableElements = 'button:not([role=radio]):focus-visible, [role=button]:focus-visible, a:focus-visible';

/** True for Space and Enter on a control that was reached by the keyboard: they press it. */
function isPressing(event: KeyboardEvent): boolean {
  const { target, key } = event;
  return (key === ' ' || key === 'Enter') && target instanceof Element && target.matches(pressableElements);
}

/** Runs the command of the mode whose shortcut was pressed. Plain keys wait while someone types; Ctrl chords do not. */
export function useCommandKeys(commands: readonly AppCommand[], session: SessionStore): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || session.getState().commandPaletteOpen) {
        return;
      }
      const chord = chordOf(event);
      if (isKept(event, chord) || isPressing(event)) {
        return;
      }
      const { mode } = session.getState();
      const command = commands.find(({ keys, modes }) => modes.includes(mode) && keys.includes(chord));
      if (command === undefined) {
        return;
      }
      // Also where it cannot run: the window would take back what was typed into a field long left, and go there.
      event.preventDefault();
      if (command.unavailable() === undefined) {
        command.run();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [commands, session]);
}
