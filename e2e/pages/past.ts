import { expect, type Locator, type Page } from '@playwright/test';

/** The history of the plant as a person uses it. */
export class PastPages {
  readonly page: Page;
  readonly panel: Locator;
  readonly banner: Locator;
  readonly drawing: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByTestId('history-panel');
    this.banner = page.getByTestId('past-banner');
    this.drawing = page.getByTestId('past-drawing');
  }

  /** Opens the list of revisions by its keys. */
  async open(): Promise<void> {
    await this.page.keyboard.press('Control+h');
    await expect(this.panel).toBeVisible();
  }

  row(seq: number): Locator {
    return this.panel.locator(`[data-testid="revision-row"][data-seq="${seq}"]`);
  }

  /** Shows the drawing as of a revision. */
  async show(seq: number): Promise<void> {
    await this.row(seq).click();
    await expect(this.banner).toContainText(`Revision ${seq},`);
    await expect(this.drawing).toBeVisible();
  }

  async press(name: string): Promise<void> {
    await this.panel.getByRole('button', { name, exact: true }).click();
  }

  /** Leads back to today by the key. */
  async backToToday(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.banner).toHaveCount(0);
  }

  /** How many components there were, as the status line says. */
  async expectComponentsThen(count: number): Promise<void> {
    await expect(this.page.locator('footer')).toContainText(`${count} components then`);
  }

  differences(change: 'added' | 'removed' | 'changed'): Locator {
    return this.panel.locator(`[data-testid="difference-row"][data-change="${change}"]`);
  }

  marks(change: 'added' | 'removed' | 'changed'): Locator {
    return this.page.locator(`[data-testid="difference-mark"][data-change="${change}"]`);
  }
}
