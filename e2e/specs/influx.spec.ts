import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findInfluxd } from '../../testing/influxServer';
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
  await browser.search('flow value', `1 of ${houseSensorCount} sensors`);
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
