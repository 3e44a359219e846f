import { expect, type Locator, type Page } from '@playwright/test';

/** The review of conflicts as a person uses it. */
export class ReviewPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens it from the banner. */
  async open(): Promise<void> {
    await this.page.getByRole('button', { name: /^Review \d+ (conflict|proposal)s?$/ }).click();
    await expect(this.page.getByRole('region', { name: 'Conflicts' })).toBeVisible();
  }

  card(title: string): Locator {
    return this.page.getByRole('article', { name: new RegExp(`^\\d+, ${title}`) });
  }

  /** The card that the keys are about. */
  focused(): Locator {
    return this.page.locator('article[aria-current=true]');
  }

  /** Takes a side for a question by pressing it. */
  async take(title: string, question: string, side: 'Base' | 'Mine' | 'Theirs'): Promise<void> {
    const radios = this.card(title).getByRole('radiogroup', { name: question });
    await radios.getByRole('radio', { name: new RegExp(`^${side}: `) }).click();
  }

  async expectProgress(words: string): Promise<void> {
    await expect(this.page.getByText(words, { exact: true })).toBeVisible();
  }

  /** Presses the pin that stands above a symbol of the height of a valve, whose middle is at a place of the sheet. */
  async pressPin(at: { readonly x: number; readonly y: number }): Promise<void> {
    const drawing = this.page.getByTestId('drawing');
    const [x = 0, y = 0, zoom = 1] = ((await drawing.getAttribute('data-view')) ?? '').split(' ').map(Number);
    const halfValve = 12;
    const toPinMiddle = 22;
    await drawing.click({ position: { x: at.x * zoom + x, y: (at.y - halfValve) * zoom + y - toPinMiddle } });
  }

  apply(): Locator {
    return this.page.getByRole('button', { name: /^Apply/ });
  }
}
