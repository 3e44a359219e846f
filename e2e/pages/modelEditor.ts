import { join } from 'node:path';
import { expect, type ElectronApplication, type Locator, type Page } from '@playwright/test';
import { answerFileDialogs } from '../fixtures/dialogs';
import { openExamplePlant, showMode } from './shell';

/** A place on the drawing, px from its upper left corner. */
export interface DrawingPlace {
  readonly x: number;
  readonly y: number;
}

/** Model mode as a person uses it: pointer, keys, and what can be read on the screen. */
export class ModelEditor {
  readonly page: Page;
  readonly drawing: Locator;

  constructor(page: Page) {
    this.page = page;
    this.drawing = page.getByTestId('drawing');
  }

  /** Makes an empty plant in a folder and shows it at 100 %. */
  async newPlant(app: ElectronApplication, folder: string): Promise<string> {
    const path = join(folder, 'Test plant.sightglass');
    await openExamplePlant(this.page);
    await answerFileDialogs(app, path);
    await this.page.keyboard.press('Control+n');
    await expect(this.page.getByText('Sheet 1 of 1, 0 components')).toBeVisible();
    await showMode(this.page, 'Model');
    await this.actualSize();
    return path;
  }

  /** Zooms to 100 %, so that a px of the drawing is a px of the sheet. */
  async actualSize(): Promise<void> {
    await this.drawing.focus();
    await this.page.keyboard.press('0');
    await expect(this.page.getByRole('group', { name: 'Zoom' })).toContainText('100 %');
  }

  async #at(place: DrawingPlace): Promise<DrawingPlace> {
    const box = await this.drawing.boundingBox();
    return { x: (box?.x ?? 0) + place.x, y: (box?.y ?? 0) + place.y };
  }

  /** Carries the pointer from one point of the window to another, as a hand does. */
  async #carry(from: DrawingPlace, to: DrawingPlace): Promise<void> {
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await this.page.mouse.move(to.x, to.y, { steps: 4 });
    await this.page.mouse.up();
  }

  /** Drags a symbol from the palette onto the drawing. */
  async place(symbolId: string, place: DrawingPlace): Promise<void> {
    await this.page.getByLabel('Search symbols').fill(symbolId.replaceAll('-', ' '));
    // The palette shows what was found a moment after the typing.
    const found = this.page.getByRole('group', { name: 'Found symbols' });
    const tile = found.locator(`button[data-symbol="${symbolId}"]`);
    await expect(tile).toBeVisible();
    const box = await tile.boundingBox();
    await this.#carry({ x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 20 }, await this.#at(place));
    await this.page.getByLabel('Search symbols').fill('');
  }

  /** Drags on the drawing. */
  async drag(from: DrawingPlace, to: DrawingPlace): Promise<void> {
    await this.#carry(await this.#at(from), await this.#at(to));
  }

  async click(place: DrawingPlace): Promise<void> {
    const at = await this.#at(place);
    await this.page.mouse.move(at.x, at.y);
    await this.page.mouse.click(at.x, at.y);
  }

  /** Drags a sensor of the dock onto the drawing. */
  async dragSensor(name: string, place: DrawingPlace): Promise<void> {
    const box = await this.page.locator(`[data-sensor="${name}"]`).boundingBox();
    await this.#carry({ x: (box?.x ?? 0) + 80, y: (box?.y ?? 0) + 12 }, await this.#at(place));
  }

  /** Adds a sensor by its name in the historian. */
  async addSensor(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add sensor' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'New sensor' });
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel('Name').press('Enter');
    await this.page.getByRole('dialog', { name }).getByRole('button', { name: 'Done' }).click();
  }

  /** The component's place in the window; it must be in view. */
  component(tag: string): Locator {
    return this.page.locator(`[data-tag="${tag}"]`);
  }

  /** Expects the counts of the status line. */
  async expectCounts(components: number, connections: number): Promise<void> {
    const words = `${components} ${components === 1 ? 'component' : 'components'}, ${connections} ${connections === 1 ? 'connection' : 'connections'}`;
    await expect(this.page.locator('footer').getByText(words)).toBeVisible();
  }

  async expectKept(): Promise<void> {
    await expect(this.page.getByTestId('saved-state')).toContainText('All changes kept');
  }

  /** The value of a property in the inspector. */
  property(label: string): Locator {
    return this.page.getByRole('complementary', { name: 'Inspector' }).getByLabel(label, { exact: true });
  }
}
