import { invariant } from '../../../shared/lib/invariant';
import type { AppCommand } from '../../state/appCommand';

/** The command of that id. Ids are written in the program, not typed by people, so it must exist. */
export function commandOf(commands: readonly AppCommand[], id: string): AppCommand {
  const command = commands.find((candidate) => candidate.id === id);
  invariant(command !== undefined, `there is a command ${id}`);
  return command;
}
