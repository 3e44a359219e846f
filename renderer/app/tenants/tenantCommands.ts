import type { AppCommand } from '../../state/appCommand';
import type { App } from '../../state/appContext';
import { syncNow } from './tenantActions';

function command(id: string, title: string, rest: Partial<AppCommand> & Pick<AppCommand, 'run'>): AppCommand {
  return { id, title, keys: [], modes: ['operate', 'model'], unavailable: () => undefined, ...rest };
}

/** The tenant of the open plant, as far as it is known. */
function tenantName({ sync }: App): string | undefined {
  const { status } = sync.getState();
  return status === undefined || status.phase === 'local' ? undefined : (status.tenant?.name ?? 'a tenant');
}

function publishRefusal(app: App): string | undefined {
  if (app.models.store.getState().model === undefined) {
    return 'Open a plant first';
  }
  const name = tenantName(app);
  return name === undefined ? undefined : `This plant belongs to ${name} already`;
}

/** What can be done with tenants and the sync of the open plant. */
export function createTenantCommands(app: App): readonly AppCommand[] {
  const { session } = app;
  return [
    command('tenant:plants', 'Open a plant of a tenant', {
      keys: ['Ctrl+Shift+O'],
      icon: 'cloud',
      keywords: 'download service colleagues shared',
      run: () => session.setState({ tenants: { kind: 'plants', tenant: undefined } }),
    }),
    command('tenant:publish', 'Publish this plant', {
      keys: ['Ctrl+Shift+P'],
      icon: 'export',
      keywords: 'tenant service share upload colleagues',
      unavailable: () => publishRefusal(app),
      run: () => session.setState({ tenants: { kind: 'publish' } }),
    }),
    command('tenant:sync', 'Sync now', {
      keys: ['Ctrl+Shift+Y'],
      icon: 'working',
      keywords: 'send fetch tenant service online try again',
      unavailable: () => (tenantName(app) === undefined ? 'This plant belongs to no tenant' : undefined),
      run: () => void syncNow(app),
    }),
    command('tenant:list', 'Tenants', {
      keys: ['Ctrl+Shift+T'],
      icon: 'link',
      keywords: 'sign out service token account',
      run: () => session.setState({ tenants: { kind: 'list' } }),
    }),
    command('tenant:sign-in', 'Sign in to a tenant', {
      icon: 'plus',
      keywords: 'service token account address',
      run: () => session.setState({ tenants: { kind: 'sign-in', address: '', next: 'plants' } }),
    }),
  ];
}
