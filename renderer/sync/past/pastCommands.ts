import type { AppCommand } from '../../state/appCommand';
import type { App } from '../../state/appContext';
import type { PastDesk } from './pastDesk';

/** The command that opens the list; live in both modes. */
export function createPastOpening(app: App, desk: PastDesk): readonly AppCommand[] {
  return [
    {
      id: 'plant:look-back',
      title: 'History of the plant',
      keywords: 'revisions changes who changed when compare revert past',
      keys: ['Ctrl+H'],
      icon: 'clock',
      modes: ['operate', 'model'],
      unavailable: () => (app.models.store.getState().model === undefined ? 'Open a plant first' : undefined),
      run: () => (desk.store.getState().isOpen && app.session.getState().mode === 'model' ? desk.close() : desk.open()),
    },
  ];
}

type Parts = Pick<AppCommand, 'id' | 'title' | 'keys' | 'run'> & Partial<AppCommand>;

function pastCommand(parts: Parts): AppCommand {
  return { modes: ['model'], unavailable: () => undefined, ...parts };
}

/** What stands in the place of the editor's commands while one looks at the past, which nobody can change. */
export function createPastCommands(desk: PastDesk): readonly AppCommand[] {
  const notComparing = (): string | undefined =>
    desk.store.getState().view.kind === 'comparison' ? undefined : 'Compare two revisions first';
  return [
    pastCommand({ id: 'past:today', title: 'Back to today', keys: ['Escape'], run: () => desk.backToToday() }),
    pastCommand({
      id: 'past:next',
      title: 'Next difference',
      keys: ['J', '.'],
      unavailable: notComparing,
      run: () => desk.turn(1),
    }),
    pastCommand({
      id: 'past:previous',
      title: 'Previous difference',
      keys: ['K', ','],
      unavailable: notComparing,
      run: () => desk.turn(-1),
    }),
    pastCommand({ id: 'past:older', title: 'Older revision', keys: ['Alt+ArrowDown'], run: () => desk.step(1) }),
    pastCommand({ id: 'past:newer', title: 'Newer revision', keys: ['Alt+ArrowUp'], run: () => desk.step(-1) }),
  ];
}
