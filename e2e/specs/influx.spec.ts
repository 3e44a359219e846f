import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findInfluxd, signedIn } from '../../testing/influxServer';
import { answerFileDialogs } from '../fixtures/dialogs';
import { expect, test } from '../fixtures/influx';
import {
  fillHouse,
  flowName,
  heldBy,
  houseDatabase,
  houseEndMs,
  houseLine,
  houseSampleCount,
  houseSensorCount,
  houseSource,
  houseStartMs,
  temperatureName,
} from '../fixtures/pumpHouse';
import { makeFolder } from '../fixtures/runningApp';
import { setPageSize } from '../fixtures/screenshot';
import { Connections, SourceBrowser } from '../pages/connections';
import { expectLive, shownMoment, shownOf } from '../pages/live';
import { ModelEditor } from '../pages/modelEditor';
import { noteOnRail, pinNote } from '../pages/notes';
import { chooseFromPlantMenu } from '../pages/offline';
import { goTo, waitForValues } from '../pages/operate';
import { showMode } from '../pages/shell';

test.skip(findInfluxd() === undefined, 'There is no influxd on this machine');

const hourMs = 3_600_000;
/** The sensors of a plant that was connected beforehand. */
const flowId = 'sensor-flow-value-0';

test('[N4] [N6] [N23] connected in a minute: address, test, database, guess, and a series dragged onto an instrument', async ({
  startApp,
  startServer,
  pumpHouse,
}) => {
  const server = await startServer();
  await fillHouse(server);
  await server.query('CREATE DATABASE "weather"');
  const { app, window } = await startApp({ project: pumpHouse() });
  await setPageSize(app, 1920, 1080);
  const connections = new Connections(window);

  await connections.openForm();
  await connections.type({ name: houseSource, address: new URL(server.url).host });
  await connections.test('open');
  await expect(connections.diagnosis()).toContainText('InfluxDB 1.');
  await connections.chooseDatabase(houseDatabase);
  await expect(connections.chosenMapping()).toContainText('A field a sensor');
  await expect(connections.chosenMapping()).toContainText(/GEN\.\w+_101/);
  await connections.save();
  await connections.closeList();

  await showMode(window, 'Model');
  const browser = new SourceBrowser(window, houseSource);
  await browser.open();
  await browser.search('flow 101 value', `1 of ${houseSensorCount} sensors`);
  await expect(browser.row(flowName)).toContainText('Not in the plant');
  const flow = await new ModelEditor(window).component('FT-101').boundingBox();
  await browser.drag(flowName, {
    x: (flow?.x ?? 0) + (flow?.width ?? 0) / 2,
    y: (flow?.y ?? 0) + (flow?.height ?? 0) / 2,
  });
  await window.getByRole('menuitem', { name: /^(Value|Measured)/ }).click();
  await expect(browser.row(flowName)).toContainText('FT-101');

  await showMode(window, 'Operate');
  await waitForValues(window);
  const moment = houseStartMs + 7 * hourMs + 30_500;
  const { values } = await goTo(window, moment);
  expect(values).toHaveLength(1);
  expect(values[0]?.state).toBe('measured');
  const held = await heldBy(server, flowName, moment);
  expect(Math.abs(Number.parseFloat(values[0]?.words ?? '') - held)).toBeLessThan(0.06);
});

test('[P35] [P37] live follows what arrives; scrubbing says that the past is shown; Go live returns', async ({
  startApp,
  startServer,
  pumpHouse,
}) => {
  const server = await startServer();
  await server.query(`CREATE DATABASE "${houseDatabase}"`);
  const firstMs = Date.now() - 300_000;
  const pastLines = Array.from({ length: 300 }, (_, second) => houseLine(firstMs + second * 1_000, second));
  await server.write(houseDatabase, pastLines);
  let writing = Promise.resolve();
  let second = pastLines.length;
  const plant = setInterval(() => {
    writing = server.write(houseDatabase, [houseLine(Date.now(), (second += 1))]);
  }, 1_000);
  try {
    const { window } = await startApp({ project: pumpHouse({ url: server.url, periodMs: 1_000 }) });
    await waitForValues(window);
    await expectLive(window);
    const shown = async () => (await shownOf(window, flowId))?.words;
    const first = await shown();
    await expect.poll(shown).not.toBe(first);
    expect(Math.abs((await shownMoment(window)) - Date.now())).toBeLessThan(10_000);

    const { values } = await goTo(window, firstMs + 60_500);
    await expect(window.getByTestId('replay-banner')).toContainText('REPLAY');
    const past = values.find(({ sensorId }) => sensorId === flowId);
    const held = await heldBy(server, flowName, firstMs + 60_500);
    expect(past?.state).toBe('measured');
    expect(Math.abs(Number.parseFloat(past?.words ?? '') - held)).toBeLessThan(0.51);

    await window
      .getByTestId('replay-banner')
      .getByRole('button', { name: /Go live/ })
      .click();
    await expectLive(window);
    await expect.poll(() => shownMoment(window)).toBeGreaterThan(firstMs + 300_000);
  } finally {
    clearInterval(plant);
    await writing;
  }
});

