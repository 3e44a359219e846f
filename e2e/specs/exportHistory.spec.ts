import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { expect, test } from '../fixtures/app';
import { answerFileDialogs } from '../fixtures/dialogs';
import { makeFolder } from '../fixtures/runningApp';
import { keepPicture, setPageSize } from '../fixtures/screenshot';
import { openExamplePlant } from '../pages/shell';

test('history is exported into a folder while the window stays usable', async ({ startApp, workFolder }, info) => {
  const { app, window } = await startApp();
  await setPageSize(app, 1920, 1080);
  await openExamplePlant(window);
  const folder = makeFolder(join(workFolder, 'exports'));
  await answerFileDialogs(app, folder);

  await window.getByRole('button', { name: 'Plant menu' }).click();
  await window.getByRole('menuitem', { name: 'Export history (CSV, Parquet)' }).click();
  const dialog = window.getByRole('dialog', { name: 'Export history' });
  await dialog.getByLabel('Sensors').selectOption({ index: 1 });
  await dialog.getByLabel('Time').selectOption('All there is');
  await dialog.getByRole('radio', { name: 'CSV' }).click();
  await expect(dialog.getByLabel('Layout')).toBeVisible();
  await dialog.getByRole('radio', { name: 'Parquet' }).click();
  await expect(dialog.getByRole('button', { name: 'Export', exact: true })).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByRole('button', { name: 'Choose folder' }).click();
  await expect(dialog.getByText(folder)).toBeVisible();
  await keepPicture(window, info.outputPath('export-dialog.png'));
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();

  await window.getByRole('radio', { name: 'Model' }).click();
  await expect(window.getByRole('radio', { name: 'Model' })).toBeChecked();
  const done = window.getByRole('region', { name: 'History exported' });
  await expect(done).toContainText(folder, { timeout: 120_000 });
  await keepPicture(window, info.outputPath('export-done.png'));
  await done.getByRole('button', { name: 'Close' }).click();
  await expect(done).toBeHidden();

  const days = readdirSync(folder).filter((name) => name.endsWith('.parquet'));
  expect(days.length).toBeGreaterThanOrEqual(30);
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(join(folder, days[5] ?? '')) });
  expect(rows.length).toBeGreaterThan(1_000);
});
