import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { valueState, valueStateWords } from '../../shared/history/valueState';
import type { SensorId } from '../../shared/model/ids';
import { valueText } from '../../shared/schematic/valueText';
import { expect, test } from '../fixtures/app';
import { makeRecordedPlant, openRecordedPlant, recordedEndMs, recordedStartMs } from '../fixtures/recordedPlant';
import { handOver } from '../fixtures/runningApp';
import { goTo, readValues, selectByTag, type ShownValues, timesDrawn, waitForValues } from '../pages/operate';

const momentCount = 200;
/** Names the project in `workFolder`. */
const projectName = 'recorded.sightglass';

const recorded = test.extend<{ readonly project: string; readonly operate: Page }>({
  project: async ({ workFolder }, use) => {
    const path = join(workFolder, projectName);
    makeRecordedPlant(path);
    handOver(path);
    await use(path);
  },
  operate: async ({ project, startApp }, use) => {
    const { window } = await startApp({ project });
    await waitForValues(window);
    await use(window);
  },
});

/** The same moments every time, spread over all that is stored. */
function momentAt(index: number): number {
  const share = (index * 0.618_033_988_75) % 1;
  return recordedStartMs + Math.round(share * (recordedEndMs - recordedStartMs));
}

async function wordsOfSnapshot(path: string, shown: readonly ShownValues[]): Promise<readonly ShownValues[]> {
  const plant = openRecordedPlant(path);
  const answers: ShownValues[] = [];
  for (const { timeMs, values } of shown) {
    const ids = values.map(({ sensorId }) => sensorId as SensorId);
    const snapshot = await plant.snapshot(ids, timeMs);
    answers.push({
      timeMs,
      values: ids.map((sensorId, index) => {
        const sensor = plant.model.sensors.get(sensorId);
        const value = snapshot.values[index] ?? NaN;
        const unit = sensor?.unit ? ` ${sensor.unit}` : '';
        const state = valueStateWords[snapshot.states[index] ?? valueState.noData] ?? '';
        return { sensorId, state, words: sensor && !Number.isNaN(value) ? `${valueText(sensor, value)}${unit}` : '' };
      }),
    });
  }
  plant.close();
  return answers;
}

recorded('[P18] at 200 moments what is shown equals the source’s own snapshot', async ({ operate, project }) => {
  recorded.setTimeout(240_000);
  const shown: ShownValues[] = [];
  for (let index = 0; index < momentCount; index += 1) {
    shown.push(await goTo(operate, momentAt(index)));
  }
  await operate.close();
  const expected = await wordsOfSnapshot(project, shown);
  expect(shown[0]?.values.length).toBeGreaterThan(50);
  expect(shown).toEqual(expected);
  const states = new Set(shown.flatMap(({ values }) => values.map(({ state }) => state)));
  expect([...states].sort()).toEqual(['bad', 'held', 'measured', 'no data', 'stale']);
});

recorded('dragging the slider changes the read-outs and ends exact', async ({ operate }) => {
  const before = await readValues(operate);
  const ruler = await operate.getByTestId('ruler').boundingBox();
  const { x = 0, y = 0 } = ruler ?? {};
  await operate.mouse.move(x + 500, y + 16);
  await operate.mouse.down();
  for (let step = 0; step < 20; step += 1) {
    await operate.mouse.move(x + 500 + step * 20, y + 16);
  }
  await operate.mouse.up();
  await expect(async () => {
    const after = await readValues(operate);
    expect(after.timeMs).not.toBe(before.timeMs);
    expect(after.values).not.toEqual(before.values);
    expect(after.values.some(({ state }) => state === 'approximate')).toBe(false);
  }).toPass();
});

recorded('[P26] playing moves the clock and draws nothing of the timeline', async ({ operate }) => {
  await goTo(operate, recordedStartMs + 6 * 3_600_000);
  await selectByTag(operate, 'TT-201');
  await operate
    .getByTestId('selection-panel')
    .getByTitle(/Open its trend/)
    .first()
    .click();
  await expect(operate.getByTestId('trend-row')).toHaveCount(1);
  await operate.keyboard.press('Escape');
  await expect(operate.getByTestId('selection-panel')).toHaveCount(0);
  await expect.poll(() => operate.getByTestId('trend-plot').getAttribute('data-drawn')).not.toBeNull();
  const startClock = await operate.getByTestId('clock').textContent();
  await operate.keyboard.press('Space');
  await expect.poll(() => operate.getByTestId('clock').textContent()).not.toBe(startClock);
  const drawn = await timesDrawn(operate);
  const playedClock = await operate.getByTestId('clock').textContent();
  await expect.poll(() => operate.getByTestId('clock').textContent()).not.toBe(playedClock);
  expect(await timesDrawn(operate)).toEqual(drawn);
  await operate.keyboard.press('Space');
  await expect(operate.getByTestId('play')).toHaveAccessibleName('Play');
});

