import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { openExamplePlant } from '../pages/shell';

/** The engine's process, as the main process knows it. */
function enginePid(app: ElectronApplication): Promise<number | undefined> {
  return app.evaluate(
    ({ app: electronApp }) => electronApp.getAppMetrics().find(({ name }) => name === 'Sightglass engine')?.pid,
  );
}

async function killEngine(app: ElectronApplication): Promise<void> {
  const pid = await enginePid(app);
  expect(pid).toBeDefined();
  process.kill(pid ?? Number.NaN, 'SIGKILL');
  await expect.poll(async () => [undefined, pid].includes(await enginePid(app))).toBe(false);
}

test('an engine that dies is started again with the plant it had open', async ({ startApp }) => {
  const { app, window: page } = await startApp();
  await openExamplePlant(page);
  await killEngine(app);
  await expect(page.getByRole('radiogroup', { name: 'Mode' })).toBeVisible();
  await expect(page.getByTestId('saved-state')).toContainText('All changes kept');
});

test('closing the window lets the engine write everything before the program ends', async ({ startApp }) => {
  const { app, window: page, userData } = await startApp();
  await openExamplePlant(page);
  const ended = app.waitForEvent('close');
  // The window may be gone before the click has been reported back.
  await page
    .getByRole('button', { name: 'Close' })
    .click()
    .catch(() => undefined);
  await ended;
  const project = join(userData, 'Example plant.sightglass');
  expect(existsSync(project)).toBe(true);
  // The file is whole by itself: nothing is left in SQLite's log beside it.
  expect(existsSync(`${project}-wal`)).toBe(false);
});

test('the next start shows the plant that was open', async ({ startApp }) => {
  const first = await startApp();
  await openExamplePlant(first.window);
  await first.app.close();
  const second = await startApp({ userData: first.userData });
  await expect(second.window.getByRole('radiogroup', { name: 'Mode' })).toBeVisible();
});
