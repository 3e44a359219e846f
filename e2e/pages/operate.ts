import { expect, type Page } from '@playwright/test';

/** One row of the table that says what the drawing shows. */
export interface ShownValue {
  readonly sensorId: string;
  readonly words: string;
  readonly state: string;
}

/** What is shown, and the moment it is of. */
export interface ShownValues {
  readonly timeMs: number;
  readonly values: readonly ShownValue[];
}

/** Waits until Operate mode shows exact values. */
export async function waitForValues(window: Page): Promise<void> {
  await expect(window.getByTestId('operate')).toBeVisible();
  await expect(window.getByTestId('value-table').locator('tbody tr').first()).toBeAttached();
}

/** Reads the table of values beside the drawing. */
export function readValues(window: Page): Promise<ShownValues> {
  return window.getByTestId('value-table').evaluate((table) => ({
    timeMs: Number(table.dataset['timeMs']),
    values: [...table.querySelectorAll<HTMLElement>('tbody tr')].map((row) => ({
      sensorId: row.dataset['sensor'] ?? '',
      words: row.children[1]?.textContent ?? '',
      state: row.children[2]?.textContent ?? '',
    })),
  }));
}

/** Types a moment and waits until its exact values are shown. */
export async function goTo(window: Page, timeMs: number): Promise<ShownValues> {
  await window.keyboard.press('t');
  await window.getByTestId('time-input').fill(new Date(timeMs).toISOString());
  await window.keyboard.press('Enter');
  await expect(window.getByTestId('value-table')).toHaveAttribute('data-time-ms', String(timeMs));
  return readValues(window);
}

/** How often each layer that stands still was drawn. */
export async function timesDrawn(window: Page): Promise<readonly number[]> {
  const layers = window.locator('[data-drawn]');
  return layers.evaluateAll((elements) => elements.map((element) => Number(element.getAttribute('data-drawn'))));
}

/** Finds a component by its tag and selects it. */
export async function selectByTag(window: Page, tag: string): Promise<void> {
  await window.keyboard.press('Control+k');
  await window.keyboard.type(tag);
  await window.getByRole('option', { name: tag }).first().click();
  await expect(window.getByTestId('selected-tag')).toHaveText(tag);
}
