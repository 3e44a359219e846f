import { expect, type Locator, type Page } from '@playwright/test';

/** What a person types to sign in. */
export interface TypedSignIn {
  readonly address: string;
  readonly token: string;
}

/** Tenants as a person signs in to them, publishes and opens plants there, and sees where a plant stands. */
export class Tenants {
  readonly page: Page;
  readonly signInForm: Locator;
  readonly list: Locator;
  /** In the top bar: where the plant stands with its tenant. */
  readonly state: Locator;
  /** What the state says more when it is pressed. */
  readonly panel: Locator;

  constructor(page: Page) {
    this.page = page;
    this.signInForm = page.getByRole('dialog', { name: 'Sign in to a tenant' });
    this.list = page.getByRole('dialog', { name: 'Tenants', exact: true });
    this.state = page.getByTestId('sync-state');
    this.panel = page.getByRole('dialog', { name: 'Sync with the tenant' });
  }

  async openList(): Promise<void> {
    await this.page.keyboard.press('Control+Shift+T');
    await expect(this.list).toBeVisible();
  }

  /** Fills the open form and presses the button. */
  async signIn({ address, token }: TypedSignIn): Promise<void> {
    await this.signInForm.getByLabel('Address', { exact: true }).fill(address);
    await this.signInForm.getByLabel('Token', { exact: true }).fill(token);
    await this.signInForm.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  /** A tenant of the open list. */
  row(name: string): Locator {
    return this.list.locator(`[data-tenant="${name}"]`);
  }

  plants(tenant: string): Locator {
    return this.page.getByRole('dialog', { name: `Plants of ${tenant}` });
  }

  /** Publishes the open plant to the tenant that is offered. */
  async publish(plant: string, tenant: string): Promise<void> {
    await this.page.keyboard.press('Control+Shift+P');
    const dialog = this.page.getByRole('dialog', { name: `Publish ${plant}` });
    await dialog.getByRole('button', { name: `Publish to ${tenant}` }).click();
    await expect(dialog).toBeHidden();
  }

  async expectState(words: string): Promise<void> {
    await expect(this.state).toHaveText(words, { timeout: 30_000 });
  }

  async openPanel(): Promise<void> {
    await this.state.click();
    await expect(this.panel).toBeVisible();
  }
}
