import { expect, type ElectronApplication, type Page } from '@playwright/test';
import type { TestService } from '../../testing/runningService';
import type { Role } from '../../shared/sync/syncWire';
import { ModelEditor } from './modelEditor';
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
