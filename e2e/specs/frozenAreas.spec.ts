import { join } from 'node:path';
import { startTestService, type TestService } from '../../testing/runningService';
import { expect, test } from '../fixtures/app';
import { makeFolder } from '../fixtures/runningApp';
import { keepPicture, setPageSize } from '../fixtures/screenshot';
import { type Engineer, engineerAt, openPlantOfTenant, signIn } from '../pages/engineer';
import { ReviewPage } from '../pages/review';
import { showMode } from '../pages/shell';

const tenantName = 'Tenant works';
const plantName = 'Test plant';
const pictures = process.env['SIGHTGLASS_PICTURES'];

let service: TestService;
test.beforeEach(async () => {
  service = await startTestService();
});
test.afterEach(() => service.dispose());

/** Keeps a picture where somebody wants to look. */
async function picture({ page }: Engineer, name: string): Promise<void> {
  if (pictures !== undefined) {
    await keepPicture(page, join(pictures, `${name}.png`));
  }
}

/** Writes the name that is being written over in the tree. */
async function nameInTree({ page }: Engineer, name: string): Promise<void> {
  const field = page.getByRole('tree', { name: 'Areas and sheets' }).getByLabel('Name');
  await field.fill(name);
  await field.press('Enter');
  await expect(page.getByRole('treeitem', { name })).toBeVisible();
}

/** Puts the sheet on show into a new area. */
async function addArea(engineer: Engineer, name: string): Promise<void> {
  const { page } = engineer;
  await page.getByRole('button', { name: 'Add an area' }).click();
  await nameInTree(engineer, name);
  await page.getByRole('complementary', { name: 'Inspector' }).getByLabel('Area', { exact: true }).selectOption(name);
}

test('[Y95] [Y96] [Y97] [Y98] [R15] an area is frozen, an edit in it waits as a proposal, and is sent again when it is released', async ({
  startApp,
  workFolder,
}) => {
  test.slow();
  const first = await startApp();
  const ada = engineerAt(first);
  const notice = (engineer: Engineer) => engineer.page.getByTestId('frozen-notice');
  const areaRow = ({ page }: Engineer) => page.getByRole('treeitem', { name: 'North' });

  await test.step('Ada, who approves, draws a pump in an area and publishes', async () => {
    await setPageSize(ada.app, 1920, 1080);
    await ada.editor.newPlant(ada.app, makeFolder(join(workFolder, 'ada')));
    await addArea(ada, 'Nord');
    await ada.page.getByRole('treeitem', { name: 'Nord' }).click({ button: 'right' });
    await ada.page.getByRole('menuitem', { name: 'Rename area' }).click();
    await nameInTree(ada, 'North');
    await ada.editor.place('pump-centrifugal', { x: 320, y: 320 });
    await ada.editor.expectCounts(1, 0);
    await signIn(ada, service, { subject: 'Ada', role: 'approver' });
    await ada.tenants.plants(tenantName).getByRole('button', { name: 'Close' }).click();
    await ada.tenants.publish(plantName, tenantName);
    await ada.tenants.expectState('Synced');
  });

  const second = await startApp();
  const ben = engineerAt(second);
  await test.step('Ben opens it on another machine', async () => {
    const path = join(makeFolder(join(workFolder, 'ben')), 'Test plant.sightglass');
    await openPlantOfTenant(ben, service, { subject: 'Ben', role: 'editor', plant: plantName, path, components: 1 });
  });

  await test.step('Ada freezes the area; without the service she is told that it has to wait', async () => {
    await service.stop();
    await ada.tenants.expectState('Offline');
    await areaRow(ada).click({ button: 'right' });
    const item = ada.page.getByRole('menuitem', { name: 'Freeze area…' });
    await expect(item).toHaveAttribute('title', /The service is not reached now/);
    await picture(ada, 'menu-offline');
    for (const key of ['Escape', 'Tab', 'Control+1']) {
      await expect(item).toBeVisible();
      await ada.page.keyboard.press(key);
      await expect(item).toBeHidden();
      await showMode(ada.page, 'Model');
      await expect(item).toBeHidden();
      await areaRow(ada).click({ button: 'right' });
    }
    await ada.page.keyboard.press('Escape');
    await service.restart();
    await ada.page.keyboard.press('Control+Shift+Y');
    await ada.tenants.expectState('Synced');
    await areaRow(ada).click({ button: 'right' });
    await item.click();
    const dialog = ada.page.getByRole('dialog', { name: 'Freeze North?' });
    await dialog.getByLabel('Reason').fill('Change 17 is being approved');
    await picture(ada, 'freeze-dialog');
    await dialog.getByRole('button', { name: 'Freeze area' }).click();
    await expect(dialog).toBeHidden();
    await expect(notice(ada)).toContainText('North is frozen: Change 17 is being approved.');
    await picture(ada, 'frozen-approver');
  });

  await test.step('Ben sees it before he edits, and may not release it', async () => {
    await ben.page.keyboard.press('Control+Shift+Y');
    const lock = areaRow(ben).getByRole('img');
    await expect(lock).toHaveAttribute('title', /^Frozen since .* by Ada: Change 17 is being approved$/);
    await expect(notice(ben)).toContainText('is sent as a proposal, and waits until the area is released');
    await expect(notice(ben).getByRole('button')).toHaveCount(0);
    await areaRow(ben).click({ button: 'right' });
    const item = ben.page.getByRole('menuitem', { name: 'Release area…' });
    await expect(item).toHaveAttribute('aria-disabled', 'true');
    await expect(item).toHaveAttribute('title', /Your role at Tenant works is editor/);
    await picture(ben, 'frozen-editor');
    await ben.page.keyboard.press('Escape');
  });

  await test.step('what Ben changes all the same waits as a proposal', async () => {
    await ben.editor.component('P-101').click();
    await expect(ben.editor.property('Tag')).toHaveValue('P-101');
    await ben.editor.property('Design pressure').fill('16');
    await ben.editor.property('Design pressure').press('Enter');
    await ben.tenants.expectState('Online, review waiting');
    await expect(ben.page.getByText('1 proposal waits until its area is released.')).toBeVisible();
    await picture(ben, 'proposal-waits');
    const review = new ReviewPage(ben.page);
    await review.open();
    await expect(review.focused()).toContainText('North is frozen: this is kept as a proposal');
    await picture(ben, 'review-frozen');
    await ben.page.getByRole('button', { name: 'Decide later' }).click();
  });

  await test.step('Ada releases the area; Ben is led to sending it again', async () => {
    await notice(ada).getByRole('button', { name: 'Release area…' }).click();
    const dialog = ada.page.getByRole('dialog', { name: 'Release North?' });
    await picture(ada, 'release-dialog');
    await dialog.getByRole('button', { name: 'Release area' }).click();
    await expect(notice(ada)).toBeHidden();
    await expect(notice(ben)).toBeHidden();
    await expect(ben.page.getByText('1 proposal can be sent again: its area was released.')).toBeVisible();
    await picture(ben, 'proposal-free');
    const review = new ReviewPage(ben.page);
    await review.open();
    await expect(review.focused()).toContainText('North was released: this can be sent again');
    await review.take('P-101', 'Design pressure', 'Mine');
    await review.apply().click();
    await ben.tenants.expectState('Synced');
    await ada.editor.component('P-101').click();
    await expect(ada.editor.property('Design pressure')).toHaveValue('16');
  });
});
