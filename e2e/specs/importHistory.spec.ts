import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../fixtures/app';
import { answerFileDialogs } from '../fixtures/dialogs';
import { handOver } from '../fixtures/runningApp';
import { keepPicture, setPageSize } from '../fixtures/screenshot';

/** A day of two sensors, a minute apart, with one row that cannot be read. */
function historyText(): string {
  const rows = Array.from({ length: 1440 }, (_, minute) => {
    const time = new Date(Date.UTC(2026, 2, 14) + minute * 60_000);
    const clock = `${time.getUTCHours()}:${String(time.getUTCMinutes()).padStart(2, '0')}`;
    return `3/14/2026 ${clock};${(20 + Math.sin(minute / 60)).toFixed(2).replace('.', ',')};${minute % 120 < 60 ? 'ON' : 'OFF'}`;
  });
  return ['Time;Supply (°C);P-1 running', ...rows, 'tomorrow;1;ON', ''].join('\n');
}

test('a plant of one’s own: new, history imported with a preview, sensors there', async ({
  startApp,
  workFolder,
}, info) => {
  const { app, window } = await startApp();
  await setPageSize(app, 1920, 1080);
  await expect(window.getByRole('radiogroup', { name: 'Mode' })).toBeVisible({ timeout: 120_000 });

  await answerFileDialogs(app, join(workFolder, 'Boiler house.sightglass'));
  await window.getByRole('button', { name: 'Plant menu' }).click();
  await window.getByRole('menuitem', { name: 'New plant' }).click();
  await expect(window.getByRole('radio', { name: 'Model' })).toBeChecked();

  const csv = join(workFolder, 'history.csv');
  writeFileSync(csv, historyText());
  handOver(csv);
  await answerFileDialogs(app, csv);
  await window.getByRole('button', { name: 'Plant menu' }).click();
  await window.getByRole('menuitem', { name: 'Import history (CSV)' }).click();

  const dialog = window.getByRole('dialog', { name: 'Import history from history.csv' });
  await expect(dialog.getByText('Columns are separated by a semicolon.')).toBeVisible();
  await expect(dialog.getByText('Numbers are written with a decimal comma.')).toBeVisible();
  await dialog.getByLabel('Time zone').fill('UTC');
  await dialog.getByLabel('Time zone').press('Enter');
  await expect(dialog.getByText('The first row would be stored at 2026-03-14T00:00:00.000Z.')).toBeVisible();
  await keepPicture(window, info.outputPath('import-preview.png'));
  await dialog.getByRole('button', { name: 'Import history' }).click();

  const summary = window.getByTestId('import-summary');
  await expect(summary).toContainText(
    '1,441 rows read, 2,880 samples of 2 sensors stored, 1 row and 0 cells rejected.',
  );
  await expect(window.getByRole('cell', { name: 'the time cannot be read' })).toBeVisible();
  await window.getByRole('dialog', { name: 'History imported' }).getByRole('button', { name: 'Close' }).click();
  await expect(window.getByText('P-1 running').first()).toBeVisible();
  await expect(window.getByTestId('saved-state')).toHaveText('All changes kept on this machine');
});
