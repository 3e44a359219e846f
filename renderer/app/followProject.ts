import type { ProjectSummary } from '../../shared/contract/calls';
import type { ShellBridge } from '../../shared/contract/shellBridge';
import type { App } from '../state/appContext';
import { openExample, openPath } from './plantActions';
import { emptySelection } from '../state/sessionStore';
import { sheetsInOrder } from '../state/sheetsInOrder';

async function show(app: App, project: ProjectSummary | undefined): Promise<void> {
  await app.models.actions.load(project);
  const { model } = app.models.store.getState();
  app.session.setState({
    sheetId: model === undefined ? undefined : sheetsInOrder(model)[0]?.id,
    selection: emptySelection,
    revealed: undefined,
  });
}

/** Shows what the engine has open; with nothing open the example plant, so that there is something to look at. */
async function showFirst(app: App): Promise<void> {
  const answer = await app.client.call('project:current', {});
  if (!answer.ok) {
    app.jobs.setState({ failure: answer.error });
  } else if (answer.value.project === undefined) {
    await openExample(app);
  } else {
    await show(app, answer.value.project);
  }
}

/** Keeps the window on the plant that the engine has open. */
export function followProject(app: App, shell: ShellBridge): void {
  app.client.on('project:changed', ({ project }) => void show(app, project));
  void showFirst(app);
  shell.on('project:requested', ({ path }) => void openPath(app, path));
  shell.on('engine:state', ({ state }) => {
    if (state === 'restarted') {
      window.location.reload();
    } else {
      app.jobs.setState({ job: undefined, failure: { code: 'engine-gone' } });
    }
  });
}
