import { join } from 'node:path';
import { expect, test } from '../fixtures/app';
import { makeFolder } from '../fixtures/runningApp';
import { setPageSize } from '../fixtures/screenshot';
import { ModelEditor } from '../pages/modelEditor';
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
