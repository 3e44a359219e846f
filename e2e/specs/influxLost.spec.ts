import type { Page } from '@playwright/test';
import { findInfluxd } from '../../testing/influxServer';
import { expect, test } from '../fixtures/influx';
import { fillHouse, houseSensorCount, houseSource, houseStartMs } from '../fixtures/pumpHouse';
import { setPageSize } from '../fixtures/screenshot';
import { chooseFromPlantMenu, OfflineDialogs } from '../pages/offline';
import { goTo, readValues, waitForValues } from '../pages/operate';

test.skip(findInfluxd() === undefined, 'There is no influxd on this machine');

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** How sure what is shown is, each word once. */
async function shownStates(window: Page): Promise<readonly string[]> {
  return [...new Set((await readValues(window)).values.map(({ state }) => state))];
}

/** Drags the playhead over a part of the ruler, in shares of its width, doing something half way. */
async function scrub(
  window: Page,
  { from, to }: { readonly from: number; readonly to: number },
  halfway: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { x = 0, y = 0, width = 0 } = (await window.getByTestId('ruler').boundingBox()) ?? {};
  const steps = 20;
  await window.mouse.move(x + width * from, y + 16);
  await window.mouse.down();
  for (let step = 1; step <= steps; step += 1) {
    await window.mouse.move(x + width * (from + ((to - from) * step) / steps), y + 16);
    if (step === steps / 2) {
      await halfway();
    }
  }
  await window.mouse.up();
}

test('[P62] [T12] [I45] the source dies while scrubbing: told, marked, gone on with, and back without a restart', async ({
  startApp,
  startServer,
  pumpHouse,
}) => {
  const server = await startServer();
  await fillHouse(server);
  const { app, window } = await startApp({ project: pumpHouse({ url: server.url }) });
  await setPageSize(app, 1920, 1080);
  await waitForValues(window);
  const seen = await goTo(window, houseStartMs + 4 * hourMs);
  expect(await shownStates(window)).toEqual(['measured']);

  await scrub(window, { from: 0.2, to: 0.7 }, () => server.dispose());
  const strip = window.getByTestId('source-strip');
  await goTo(window, houseStartMs + 21 * hourMs + 123_456);
  await expect(strip).toContainText(`Cannot reach ${houseSource} since`);
  await expect(strip).toContainText('stored here');
  await expect(strip.getByRole('button', { name: 'Try again' })).toBeVisible();
  const elsewhere = await readValues(window);
  expect(elsewhere.values).toHaveLength(houseSensorCount);
  expect(await shownStates(window)).toEqual(['approximate']);
  expect(elsewhere.values.some(({ words }) => words !== '')).toBe(true);

  const again = await goTo(window, houseStartMs + 4 * hourMs);
  expect(again).toEqual(seen);
  const before = await readValues(window);
  await scrub(window, { from: 0.3, to: 0.5 });
  await expect.poll(async () => (await readValues(window)).timeMs).not.toBe(before.timeMs);

  const revived = await startServer({ port: Number(new URL(server.url).port) });
  await fillHouse(revived);
  await expect(strip).toHaveCount(0, { timeout: 30_000 });
  await goTo(window, houseStartMs + 21 * hourMs + 123_456);
  await expect.poll(() => shownStates(window)).toEqual(['measured']);
});

test('[P63] [Q12] a day taken offline shows the same after a restart without the server', async ({
  startApp,
  startServer,
  pumpHouse,
}) => {
  const server = await startServer();
  await fillHouse(server);
  const project = pumpHouse({ url: server.url });
  const first = await startApp({ project });
  await setPageSize(first.app, 1920, 1080);
  await waitForValues(first.window);
  const dialogs = new OfflineDialogs(first.window);
  await dialogs.choose('All');
  await expect(dialogs.estimate('Samples')).toHaveText(/^\d/);
  await expect(dialogs.estimate('Size')).toHaveText(/(kB|MB)$/);
  await expect(dialogs.estimate('Already here')).toHaveText(/%$/);
  await dialogs.take(houseSensorCount);
  const moments = [2, 9.5, 17, 23.9].map((hours) => houseStartMs + hours * hourMs + 17_000);
  const shown = [];
  for (const moment of moments) {
    shown.push(await goTo(first.window, moment));
  }
  await first.app.close();
  await server.dispose();

  const { app, window } = await startApp({ project, userData: first.userData });
  await setPageSize(app, 1920, 1080);
  await waitForValues(window);
  // A moment that nobody looked at before.
  await goTo(window, houseStartMs + 13 * hourMs + 5 * minuteMs);
  expect(await shownStates(window)).toEqual(['measured']);
  for (const [index, moment] of moments.entries()) {
    expect(await goTo(window, moment)).toEqual(shown[index]);
    expect(await shownStates(window)).toEqual(['measured']);
  }
  await chooseFromPlantMenu(window, 'Show offline history');
  await expect(new OfflineDialogs(window).list.getByTestId('offline-job')).toContainText('All here');
});
