import { expect, test } from '../fixtures/app';
import { setPageSize } from '../fixtures/screenshot';

test('the window comes up with nothing to complain about', async ({ startApp }) => {
  const { app, window: page } = await startApp();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.reload();
  await setPageSize(app, 1920, 1080);
  await expect(page.getByRole('button', { name: 'Close' })).toBeVisible();
  await page.waitForTimeout(500);
  expect(complaints).toEqual([]);
  expect(await page.evaluate(() => [window.innerWidth, window.innerHeight])).toEqual([1920, 1080]);
});
