import { join } from 'node:path';
import { expect, test } from '../fixtures/app';
import { makeFolder } from '../fixtures/runningApp';
import { setPageSize } from '../fixtures/screenshot';
import { ModelEditor } from '../pages/modelEditor';

test('[E1] a plant is drawn, bound, taken back, done again and still there after a restart', async ({
  startApp,
  workFolder,
}) => {
  const { app, window: page, userData } = await startApp();
  await setPageSize(app, 1920, 1080);
  const editor = new ModelEditor(page);
  await editor.newPlant(app, makeFolder(join(workFolder, 'plants')));

  await test.step('place a pump and a valve', async () => {
    await editor.place('pump-centrifugal', { x: 320, y: 320 });
    await editor.expectCounts(1, 0);
    await editor.place('valve-gate', { x: 720, y: 320 });
    await editor.expectCounts(2, 0);
  });

  await test.step('connect them port to port', async () => {
    await page.keyboard.press('p');
    await editor.drag({ x: 344, y: 320 }, { x: 696, y: 320 });
    await editor.expectCounts(2, 1);
    await page.keyboard.press('v');
  });

  await test.step('drop a valve on the pipe: it opens around it', async () => {
    await editor.place('valve-butterfly', { x: 520, y: 326 });
    await editor.expectCounts(3, 2);
  });

  await test.step('delete it: the pipe heals; take that back', async () => {
    await editor.click({ x: 520, y: 320 });
    await page.keyboard.press('Delete');
    await editor.expectCounts(2, 1);
    await page.keyboard.press('Control+z');
    await editor.expectCounts(3, 2);
  });

  await test.step('bind a sensor by dragging it onto the valve', async () => {
    await editor.addSensor('CHWP.XV_102.ZT');
    await editor.dragSensor('CHWP.XV_102.ZT', { x: 520, y: 320 });
    const menu = page.getByRole('menu');
    await expect(menu).toBeVisible();
    await menu.getByRole('menuitem', { name: 'Position' }).click();
    await editor.click({ x: 520, y: 320 });
    await expect(page.getByRole('region', { name: 'Bindings' })).toContainText('CHWP.XV_102.ZT');
  });

  await test.step('take everything back and do it again', async () => {
    const undo = page.getByRole('button', { name: 'Undo (Ctrl Z)' });
    await expect(async () => {
      await page.keyboard.press('Control+z');
      await expect(undo).toHaveAttribute('aria-disabled', 'true', { timeout: 200 });
    }).toPass();
    await editor.expectCounts(0, 0);
    // Nothing is left to take back: what was typed into the search before is no part of that.
    await page.keyboard.press('Control+z');
    await expect(page.getByLabel('Search symbols')).not.toBeFocused();
    const redo = page.getByRole('button', { name: 'Redo (Ctrl Shift Z)' });
    await expect(async () => {
      await page.keyboard.press('Control+Shift+z');
      await expect(redo).toHaveAttribute('aria-disabled', 'true', { timeout: 200 });
    }).toPass();
    await editor.expectCounts(3, 2);
    await editor.expectKept();
  });

  await test.step('start anew', async () => {
    await app.close();
    const second = await startApp({ userData });
    await setPageSize(second.app, 1920, 1080);
    const reopened = new ModelEditor(second.window);
    await second.window.getByRole('radio', { name: 'Model' }).click();
    await reopened.expectCounts(3, 2);
    await expect(second.window.locator('[data-sensor="CHWP.XV_102.ZT"]')).toContainText('position');
  });
});

test('[E2] a copy has its own tag and the same bindings', async ({ startApp, workFolder }) => {
  const { app, window: page } = await startApp();
  await setPageSize(app, 1920, 1080);
  const editor = new ModelEditor(page);
  await editor.newPlant(app, makeFolder(join(workFolder, 'plants')));
  await editor.place('valve-control', { x: 320, y: 320 });
  const tag = await editor.property('Tag').inputValue();
  expect(tag).not.toBe('');
  await editor.addSensor('CV.POSITION');
  await editor.dragSensor('CV.POSITION', { x: 320, y: 320 });
  await page.getByRole('menuitem', { name: 'Position' }).click();
  await editor.click({ x: 320, y: 320 });
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await editor.expectCounts(2, 0);
  await expect(editor.property('Tag')).not.toHaveValue(tag);
  await expect(page.getByRole('region', { name: 'Bindings' })).toContainText('CV.POSITION');
});

test('[E16] a valve that stands free is dragged into a pipe', async ({ startApp, workFolder }) => {
  const { app, window: page } = await startApp();
  await setPageSize(app, 1280, 720);
  const editor = new ModelEditor(page);
  await editor.newPlant(app, makeFolder(join(workFolder, 'plants')));
  await editor.place('pump-centrifugal', { x: 120, y: 120 });
  await editor.place('valve-gate', { x: 560, y: 120 });
  await page.keyboard.press('p');
  await editor.drag({ x: 144, y: 120 }, { x: 536, y: 120 });
  await page.keyboard.press('v');
  await editor.place('valve-ball', { x: 320, y: 260 });
  await editor.expectCounts(3, 1);
  await editor.drag({ x: 320, y: 260 }, { x: 320, y: 121 });
  await editor.expectCounts(3, 2);
});

test('[E3] the drawing can be made by keys alone', async ({ startApp, workFolder }) => {
  const { app, window: page } = await startApp();
  await setPageSize(app, 1920, 1080);
  const editor = new ModelEditor(page);
  await editor.newPlant(app, makeFolder(join(workFolder, 'plants')));
  await page.keyboard.press('/');
  await page.keyboard.type('centrifugal');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await editor.expectCounts(1, 0);
  await page.keyboard.press('F6');
  for (let step = 0; step < 4; step += 1) {
    await page.keyboard.press('Shift+ArrowLeft');
  }
  await page.keyboard.press('/');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await editor.expectCounts(2, 0);
  await page.keyboard.press('F6');
  await page.keyboard.press('c');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await editor.expectCounts(2, 1);
});

test('[E4] a drag moves with guides, keeps the pipe and is one step of undo', async ({ startApp, workFolder }) => {
  const { app, window: page } = await startApp();
  await setPageSize(app, 1920, 1080);
  const editor = new ModelEditor(page);
  await editor.newPlant(app, makeFolder(join(workFolder, 'plants')));
  await editor.place('pump-centrifugal', { x: 320, y: 320 });
  await editor.place('valve-gate', { x: 720, y: 320 });
  await page.keyboard.press('p');
  await editor.drag({ x: 344, y: 320 }, { x: 696, y: 320 });
  await page.keyboard.press('v');
  await editor.drag({ x: 722, y: 322 }, { x: 802, y: 402 });
  await editor.expectCounts(2, 1);
  await editor.click({ x: 800, y: 400 });
  await expect(editor.property('Tag')).not.toHaveValue('');
  await page.keyboard.press('Control+z');
  await editor.click({ x: 720, y: 320 });
  await expect(editor.property('Tag')).not.toHaveValue('');
});
