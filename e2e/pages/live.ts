import { expect, type Locator, type Page } from '@playwright/test';
import { readValues, type ShownValue, type ShownValues } from './operate';

/** What the window says it shows. */
export type Shows = 'live' | 'not-live' | 'replay';

/** Live, or the way there. */
export function liveButton(window: Page): Locator {
  return window.getByTestId('live');
}

/** What stands over the drawing in live while a source is lost. */
export function notLiveBanner(window: Page): Locator {
  return window.getByTestId('not-live-banner');
}

/** What stands at the timeline in replay while a source is lost. */
export function sourceStrip(window: Page): Locator {
  return window.getByTestId('source-strip');
}

/** What the clock waits for, on the timeline's track. */
export function awaited(window: Page): Locator {
  return window.getByTestId('buffering');
}

/** Now or the past; that the two never look alike is part of it. */
export async function expectShows(window: Page, shows: Shows): Promise<void> {
  await expect(window.getByTestId('replay-banner')).toHaveCount(shows === 'replay' ? 1 : 0);
  await expect(window.locator('[data-replay]')).toHaveAttribute('data-replay', String(shows === 'replay'));
  await expect(liveButton(window)).toHaveAttribute('aria-pressed', String(shows !== 'replay'));
  await expect(liveButton(window)).toHaveText(shows === 'not-live' ? 'Not live' : 'Live');
  await expect(notLiveBanner(window)).toHaveCount(shows === 'not-live' ? 1 : 0);
}

/** Presses L and waits until now is shown with the source's own values. */
export async function goLive(window: Page): Promise<ShownValues> {
  await window.keyboard.press('l');
  await expect(window.getByTestId('replay-banner')).toHaveCount(0);
  const pressedMs = Date.now();
  await expect.poll(async () => (await readValues(window)).timeMs).toBeGreaterThan(pressedMs - 5_000);
  return readValues(window);
}

/** Waits until values of a later moment are shown, as they are while live goes on. */
export async function waitForLaterValues(window: Page, afterMs: number): Promise<ShownValues> {
  await expect.poll(async () => (await readValues(window)).timeMs).toBeGreaterThan(afterMs);
  return readValues(window);
}

/** Asks lost sources at once. */
export async function tryAgain(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Try again' }).first().click();
}

/** A data source in the status line, by its name. */
export function sourceStatus(window: Page, name: string): Locator {
  return window.locator('footer').getByRole('button', { name });
}

/** Waits until a data source is doing so. */
export async function expectSource(
  window: Page,
  name: string,
  phase: 'idle' | 'connecting' | 'ok' | 'failing',
): Promise<void> {
  await expect(sourceStatus(window, name)).toHaveAttribute('data-phase', phase);
}

/** Runs a command by its title, as a person finds it. */
async function runCommand(window: Page, title: string): Promise<void> {
  await window.keyboard.press('Control+k');
  await window.keyboard.type(title);
  await window.getByRole('option', { name: title }).first().click();
}

/** Which sensors and times are taken offline, as the dialog's choices begin. */
export interface OfflineChoice {
  readonly sensors: 'This sheet' | 'Selection' | 'All with a data source';
  readonly times:
    'The window' | 'Last 24 h' | '7 days' | '30 days' | 'All' | { readonly from: string; readonly to: string };
}

/** Chooses what is to be kept here and waits for the estimate. The dialog stays open. */
export async function chooseOffline(window: Page, { sensors, times }: OfflineChoice): Promise<Locator> {
  await runCommand(window, 'Take history offline');
  const dialog = window.getByRole('dialog', { name: 'Take history offline' });
  await dialog.getByRole('radio', { name: new RegExp(`^${sensors}`) }).click();
  if (typeof times === 'string') {
    await dialog.getByRole('radio', { name: times, exact: true }).click();
  } else {
    await dialog.getByRole('radio', { name: 'From, to' }).click();
    await dialog.getByRole('textbox', { name: 'From', exact: true }).fill(times.from);
    await dialog.getByRole('textbox', { name: 'To', exact: true }).fill(times.to);
  }
  await expect(dialog.getByTestId('offline-estimate')).not.toContainText('–');
  return dialog;
}

/** Takes sensors and times offline. The list of what is kept here stays open. */
export async function takeOffline(window: Page, choice: OfflineChoice): Promise<void> {
  const dialog = await chooseOffline(window, choice);
  await dialog.getByRole('button', { name: /^Take .* offline$/ }).click();
  await expect(window.getByRole('dialog', { name: 'Offline history' })).toBeVisible();
}

/** Opens the list of what was taken offline. */
export async function openOfflineHistory(window: Page): Promise<Locator> {
  await runCommand(window, 'Show offline history');
  const dialog = window.getByRole('dialog', { name: 'Offline history' });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** What was taken offline, one row a job; `data-state` says how it is. The list must be open. */
export function offlineJobs(window: Page): Locator {
  return window.getByTestId('offline-job');
}

/** Closes the dialog that is open. */
export async function closeDialog(window: Page): Promise<void> {
  await window.keyboard.press('Escape');
  await expect(window.getByRole('dialog')).toHaveCount(0);
}

/** Asks the source anew for what is here of the window. */
export async function readWindowAgain(window: Page): Promise<void> {
  await runCommand(window, 'Read the window again from the source');
}

/** The words at the overview: how long the history is, and how much of the sheet's is here. */
export function storedHere(window: Page): Locator {
  return window.getByTestId('timeline').getByText(/% here$/);
}

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
