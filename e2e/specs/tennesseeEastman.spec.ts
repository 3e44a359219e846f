import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { plantDocumentText } from '../../shared/model/readPlantDocument';
import { sharedData } from '../../testing/sharedData';
import { tennesseeEastmanPlant } from '../../testing/tennesseeEastman';
import { manipulatedName, measurementName, sensorIdOf } from '../../testing/tennesseeEastman/sensors';
import { expect, test } from '../fixtures/app';
import { runCommandLine } from '../fixtures/commandLine';
import { handOver, makeFolder, type RunningApp } from '../fixtures/runningApp';
import { keepPicture, setPageSize } from '../fixtures/screenshot';
import { goTo, type ShownValue, waitForValues } from '../pages/operate';
import { settle, showMode } from '../pages/shell';

const startMs = Date.UTC(2024, 0, 1);
const rowMs = 3 * 60_000;
/** The row from which on the fault acts. */
const faultRow = 160;
const feedFlow = sensorIdOf(measurementName(1));
const feedValve = sensorIdOf(manipulatedName(3));
const coolingValve = sensorIdOf(manipulatedName(10));

type StartApp = (options: { readonly project: string }) => Promise<RunningApp>;

interface Run {
  readonly topology: string;
  readonly history: string;
}

/** The files of a recorded run; undefined, with a word about it, where they are not on this machine. */
function recordedRun(name: string): Run | undefined {
  const topology = sharedData('tep/te_topology.json');
  const history = sharedData(`tep/${name}`);
  if (topology === undefined || history === undefined) {
    console.log(`Not checked: tep/te_topology.json and tep/${name} are not beside the project.`);
    return undefined;
  }
  return { topology, history };
}

/** Topology and CSV in, project out: through the exchange format and the command line. */
async function projectOf(run: Run, folder: string): Promise<string> {
  const plantFile = join(folder, 'tennessee-eastman.plant.json');
  const project = join(folder, 'tennessee-eastman.sightglass');
  writeFileSync(plantFile, plantDocumentText(tennesseeEastmanPlant(JSON.parse(readFileSync(run.topology, 'utf8')))));
  await runCommandLine('import-model', plantFile, '--project', project);
  const report: unknown = JSON.parse(
    await runCommandLine('import-history', run.history, '--project', project, '--json'),
  );
  expect(report).toMatchObject({ rowsRead: 960, rowsRejected: 0, cellsRejected: 0, samplesStored: 960 * 52 });
  handOver(project);
  return project;
}

/** What the drawing reads for sensors at a row of the run; all of them measured then. */
async function readingsAt(window: Page, row: number, sensorIds: readonly string[]): Promise<readonly ShownValue[]> {
  const { values } = await goTo(window, startMs + row * rowMs);
  return sensorIds.map((sensorId) => {
    const reading = values.find((value) => value.sensorId === sensorId);
    expect(reading).toMatchObject({ state: 'measured' });
    return reading ?? { sensorId, words: '', state: 'no data' };
  });
}

/** The number a reading begins with. */
function numberIn(reading: ShownValue | undefined): number {
  return Number.parseFloat((reading?.words ?? '').replace('\u2212', '-').replace(',', ''));
}

async function openProject(startApp: StartApp, project: string): Promise<Page> {
  const { app, window } = await startApp({ project });
  await setPageSize(app, 1920, 1080);
  await showMode(window, 'Operate');
  await waitForValues(window);
  return window;
}

test('Tennessee Eastman, A feed lost: no flow although the valve is open', async ({ startApp, workFolder }) => {
  const run = recordedRun('derived_d06_te.csv');
  if (run === undefined) {
    return;
  }
  const window = await openProject(startApp, await projectOf(run, makeFolder(join(workFolder, 'd06'))));
  const [before] = await readingsAt(window, faultRow - 1, [feedFlow]);
  expect(numberIn(before)).toBeGreaterThan(0.2);
  for (const row of [faultRow, faultRow + 1, faultRow + 40, faultRow + 400]) {
    const [flow, valve] = await readingsAt(window, row, [feedFlow, feedValve]);
    expect(flow?.words).toMatch(/^0[.]00 /);
    expect(numberIn(valve)).toBeGreaterThan(20);
  }
  await readingsAt(window, faultRow + 5, []);
  await settle(window);
  await keepPicture(window, 'test-results/pictures/tennessee-eastman-operate.png');
  await showMode(window, 'Model');
  await keepPicture(window, 'test-results/pictures/tennessee-eastman-model.png');
});

test('Tennessee Eastman, cooling-water valve sticking: it swings', async ({ startApp, workFolder }) => {
  const run = recordedRun('derived_d14_te.csv');
  if (run === undefined) {
    return;
  }
  const window = await openProject(startApp, await projectOf(run, makeFolder(join(workFolder, 'd14'))));
  const [before] = await readingsAt(window, faultRow - 1, [coolingValve]);
  expect(Math.abs(numberIn(before) - 41)).toBeLessThanOrEqual(2);
  const positions: number[] = [];
  for (let row = faultRow + 10; row < faultRow + 30; row += 1) {
    const [position] = await readingsAt(window, row, [coolingValve]);
    positions.push(numberIn(position));
  }
  // From 31 to 50 % and back within minutes; single rows reach a little further.
  expect(Math.min(...positions)).toBeLessThanOrEqual(31);
  expect(Math.min(...positions)).toBeGreaterThanOrEqual(29);
  expect(Math.max(...positions)).toBeGreaterThanOrEqual(50);
  expect(Math.max(...positions)).toBeLessThanOrEqual(54);
  const turns = positions.filter((position, index) => {
    const [last, next] = [positions[index - 1], positions[index + 1]];
    return last !== undefined && next !== undefined && (position - last) * (next - position) < 0;
  });
  expect(turns.length).toBeGreaterThanOrEqual(positions.length / 2);
});
