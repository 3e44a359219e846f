import { join } from 'node:path';
import { startTestService, type TestService } from '../../testing/runningService';
import { copyOfService } from '../../testing/serviceCopy';
import { expect, test } from '../fixtures/app';
import { makePumpHouse } from '../fixtures/pumpHouse';
import { handOver, makeFolder } from '../fixtures/runningApp';
import { setPageSize } from '../fixtures/screenshot';
import { ModelEditor } from '../pages/modelEditor';
import { showMode } from '../pages/shell';
import { Tenants } from '../pages/tenants';

const tenantName = 'Tenant works';
const plantName = 'Generated, 20 components';

let service: TestService;
test.beforeEach(async () => {
  service = await startTestService();
});
test.afterEach(() => service.dispose());

test('[Y82] a plant that its service lost is published again, after it was said what that means', async ({
  startApp,
  workFolder,
}) => {
  test.slow();
  const project = join(makeFolder(join(workFolder, 'plants')), 'pump-house.sightglass');
  makePumpHouse(project);
  handOver(project);
  const { app, window: page } = await startApp({ project });
  await setPageSize(app, 1920, 1080);
  await showMode(page, 'Model');
  const tenants = new Tenants(page);
  await tenants.openList();
  await tenants.list.getByRole('button', { name: 'Sign in to a tenant' }).click();
  await tenants.signIn({ address: new URL(service.address).host, token: service.tenant.tokens.editor });
  await tenants.signInForm.getByRole('button', { name: 'Close' }).click();
  const putBack = await copyOfService(service);
  await tenants.publish(plantName, tenantName);
  await tenants.expectState('Synced');

  await putBack();
  await new ModelEditor(page).place('pump-centrifugal', { x: 80, y: 80 });
  await tenants.expectState('Not sent: plant is gone there');
  await tenants.openPanel();
  await expect(tenants.panel.getByRole('alert')).toContainText('is not at');
  await tenants.panel.getByRole('button', { name: 'Publish it again' }).click();
  const dialog = page.getByRole('dialog', { name: `Publish ${plantName} again` });
  await expect(dialog).toContainText('becomes a new plant of Tenant works');
  await dialog.getByRole('button', { name: 'Publish it again' }).click();
  await expect(dialog).toBeHidden();
  await tenants.expectState('Synced');
  await expect(page.getByTestId('sync-revisions')).toHaveText(/^Base rev (\d+), service rev \1$/);
});
