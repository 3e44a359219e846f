import { expect, type Locator, type Page } from '@playwright/test';

/** Chooses from the menu behind the sign of the program. */
export async function chooseFromPlantMenu(window: Page, title: string): Promise<void> {
  await window.getByRole('button', { name: 'Plant menu' }).click();
  await window.getByRole('menuitem', { name: title }).click();
}

/** Taking history offline as a person does it. */
export class OfflineDialogs {
  readonly page: Page;
  /** Where sensors and times are chosen. */
  readonly taking: Locator;
  /** The list of what was taken. */
  readonly list: Locator;

  constructor(page: Page) {
    this.page = page;
    this.taking = page.getByRole('dialog', { name: 'Take history offline' });
    this.list = page.getByRole('dialog', { name: 'Offline history' });
  }

  /** Opens the dialog and chooses sensors, as their button counts them, and times. */
  async choose(sensors: string, times: 'The window' | 'Last 24 h' | 'All'): Promise<void> {
    await chooseFromPlantMenu(this.page, 'Take history offline');
    await this.taking.getByRole('radio', { name: sensors, exact: true }).click();
    await this.taking.getByRole('radio', { name: times, exact: true }).click();
  }

  /** What the dialog says that it would mean: `Samples`, `Size`, `Time` or `Already here`. */
  estimate(name: string): Locator {
    return this.taking.getByTestId('offline-estimate').locator('div', { hasText: name }).locator('dd');
  }

  /** Starts it and waits until all is here. */
  async take(sensorCount: number): Promise<void> {
    await this.taking.getByRole('button', { name: `Take ${sensorCount} sensors offline` }).click();
    await expect(this.list.getByTestId('offline-job')).toHaveAttribute('data-state', 'done');
    await expect(this.list.getByTestId('offline-job')).toContainText('All here');
    await this.list.getByRole('button', { name: 'Close' }).click();
    await expect(this.list).toBeHidden();
  }
}
