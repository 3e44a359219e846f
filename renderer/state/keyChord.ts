import type { Command } from './command';

/** The part of a keyboard event that a chord needs. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly repeat: boolean;
}

const namedKeys: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Delete',
  '−': '-',
};

/** A key press as it is written on a key cap: `Ctrl Shift Z`. Shift is left out where it made the character itself. */
export function chordOf(press: KeyPress): string {
  const key = namedKeys[press.key] ?? (press.key.length === 1 ? press.key.toUpperCase() : press.key);
  const isLetterOrName = key.length > 1 || /[\p{L}\p{N}↑↓←→]/u.test(key);
  return [
    press.ctrlKey || press.metaKey ? 'Ctrl' : undefined,
    press.altKey ? 'Alt' : undefined,
    press.shiftKey && isLetterOrName ? 'Shift' : undefined,
    key,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}

/** The command that the press means, if any. A key held down repeats only the commands that say so. */
export function commandForPress(commands: readonly Command[], press: KeyPress): Command | undefined {
  const chord = chordOf(press);
  const command = commands.find((candidate) => candidate.keys.includes(chord));
  return press.repeat && command?.repeats !== true ? undefined : command;
}
