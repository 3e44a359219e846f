import type { Page } from '@playwright/test';
import { findInfluxd } from '../../testing/influxServer';
import { expect, test } from '../fixtures/influx';
import {
  annexFlowName,
  fillHouse,
  heldBy,
  houseEndMs,
  houseSampleCount,
  houseSensorCount,
  houseSource,
  houseStartMs,
} from '../fixtures/pumpHouse';
import { setPageSize } from '../fixtures/screenshot';
import { shownOf } from '../pages/live';
import { chooseFromPlantMenu, OfflineDialogs } from '../pages/offline';
import { goTo, readValues, selectByTag, waitForValues } from '../pages/operate';

test.skip(findInfluxd() === undefined, 'There is no influxd on this machine');

const hourMs = 3_600_000;
const minuteMs = 60_000;
/** How often the plant that dies is measured: what is young is believed for so long. */
const periodMs = 5_000;

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
  const endMs = Math.floor(Date.now() / minuteMs) * minuteMs;
  const startMs = endMs - (houseSampleCount - 1) * periodMs;
  await fillHouse(server, startMs, periodMs);
  const { app, window } = await startApp({ project: pumpHouse({ url: server.url, periodMs }) });
  await setPageSize(app, 1920, 1080);
  await waitForValues(window);
  const pastMs = startMs + 20 * minuteMs;
  // Young enough that its values may still be corrected: they are not believed for long.
  const lateMs = endMs - 1.5 * periodMs;
  const seen = await goTo(window, pastMs);
  expect(await shownStates(window)).toEqual(['measured']);
  const late = await goTo(window, lateMs);
  expect(await shownStates(window)).toEqual(['measured']);

  await scrub(window, { from: 0.2, to: 0.7 }, () => server.dispose());
  const strip = window.getByTestId('source-strip');
  await expect(async () => {
    await goTo(window, lateMs - 1_000);
    await goTo(window, lateMs);
    await expect(strip).toContainText(`Cannot reach ${houseSource} since`, { timeout: 500 });
  }).toPass();
  await expect(strip).toContainText('Showing what is stored here');
  await expect(strip.getByRole('button', { name: 'Try again' })).toBeVisible();
  await expect.poll(() => shownStates(window)).toEqual(['approximate']);
  expect((await readValues(window)).values.map(({ words }) => words)).toEqual(late.values.map(({ words }) => words));

  await scrub(window, { from: 0.3, to: 0.5 });
  await expect.poll(async () => (await readValues(window)).timeMs).toBeLessThan(lateMs - 10 * minuteMs);
  expect(await goTo(window, pastMs)).toEqual(seen);

  const revived = await startServer({ port: Number(new URL(server.url).port) });
  await fillHouse(revived, startMs, periodMs);
  await strip.getByRole('button', { name: 'Try again' }).click();
  await expect(strip).toHaveCount(0);
  await goTo(window, lateMs);
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
  await dialogs.choose('All with a data source, 20', 'All');
  await expect(dialogs.estimate('Samples')).toHaveText(/^14,4\d\d$/);
  await expect(dialogs.estimate('Size')).toHaveText(/^[1-9].* kB$/);
  await expect(dialogs.estimate('Already here')).toHaveText('50 %');
  await dialogs.take(houseSensorCount);
  const moment = houseStartMs + 9 * hourMs + 17_000;
  const shown = await goTo(first.window, moment);
  const last = await goTo(first.window, houseEndMs);
  const annexFlow = await heldBy(server, annexFlowName, moment);
  await first.app.close();
  await server.dispose();

  const { app, window } = await startApp({ project, userData: first.userData });
  await setPageSize(app, 1920, 1080);
  await waitForValues(window);
  expect(await goTo(window, houseEndMs)).toEqual(last);
  expect(await goTo(window, moment)).toEqual(shown);
  expect(await shownStates(window)).toEqual(['measured']);
  // A sheet that nobody looked at while the server was there.
  await selectByTag(window, 'FT-102');
  const shownFlow = () => shownOf(window, 'sensor-flow-value-1');
  await expect.poll(shownFlow).toMatchObject({ state: 'measured', words: `${annexFlow.toFixed(0)} m³/h` });
  await chooseFromPlantMenu(window, 'Show offline history');
  await expect(new OfflineDialogs(window).list.getByTestId('offline-job')).toContainText('All here');
});
