import { expect, test } from '../fixtures/app';

test('the app starts with the Chromium sandbox', async ({ startApp }) => {
  const { window } = await startApp();
  await expect(window.locator('#root')).not.toBeEmpty();
});
