import type { ProjectSummary } from '../../shared/contract/calls';
import type { ShellBridge } from '../../shared/contract/shellBridge';
import type { App } from '../state/appContext';
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

/** Keeps the window on the plant that the engine has open. */
export function followProject(app: App, shell: ShellBridge): void {
  app.client.on('project:changed', ({ project }) => void show(app, project));
  void app.client.call('project:current', {}).then(async (answer) => {
    if (answer.ok) {
      await show(app, answer.value.project);
    }
  });
  shell.on('project:requested', ({ path }) => void app.client.call('project:open', { path }));
  shell.on('engine:state', ({ state }) => {
    if (state === 'restarted') {
      window.location.reload();
    }
  });
}
