import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { setPageSize } from '../fixtures/screenshot';
import { openExamplePlant, showMode } from '../pages/shell';

/** Everything the page's log complains about from now on. */
function listenForComplaints(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

test('the window comes up with nothing to complain about, in the size asked for', async ({ startApp }) => {
  const { app, window: page } = await startApp();
  const complaints = listenForComplaints(page);
  await page.reload();
  await setPageSize(app, 1920, 1080);
  await expect(page.getByRole('button', { name: 'Close' })).toBeVisible();
  await expect.poll(() => page.evaluate(() => [window.innerWidth, window.innerHeight])).toEqual([1920, 1080]);
  expect(complaints).toEqual([]);
});

test('the example plant opens in both modes with nothing to complain about', async ({ startApp }) => {
  const { window: page } = await startApp();
  const complaints = listenForComplaints(page);
  await openExamplePlant(page);
  await showMode(page, 'Operate');
  await showMode(page, 'Model');
  expect(complaints).toEqual([]);
});
