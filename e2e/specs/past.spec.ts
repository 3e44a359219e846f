import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { handOver, makeFolder } from '../fixtures/runningApp';
import { setPageSize } from '../fixtures/screenshot';
import { firstSensorName, laterSensorName, makeTenantPlant, reboundMs, reboundTag } from '../fixtures/tenantPlant';
import { ModelEditor } from '../pages/modelEditor';
import { goTo, readValues, selectByTag, waitForValues } from '../pages/operate';
import { PastPages } from '../pages/past';

test('[R51] [R52] [R44] a local plant: look back, compare, revert, undo', async ({ startApp, workFolder }) => {
  const { app, window: page } = await startApp();
  await setPageSize(app, 1920, 1080);
  const editor = new ModelEditor(page);
  const past = new PastPages(page);
  await editor.newPlant(app, makeFolder(join(workFolder, 'plants')));
  await editor.place('pump-centrifugal', { x: 320, y: 320 });
  await editor.expectCounts(1, 0);
  await editor.place('valve-gate', { x: 720, y: 320 });
  await editor.expectCounts(2, 0);
  await editor.place('tank-buffer', { x: 520, y: 560 });
  await editor.expectCounts(3, 0);
  await editor.click({ x: 720, y: 320 });
  await page.keyboard.press('Delete');
  await editor.expectCounts(2, 0);

  await test.step('the list says what was done, newest first', async () => {
    await past.open();
    await expect(past.panel.getByTestId('revision-row')).toHaveCount(4);
    await expect(past.row(4)).toContainText('1 removed');
    await expect(past.row(1)).toContainText('1 added');
  });

  await test.step('looking back shows the drawing as of then and changes nothing', async () => {
    await past.show(3);
    await past.expectComponentsThen(3);
    await past.show(1);
    await past.expectComponentsThen(1);
    // Delete is a key of the editor, which is not here.
    await page.keyboard.press('Delete');
    await page.keyboard.press('Control+z');
    await past.backToToday();
    await editor.expectCounts(2, 0);
  });

  await test.step('a typed moment leads to the plant of then', async () => {
    const moment = past.panel.getByLabel('As of a moment');
    await moment.fill('yesterday 6pm');
    await expect(past.panel).toContainText('No change fits');
    await moment.fill('now');
    await moment.press('Enter');
    await past.expectComponentsThen(2);
    await expect(past.banner).toContainText('Revision 4,');
    await past.backToToday();
    await moment.fill('');
    await expect(past.row(1)).toBeVisible();
  });

  await test.step('what a revision changed is marked and listed', async () => {
    await past.show(4);
    await past.press('Show what it changed');
    await expect(past.differences('removed')).toHaveCount(1);
    await expect(past.marks('removed')).toHaveCount(1);
    await expect(past.banner).toContainText('From revision 3 to revision 4: 0 added, 1 removed, 0 changed');
    await past.press('Back to the list');
    await past.show(1);
    await past.press('Compare with today');
    await expect(past.differences('added')).toHaveCount(1);
    await past.backToToday();
  });

  await test.step('reverting is an edit like any other: it can be taken back', async () => {
    await past.show(4);
    await past.press('Revert this change');
    await expect(past.panel.getByTestId('history-message')).toContainText('was taken back');
    await editor.expectCounts(3, 0);
    await expect(past.row(5)).toContainText('Revert:');
    await editor.drawing.focus();
    await page.keyboard.press('Control+z');
    await editor.expectCounts(2, 0);
    await expect(past.row(6)).toContainText('Undo:');
  });

  await test.step('a revision of which nothing stands any more says so', async () => {
    await past.row(2).click();
    await past.press('Revert this change');
    await expect(past.panel.getByTestId('history-message')).toContainText('Nothing is left to take back');
  });
});

/** What the sheet shows of this sensor; undefined: it does not show it. */
async function shownOf(window: Page, sensorId: string): Promise<string | undefined> {
  return (await readValues(window)).values.find((value) => value.sensorId === sensorId)?.words;
}

test('[R53] [R55] [R57] replay shows the drawing and bindings in force then', async ({ startApp, workFolder }) => {
  const project = join(workFolder, 'tenant.sightglass');
  const { first, later } = await makeTenantPlant(project);
  handOver(project);
  const { app, window } = await startApp({ project });
  await setPageSize(app, 1920, 1080);
  await waitForValues(window);
  const notice = window.getByTestId('replay-drawing');
  const panel = window.getByTestId('selection-panel');
  const hourMs = 3_600_000;
  await selectByTag(window, reboundTag);

  await test.step('before the change the valve has its first sensor, which is gone today', async () => {
    await goTo(window, reboundMs - hourMs);
    await expect(notice).toContainText('revision 1');
    await expect(panel).toContainText(firstSensorName);
    await expect(panel).not.toContainText(laterSensorName);
    await expect.poll(() => shownOf(window, first.id)).toMatch(/\d %/);
  });

  await test.step('after it the other, without asking anybody', async () => {
    await goTo(window, reboundMs + hourMs);
    await expect(notice).toContainText('revision 3');
    await expect(panel).toContainText(laterSensorName);
    await expect.poll(() => shownOf(window, first.id)).toBeUndefined();
    await expect.poll(() => shownOf(window, later.id)).toMatch(/\d %/);
  });

  await test.step('before anything was published the first revision stands', async () => {
    await goTo(window, reboundMs - 18 * hourMs);
    await expect(notice).toContainText('revision 1');
    await expect(panel).toContainText(firstSensorName);
  });

  await test.step('today’s drawing can be shown instead, and stays', async () => {
    await window.getByRole('button', { name: 'Show today’s drawing' }).click();
    await expect(notice).toContainText('Drawing and bindings of today');
    await expect(panel).toContainText(laterSensorName);
    await goTo(window, reboundMs - 2 * hourMs);
    await expect(panel).toContainText(laterSensorName);
    await window.getByRole('button', { name: 'Show the drawing of then' }).click();
    await expect(panel).toContainText(firstSensorName);
  });

  await test.step('playing across the change changes the drawing', async () => {
    await goTo(window, reboundMs - 20_000);
    await expect(panel).toContainText(firstSensorName);
    await window.keyboard.press('3');
    await window.keyboard.press('Space');
    await expect(panel).toContainText(laterSensorName);
    await window.keyboard.press('Space');
  });
});
