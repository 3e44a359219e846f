import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { startTestService, type TestService } from '../../testing/runningService';
import { expect, test } from '../fixtures/app';
import { answerFileDialogs } from '../fixtures/dialogs';
import { makePumpHouse } from '../fixtures/pumpHouse';
import { handOver, makeFolder } from '../fixtures/runningApp';
import { setPageSize } from '../fixtures/screenshot';
import { ModelEditor } from '../pages/modelEditor';
import { showMode } from '../pages/shell';
import { Tenants } from '../pages/tenants';

const tenantName = 'Tenant works';

let service: TestService;
test.beforeEach(async () => {
  service = await startTestService();
});
test.afterEach(() => service.dispose());

function typedAddress(): string {
  return new URL(service.address).host;
}

/** Everything that was written below a folder. */
function writtenBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');
}

/** As an administrator of the tenant would. */
async function revoke(token: string): Promise<void> {
  const keyId = token.split('_')[1] ?? '';
  const headers = { authorization: `Bearer ${service.tenant.tokens.admin}` };
  const answer = await fetch(`${service.address}/v1/tokens/${keyId}`, { method: 'DELETE', headers });
  expect(answer.status).toBeLessThan(300);
}

test('[Y70] a plant is published, synced, edited offline and synced again; a colleague opens it', async ({
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
  const { editor: token } = service.tenant.tokens;

  await test.step('sign in: errors in their place, then who one is', async () => {
    await tenants.openList();
    await expect(tenants.list).toContainText('No tenant.');
    await tenants.list.getByRole('button', { name: 'Sign in to a tenant' }).click();
    await tenants.signInForm.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(tenants.signInForm).toContainText('Type the address of the tenant');
    await tenants.signIn({ address: typedAddress(), token: 'sg_of_nobody' });
    await expect(tenants.signInForm.getByRole('alert')).toContainText('does not accept this token');
    await tenants.signIn({ address: typedAddress(), token });
    await expect(tenants.signInForm).toContainText(`Signed in to ${tenantName} as editor of works`);
    await tenants.signInForm.getByRole('button', { name: 'Show its plants' }).click();
    await expect(tenants.plants(tenantName)).toContainText('has no plant yet');
    await tenants.plants(tenantName).getByRole('button', { name: 'Close' }).click();
  });

  await test.step('publish', async () => {
    await expect(tenants.state).toBeHidden();
    await tenants.publish('Generated, 20 components', tenantName);
    await tenants.expectState('Synced');
    await expect(page.getByTestId('sync-revisions')).toHaveText(/^Base rev (\d+), service rev \1$/);
  });

  await test.step('the network goes: the edit stays, and the state says why it is not sent', async () => {
    await service.stop();
    await tenants.expectState('Offline');
    await new ModelEditor(page).place('pump-centrifugal', { x: 80, y: 80 });
    await tenants.expectState('Offline, 1 change waiting');
    await tenants.openPanel();
    await expect(tenants.panel.getByTestId('sync-pending')).toContainText('1 change waits to be sent, the first since');
    await expect(tenants.panel.getByRole('alert')).toContainText('cannot be reached');
    await expect(tenants.panel.getByRole('alert')).toContainText('It is tried again');
  });

  await test.step('it is back: sent, also when asked to', async () => {
    await service.restart();
    await tenants.panel.getByRole('button', { name: 'Try again now' }).click();
    await expect(tenants.panel.getByTestId('sync-pending')).toContainText('Everything that was changed here');
    await page.keyboard.press('Escape');
    await tenants.expectState('Synced');
  });

  await test.step('a colleague opens it on another machine, and sees what is changed', async () => {
    const { app: second, window: theirs } = await startApp();
    await setPageSize(second, 1920, 1080);
    await expect(theirs.getByRole('radio', { name: 'Model' })).toBeVisible({ timeout: 120_000 });
    const their = new Tenants(theirs);
    await theirs.keyboard.press('Control+Shift+O');
    await theirs
      .getByRole('dialog', { name: 'Plants of a tenant' })
      .getByRole('button', { name: /^Sign in/ })
      .click();
    const colleague = await service.tenant.makeToken({ subject: 'colleague' });
    await their.signIn({ address: typedAddress(), token: colleague });
    await their.signInForm.getByRole('button', { name: 'Show its plants' }).click();
    const copy = join(makeFolder(join(workFolder, 'theirs')), 'copy.sightglass');
    await answerFileDialogs(second, copy);
    await their.plants(tenantName).getByRole('button', { name: 'Open Generated, 20 components' }).click();
    await their.expectState('Synced');
    await showMode(theirs, 'Model');
    await expect(theirs.getByTestId('sync-revisions')).toHaveText(
      (await page.getByTestId('sync-revisions').textContent()) ?? '',
    );
    await new ModelEditor(theirs).place('pump-centrifugal', { x: 200, y: 80 });
    await their.expectState('Synced');
    const theirRevision = (await theirs.getByTestId('sync-revisions').textContent()) ?? '';
    await expect(page.getByTestId('sync-revisions')).toHaveText(theirRevision, { timeout: 30_000 });
    await their.openList();
    await their
      .row(tenantName)
      .getByRole('button', { name: `Plants of ${tenantName}` })
      .click();
    await expect(their.plants(tenantName).getByRole('button', { name: 'Show Generated, 20 components' })).toBeVisible();
  });

  await test.step('the token is revoked: said so, and signing in again is offered', async () => {
    await revoke(token);
    await new ModelEditor(page).place('pump-centrifugal', { x: 320, y: 80 });
    await tenants.expectState('Not sent: sign in again');
    await tenants.openPanel();
    await tenants.panel.getByRole('button', { name: 'Sign in again' }).click();
    const fresh = await service.tenant.makeToken({ subject: 'editor of works' });
    await expect(tenants.signInForm.getByLabel('Address', { exact: true })).toHaveValue(service.address);
    await tenants.signIn({ address: service.address, token: fresh });
    await tenants.signInForm.getByRole('button', { name: 'Close' }).click();
    await tenants.expectState('Synced');
    const written = writtenBelow(workFolder);
    expect(written).toContain(tenantName);
    expect([token, fresh].filter((secret) => written.includes(secret))).toEqual([]);
  });
});
