import type { ComponentId } from '../../../shared/model/ids';
import type { AppCommand } from '../../state/appCommand';
import type { Editor } from '../editor';

/** The editor as its commands see it: all but the commands themselves. */
export type CommandDesk = Omit<Editor, 'commands'>;

/** What a command of Model mode is made of; the rest has defaults. */
export type CommandParts = Partial<AppCommand> & Pick<AppCommand, 'id' | 'title' | 'run'>;

/** A command of Model mode. */
export function modelCommand(parts: CommandParts): AppCommand {
  return { keys: [], modes: ['model'], unavailable: () => undefined, ...parts };
}

/** The components selected now. */
export function selectedComponents(desk: CommandDesk): readonly ComponentId[] {
  return [...desk.app.session.getState().selection.components];
}

/** The reason that nothing, or too little, is selected. */
export function needsComponents(desk: CommandDesk, atLeast: number): () => string | undefined {
  const words = atLeast === 1 ? 'Select a component first' : `Select at least ${atLeast} components first`;
  return () => (desk.app.session.getState().selection.components.size < atLeast ? words : undefined);
}

/** The reason that there is no sheet to work on. */
export function needsSheet(desk: CommandDesk): () => string | undefined {
  return () => (desk.onShow() === undefined ? 'Open a plant first' : undefined);
}
