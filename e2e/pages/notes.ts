import { expect, type Locator, type Page } from '@playwright/test';

/** Pins a note to the moment shown, as a person does: a key, the words, Enter. */
export async function pinNote(window: Page, text: string, author: string): Promise<void> {
  await window.keyboard.press('n');
  const form = window.getByRole('form', { name: 'New note' });
  await expect(form.getByLabel('Text of the note')).toBeFocused();
  await window.keyboard.type(text);
  await form.getByLabel('Your name').fill(author);
  await form.getByRole('button', { name: 'Pin note' }).click();
  await expect(form).toHaveCount(0);
}

/** The glyph of a note on the rail, by its words. */
export function noteOnRail(window: Page, text: string): Locator {
  return window.getByTestId('event-rail').getByRole('button', { name: `Note: ${text}` });
}
