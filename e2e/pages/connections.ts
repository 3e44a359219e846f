import { expect, type Locator, type Page } from '@playwright/test';
import type { DrawingPlace } from './modelEditor';

/** How the source is signed in to. */
export type SignIn =
  | { readonly kind: 'none' }
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string };

/** A connection as a person types it. */
export interface TypedConnection {
  readonly name: string;
  /** With or without a scheme. */
  readonly address: string;
  readonly signIn?: SignIn;
}

/** How a database keeps sensors, as the form calls it. */
export type MappingTitle = 'A field a sensor' | 'A tag names the sensor' | 'A tag names the sensor, with quality';

/** What a test of a connection says at a glance. */
export type TestVerdict = 'good' | 'open' | 'bad';

/** Connections to data sources as a person makes, tests and removes them. */
export class Connections {
  readonly page: Page;
  /** The list of the plant's data sources. */
  readonly list: Locator;
  /** The form of one connection. */
  readonly form: Locator;

  constructor(page: Page) {
    this.page = page;
    this.list = page.getByRole('dialog', { name: 'Connections', exact: true });
    this.form = page.getByRole('dialog', { name: /^(Connect a data source|Connection to .*)$/ });
  }

  async openList(): Promise<void> {
    // Keys count once a plant is open; its modes are shown then.
    await expect(this.page.getByRole('radio', { name: 'Model' })).toBeVisible();
    await this.page.keyboard.press('Control+Shift+L');
    await expect(this.list).toBeVisible();
  }

  async closeList(): Promise<void> {
    await this.list.getByRole('button', { name: 'Close' }).click();
    await expect(this.list).toBeHidden();
  }

  /** Opens the form of a new connection from the list. */
  async openForm(): Promise<void> {
    await this.openList();
    await this.list.getByRole('button', { name: /^Connect (one|another)$/ }).click();
    await expect(this.form).toBeVisible();
  }

  /** Opens the form of a connection that is there. */
  async edit(name: string): Promise<void> {
    await this.openList();
    await this.list.getByRole('button', { name: `Edit ${name}`, exact: true }).click();
    await expect(this.form).toBeVisible();
  }

  field(label: string): Locator {
    return this.form.getByLabel(label, { exact: true });
  }

  async type({ name, address, signIn = { kind: 'none' } }: TypedConnection): Promise<void> {
    await this.field('Name').fill(name);
    await this.field('Address').fill(address);
    const titles = { none: 'None', password: 'User, password', token: 'Token' } as const;
    await this.form.getByRole('radio', { name: titles[signIn.kind], exact: true }).click();
    if (signIn.kind === 'password') {
      await this.field('User').fill(signIn.user);
      await this.field('Password').fill(signIn.password);
    } else if (signIn.kind === 'token') {
      await this.form.getByRole('textbox', { name: 'Token', exact: true }).fill(signIn.token);
    }
  }

  /** What the last test found. */
  diagnosis(): Locator {
    return this.form.locator('[data-verdict]');
  }

  /** Tests what is typed and waits for the verdict. */
  async test(verdict: TestVerdict): Promise<void> {
    await this.form.getByRole('button', { name: 'Test the connection' }).click();
    await this.expectVerdict(verdict);
  }

  async expectVerdict(verdict: TestVerdict): Promise<void> {
    await expect(this.form.locator(`[data-verdict=${verdict}][data-current=true]`)).toBeVisible();
    await expect(this.form.getByRole('button', { name: 'Test the connection' })).toBeVisible();
  }

  /** Chooses a database, or a bucket, of those that a test has found; it is looked at by itself. */
  async chooseDatabase(name: string): Promise<void> {
    await this.form.getByLabel(/^(Database|Bucket)$/).selectOption(name);
    await this.expectVerdict('good');
  }

  /** The guess how sensors are kept that is chosen. */
  chosenMapping(): Locator {
    return this.form.getByRole('radiogroup', { name: 'How sensors are kept' }).locator('[data-chosen=true]');
  }

