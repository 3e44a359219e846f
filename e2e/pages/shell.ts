import { expect, type Page } from '@playwright/test';

const firstFillTimeoutMs = 120_000;

/** Waits for the example plant, which opens by itself where nothing else was open; the first time its history is simulated. */
export async function openExamplePlant(window: Page): Promise<void> {
  const modes = window.getByRole('radiogroup', { name: 'Mode' });
  await expect(modes).toBeVisible({ timeout: firstFillTimeoutMs });
}

/** Switches between drawing and replaying, and waits until the screen has settled. */
export async function showMode(window: Page, mode: 'Operate' | 'Model'): Promise<void> {
  const choice = window.getByRole('radio', { name: mode });
  await choice.click();
  await expect(choice).toBeChecked();
  await settle(window);
}

/** Waits until nothing is being fetched and two pictures in a row are alike. */
export async function settle(window: Page): Promise<void> {
  await window.evaluate(() => document.fonts.ready);
  let before = await window.screenshot();
  await expect(async () => {
    const after = await window.screenshot();
    const alike = after.equals(before);
    before = after;
    expect(alike).toBe(true);
  }).toPass({ intervals: [300], timeout: 20_000 });
}