test('[Q10] [P53] notes are written to the database that was allowed, and before that nowhere', async ({
  startApp,
  startServer,
  pumpHouse,
}) => {
  const server = await startServer();
  await fillHouse(server);
  await server.query('CREATE DATABASE "shift_book"');
  const { app, window } = await startApp({ project: pumpHouse({ url: server.url }) });
  await setPageSize(app, 1920, 1080);
  await waitForValues(window);
  const moment = houseStartMs + 3 * hourMs;
  await goTo(window, moment);
  await pinNote(window, 'Kept to ourselves', 'Shift A');

  const connections = new Connections(window);
  await connections.edit(houseSource);
  await connections.form.getByLabel('Notes and derived values').check();
  await connections.field('Into database').fill('shift_book');
  await connections.save();
  await connections.closeList();
  await goTo(window, moment + 6 * hourMs);
  await pinNote(window, 'Strainer "2" blocked, cleaned', 'Shift B');
  await expect(noteOnRail(window, 'Strainer "2" blocked, cleaned')).toBeVisible();

  const written = () => server.query('SELECT "text", "author", "deleted" FROM "sightglass_note"', 'shift_book');
  const note = [moment + 6 * hourMs, 'Strainer "2" blocked, cleaned', 'Shift B', false];
  await expect.poll(written).toMatchObject({ results: [{ series: [{ values: [note] }] }] });
  expect(await server.query('SHOW MEASUREMENTS', houseDatabase)).toMatchObject({
    results: [{ series: [{ values: [['GEN']] }] }],
  });
});

/** Every file below a folder that holds a text, however it is stored. */
function filesThatHold(folder: string, text: string): readonly string[] {
  const texts = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => texts.some((bytes) => readFileSync(path).includes(bytes)));
}

test('[Q1] [Q2] [N2] a password is in no file and no log, though the source asks for it', async ({
  startApp,
  startServer,
  pumpHouse,
  workFolder,
}) => {
  const [user, password] = ['meter_reader', 'canary-Yw7-flies-3081'];
  const server = await startServer({ authEnabled: true });
  await server.query(`CREATE USER "${user}" WITH PASSWORD '${password}' WITH ALL PRIVILEGES`);
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  await fillHouse(signedIn(server, authorization));
  const { app, window, userData } = await startApp({ project: pumpHouse() });
  let log = '';
  app.process().stdout?.on('data', (text) => (log += String(text)));
  app.process().stderr?.on('data', (text) => (log += String(text)));
  window.on('console', (message) => (log += message.text()));
  await setPageSize(app, 1920, 1080);
  const connections = new Connections(window);

  await connections.openForm();
  const address = server.url;
  await connections.type({ name: houseSource, address, signIn: { kind: 'password', user, password: 'mistyped' } });
  await connections.test('bad');
  await connections.field('Password').fill(password);
  await connections.test('good');
  await connections.save();
  await connections.closeList();
  await showMode(window, 'Model');
  const browser = new SourceBrowser(window, houseSource);
  await browser.open();
  await expect(browser.row(temperatureName)).toBeVisible();
  await expect(window.getByTestId('saved-state')).toContainText('All changes kept');
  await app.close();

  // Only where the user's name is found does it say something that the password is not.
  expect(filesThatHold(userData, user)).not.toEqual([]);
  expect(filesThatHold(workFolder, server.url)).not.toEqual([]);
  for (const secret of [password, authorization.slice('Basic '.length)]) {
    expect(filesThatHold(workFolder, secret)).toEqual([]);
    expect(log).not.toContain(secret);
  }
});

test('[EX22] [EX31] what the source holds is exported into a folder, as it was asked for', async ({
  startApp,
  startServer,
  pumpHouse,
  workFolder,
}) => {
  const server = await startServer();
  await fillHouse(server);
  const { app, window } = await startApp({ project: pumpHouse({ url: server.url }) });
  await setPageSize(app, 1920, 1080);
  await waitForValues(window);
  const folder = makeFolder(join(workFolder, 'exports'));
  await answerFileDialogs(app, folder);
  await chooseFromPlantMenu(window, 'Export history (CSV, Parquet)');
  const dialog = window.getByRole('dialog', { name: 'Export history' });
  await dialog.getByLabel('Time').selectOption('All there is');
  await dialog.getByRole('radio', { name: 'CSV' }).click();
  await dialog.getByRole('button', { name: 'Choose folder' }).click();
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(window.getByRole('region', { name: 'History exported' })).toContainText(folder);

  const days = readdirSync(folder).filter((name) => name.endsWith('.csv'));
  expect(days).toEqual(['history-2026-03-13.csv', 'history-2026-03-14.csv']);
  const lines = days.flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n').slice(1));
  expect(lines).toHaveLength(houseSampleCount * houseSensorCount);
  const last = await heldBy(server, flowName, houseEndMs);
  expect(lines).toContain(`${new Date(houseEndMs).toISOString()},${flowName},${last},good,m³/h`);
});
