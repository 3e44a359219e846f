import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { handOver, startRunningApp } from '../fixtures/runningApp';
import { keepPicture, setPageSize } from '../fixtures/screenshot';
import { openExamplePlant, showMode } from '../pages/shell';

// `npm run screenshot -- --out DIR`: a picture of each mode of the example plant, as a person sees it.
const { values } = parseArgs({ options: { out: { type: 'string', default: 'screenshots' } } });
const folder = resolve(values.out);
const userData = mkdtempSync(join(tmpdir(), 'sightglass-screenshot-'));
handOver(userData);
const { app, window } = await startRunningApp({ userData });
try {
  await setPageSize(app, 1920, 1080);
  await openExamplePlant(window);
  for (const mode of ['Operate', 'Model'] as const) {
    await showMode(window, mode);
    const path = join(folder, `${mode.toLowerCase()}.png`);
    await keepPicture(window, path);
    console.log(path);
  }
} finally {
  await app.close();
  rmSync(userData, { recursive: true, force: true });
}