recorded('[P6] the keys choose the speed, step, and go to both ends', async ({ operate }) => {
  await goTo(operate, recordedStartMs + 6 * 3_600_000);
  const timeMs = async (): Promise<number> => (await readValues(operate)).timeMs;
  await operate.keyboard.press('ArrowRight');
  await expect.poll(timeMs).toBe(recordedStartMs + 6 * 3_600_000 + 10_000);
  await operate.keyboard.press('Shift+ArrowLeft');
  await expect.poll(timeMs).toBe(recordedStartMs + 6 * 3_600_000 - 90_000);
  await operate.keyboard.press('4');
  await expect(operate.getByRole('radio', { name: '600×' })).toBeChecked();
  await operate.keyboard.press('Home');
  await expect.poll(timeMs).toBe(recordedStartMs);
  await operate.keyboard.press('End');
  await expect.poll(timeMs).toBeGreaterThanOrEqual(recordedEndMs);
});

recorded('the banner says that the past is shown, and why it cannot be live', async ({ operate }) => {
  await goTo(operate, Date.UTC(2026, 2, 14, 1, 12, 40));
  await expect(operate.getByTestId('replay-banner')).toContainText('REPLAY');
  await expect(operate.getByTestId('replay-moment')).toHaveText('Sat 14 Mar 2026, 03:12:40');
  await expect(operate.getByRole('button', { name: /^Live/ })).toHaveAttribute('aria-disabled', 'true');
});

recorded('a click on a read-out opens its trend, and a button takes it away', async ({ operate }) => {
  const drawing = await operate.getByTestId('drawing').boundingBox();
  const { x = 0, y = 0, width = 0, height = 0 } = drawing ?? {};
  const trends = operate.getByTestId('trend-row');
  const places = Array.from({ length: 120 }, (_, index) => ({
    x: x + width * (0.04 + 0.077 * (index % 12)),
    y: y + height * (0.06 + 0.088 * Math.floor(index / 12)),
  }));
  for (const place of places) {
    if ((await trends.count()) === 0) {
      await operate.mouse.click(place.x, place.y);
    }
  }
  await expect(trends).toHaveCount(1);
  await expect(operate.getByTestId('selected-tag')).not.toBeEmpty();
  await operate.getByRole('button', { name: /^Remove the trend of/ }).click();
  await expect(trends).toHaveCount(0);
});

recorded('[P5] the loop button loops the window and lets go of it', async ({ operate }) => {
  await goTo(operate, recordedStartMs + 6 * 3_600_000);
  await operate.getByRole('button', { name: 'Loop range' }).click();
  await expect(operate.getByRole('button', { name: 'Loop range' })).toHaveAttribute('aria-pressed', 'true');
  await operate.getByRole('button', { name: 'Loop range' }).click();
  await expect(operate.getByRole('button', { name: 'Loop range' })).toHaveAttribute('aria-pressed', 'false');
});

recorded('resting on the drawing tells name, source, quality and time of the sample', async ({ operate }) => {
  await selectByTag(operate, 'P-201');
  const drawing = operate.getByTestId('drawing');
  const { x = 0, y = 0, width = 0, height = 0 } = (await drawing.boundingBox()) ?? {};
  const card = operate.getByTestId('hover-card');
  await expect(async () => {
    for (let share = 0.3; share < 0.8; share += 0.02) {
      await operate.mouse.move(x + width * share, y + height / 2);
      if ((await drawing.evaluate((element) => element.style.cursor)) === 'pointer') {
        await expect(card).toBeVisible({ timeout: 1_500 });
        return;
      }
    }
    throw new Error('nothing under the pointer yet');
  }).toPass();
  await expect(card).toContainText('Sample of');
});
