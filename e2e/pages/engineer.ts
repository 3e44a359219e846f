import { expect, type ElectronApplication, type Page } from '@playwright/test';
import type { TestService } from '../../testing/runningService';
import type { Role } from '../../shared/sync/syncWire';
import { answerFileDialogs } from '../fixtures/dialogs';
import { setPageSize } from '../fixtures/screenshot';
import { ModelEditor } from './modelEditor';
import { showMode } from './shell';
import { Tenants } from './tenants';

/** Somebody at a program of their own. */
export interface Engineer {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly editor: ModelEditor;
  readonly tenants: Tenants;
}

/** Somebody at a program that was started for them. */
export function engineerAt({ app, window }: { readonly app: ElectronApplication; readonly window: Page }): Engineer {
  return { app, page: window, editor: new ModelEditor(window), tenants: new Tenants(window) };
}

/** Signs somebody in to the one tenant of a service, up to the list of its plants. Left out, they are an editor. */
export async function signIn(
  { tenants }: Engineer,
  service: TestService,
  who: { readonly subject: string; readonly role?: Role },
): Promise<void> {
  const token = await service.tenant.makeToken(who);
  await tenants.openList();
  await tenants.list.getByRole('button', { name: 'Sign in to a tenant' }).click();
  await tenants.signIn({ address: new URL(service.address).host, token });
  await tenants.signInForm.getByRole('button', { name: 'Show its plants' }).click();
  await expect(tenants.plants(`Tenant ${service.tenant.id}`)).toBeVisible();
}

/** Opens a tenant's plant at a program that was just started, as a new project at `path`, with so many components. */
export async function openPlantOfTenant(
  engineer: Engineer,
  service: TestService,
  asked: {
    readonly subject: string;
    readonly role?: Role;
    readonly plant: string;
    readonly path: string;
    readonly components: number;
  },
): Promise<void> {
  const { app, page, editor, tenants } = engineer;
  const { plant, path, components, ...who } = asked;
  await setPageSize(app, 1920, 1080);
  await expect(page.getByRole('radio', { name: 'Model' })).toBeVisible({ timeout: 120_000 });
  await signIn(engineer, service, who);
  await answerFileDialogs(app, path);
  await tenants
    .plants(`Tenant ${service.tenant.id}`)
    .getByRole('button', { name: `Open ${plant}` })
    .click();
  await tenants.expectState('Synced');
  await showMode(page, 'Model');
  await editor.actualSize();
  await editor.expectCounts(components, 0);
}
