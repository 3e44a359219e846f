import { expect, type Page } from '@playwright/test';
import { readValues, type ShownValue } from './operate';

/** Waits until now is shown and followed. */
export async function expectLive(window: Page): Promise<void> {
  await expect(window.getByTestId('live')).toHaveAccessibleName('Live');
  await expect(window.locator('[data-testid=live] [data-filled=true]')).toBeAttached();
  await expect(window.getByTestId('replay-banner')).toHaveCount(0);
}

/** The moment that is shown exactly, ms. */
export async function shownMoment(window: Page): Promise<number> {
  return (await readValues(window)).timeMs;
}

/** What is shown of a sensor. */
export async function shownOf(window: Page, sensorId: string): Promise<ShownValue | undefined> {
  return (await readValues(window)).values.find((value) => value.sensorId === sensorId);
}
