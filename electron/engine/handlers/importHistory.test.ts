import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyModel } from '../../../shared/model/emptyModel';
import { asId } from '../../../shared/model/ids';
import { previewCsv } from '../import/previewCsv';
import { OpenPlant } from '../openPlant';
import { importHistory } from './historyHandlers';

// Rule numbers refer to docs/spec/csv.md.

let folder = '';
let plant: OpenPlant;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-import-'));
  const model = emptyModel({ id: asId('plant'), name: 'Boiler house', timeZone: 'UTC' });
  plant = OpenPlant.create(join(folder, 'a.sightglass'), model);
});
afterEach(() => {
  plant.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function load(text: string) {
  const path = join(folder, 'history.csv');
  writeFileSync(path, text);
  const { options } = await previewCsv(path, {});
  return importHistory(plant, { path, options }, { signal: new AbortController().signal, report: () => undefined });
}

function wideText(rows: number, columns: number): string {
  const header = Array.from({ length: columns }, (_, index) => `,T-${index}`).join('');
  const line = (row: number) =>
    `${new Date(Date.UTC(2024, 0, 1) + row * 60_000).toISOString()}${`,${row}`.repeat(columns)}`;
  return [`time${header}`, ...Array.from({ length: rows }, (_, row) => line(row))].join('\n');
}

test('[C13] others get their turn while a file is read and while it is written', async () => {
  let isRunning = true;
  let answered = 0;
  const others = (async () => {
    while (isRunning) {
      await plant.history.readSnapshot([], 0, new AbortController().signal);
      answered += 1;
      await setImmediate();
    }
  })();
  const report = await load(wideText(20_000, 20));
  isRunning = false;
  await others;
  expect(report.samplesStored).toBe(400_000);
  // 4 MB are read in 16 blocks, 20 series are written one by one.
  expect(answered).toBeGreaterThan(30);
});

test('[C13] a plant that is closed meanwhile ends the import as cancelled', async () => {
  const work = load(wideText(5_000, 10)).then(
    () => 'imported',
    (error: unknown) => (error instanceof Error ? error.name : error),
  );
  await setImmediate();
  plant.dispose();
  expect(await work).toBe('AbortError');
});

test('[C14] an import without unit and description leaves what is known', async () => {
  await load('time,Flow (m3/h)\n2024-01-01 00:00:00,1\n2024-01-01 00:01:00,1\n');
  await load('time,Flow\n2024-01-02 00:00:00,2\n2024-01-02 00:01:00,1\n');
  const { series } = await plant.history.describe(new AbortController().signal);
  expect(series).toMatchObject([{ name: 'Flow', unit: 'm3/h', sampleCount: 4 }]);
});
