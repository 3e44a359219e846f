/** The headings under which commands are listed. */
export type CommandGroup = 'File' | 'Edit' | 'Draw' | 'Arrange' | 'View' | 'Playback' | 'Panels';

/**
 * One thing a person can do. Tool bar, menus, keys and the command palette all read the same object,
 * so a command has one name, one set of keys and one rule for when it can be used.
 */
export interface Command {
  /** Stable, `group.verb`. */
  readonly id: string;
  /** A verb and its object: `Align left edges`. */
  readonly title: string;
  readonly group: CommandGroup;
  /** Chords as written on keys, for instance `Ctrl Shift Z`. The first one is shown. */
  readonly keys: readonly string[];
  /** Other words a person may search for. */
  readonly words?: readonly string[];
  /** True: a key held down runs it again and again. */
  readonly repeats?: boolean;
  /** Why it cannot be used now, as a sentence; undefined when it can. */
  readonly unavailable: () => string | undefined;
  readonly run: () => void;
}

/** The command of that id, which must exist: ids are written in the program, not typed by people. */
export function commandById(commands: readonly Command[], id: string): Command {
  const command = commands.find((candidate) => candidate.id === id);
  if (command === undefined) {
    throw new Error(`Invariant broken: no command ${id}`);
  }
  return command;
}