  async chooseMapping(title: MappingTitle): Promise<void> {
    await this.form.getByText(title, { exact: true }).click();
    await expect(this.chosenMapping()).toContainText(title);
  }

  async save(): Promise<void> {
    await this.form.getByRole('button', { name: 'Save the connection' }).click();
    await expect(this.form).toBeHidden();
  }

  /** Connects a data source whose database a test finds, and leaves the list. */
  async connect(connection: TypedConnection, database: string): Promise<void> {
    await this.openForm();
    await this.type(connection);
    await this.form.getByRole('button', { name: 'Test the connection' }).click();
    await expect(this.form.locator('[data-current=true]:is([data-verdict=good], [data-verdict=open])')).toBeVisible();
    if ((await this.diagnosis().getAttribute('data-verdict')) === 'open') {
      await this.chooseDatabase(database);
    }
    await this.save();
    await this.closeList();
  }

  /** A data source of the list, with its status. */
  row(name: string): Locator {
    return this.list.locator(`[data-source="${name}"]`);
  }

  /** Removes a data source in the open list. Its sensors stay. */
  async remove(name: string): Promise<void> {
    await this.row(name)
      .getByRole('button', { name: `Remove ${name}` })
      .click();
    await this.list
      .getByRole('group', { name: `Remove ${name}` })
      .getByRole('button', { name: 'Remove' })
      .click();
    await expect(this.row(name)).toHaveCount(0);
  }
}

/** What a data source holds, as a person looks through it in Model mode. */
export class SourceBrowser {
  readonly page: Page;
  readonly name: string;
  readonly grid: Locator;

  constructor(page: Page, sourceName: string) {
    this.page = page;
    this.name = sourceName;
    this.grid = page.getByRole('grid', { name: `Sensors of ${sourceName}` });
  }

  async open(): Promise<void> {
    await this.page.getByRole('tab', { name: `Browse ${this.name}` }).click();
    await expect(this.grid).toBeVisible();
  }

  /** Back to the plant's own sensors. */
  async close(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Sensors', exact: true }).click();
    await expect(this.grid).toBeHidden();
  }

  /** Searches and waits until so many are found, as the head says it: `12 of 1,248 sensors`. */
  async search(words: string, count: string): Promise<void> {
    await this.page.getByLabel(`Search ${this.name}`).fill(words);
    await expect(this.page.getByRole('region', { name: 'Sensors' }).getByText(count, { exact: true })).toBeVisible();
  }

  /** A row in view. */
  row(name: string): Locator {
    return this.grid.locator(`[data-series="${name}"]`);
  }

  async pick(name: string, held: readonly ('Control' | 'Shift')[] = []): Promise<void> {
    await this.row(name).click({ modifiers: [...held], position: { x: 80, y: 12 } });
    await expect(this.row(name)).toHaveAttribute('aria-selected', 'true');
  }

  /** Picks everything that is found. */
  async pickAll(): Promise<void> {
    await this.grid.focus();
    await this.page.keyboard.press('Control+a');
  }

  /** Makes sensors of what is picked; the button counts `count`. */
  async add(count: number): Promise<void> {
    const words = `Add ${count.toLocaleString('en')} ${count === 1 ? 'sensor' : 'sensors'}`;
    await this.page.getByRole('button', { name: words, exact: true }).click();
    await expect(this.page.getByRole('button', { name: 'Add sensors', exact: true })).toBeVisible();
  }

  /** Drags a row to a point of the window: a component on the drawing, or a slot of the inspector. */
  async drag(name: string, to: DrawingPlace): Promise<void> {
    const box = await this.row(name).boundingBox();
    const from = { x: (box?.x ?? 0) + 80, y: (box?.y ?? 0) + 12 };
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await this.page.mouse.move(to.x, to.y, { steps: 4 });
    await this.page.mouse.up();
  }
}
