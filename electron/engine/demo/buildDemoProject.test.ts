import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Progress } from '../../../shared/contract/engineMessages';
import { demoShownMs } from '../../../shared/demo/demoMoments';
import { demoSensors } from '../../../shared/demo/demoSensors';
import { valueState } from '../../../shared/history/valueState';
import { OpenPlant } from '../openPlant';
import { buildDemoProject } from './buildDemoProject';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-demo-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('makes the example plant whole, says how far it is, and answers for the night of the trip', async () => {
  const path = join(folder, 'Example plant.sightglass');
  const told: Progress[] = [];
  const other = new AbortController();
  // Another program that begins at the same time and gives up takes nothing along.
  const given = buildDemoProject(path, { signal: other.signal, report: () => other.abort() }).catch(() => 'given up');
  await buildDemoProject(path, { signal: new AbortController().signal, report: (progress) => told.push(progress) });
  expect(await given).toBe('given up');
  expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  expect(told[0]).toEqual({ done: 0, total: 30, label: 'Simulating 20 Feb' });
  expect(told.at(-1)?.done).toBe(30);

  const plant = OpenPlant.open(path);
  try {
    const { signal } = new AbortController();
    const extent = await plant.history.describe(signal);
    expect(extent.seriesCount).toBe(demoSensors.length);
    expect(extent.sampleCount).toBeGreaterThan(4_000_000);
    const shown = await plant.history.readSnapshot(
      demoSensors.map(({ id }) => id),
      demoShownMs,
      signal,
    );
    const valueOf = (name: string): number =>
      shown.values[demoSensors.findIndex((sensor) => sensor.name === name)] ?? NaN;
    const stateOf = (name: string): number =>
      shown.states[demoSensors.findIndex((sensor) => sensor.name === name)] ?? NaN;
    expect(valueOf('CWL_SEC_SW_TEMP')).toBeCloseTo(10.1, 0);
    expect(valueOf('CWL_SEC_CW_FLOW')).toBeCloseTo(226, -1);
    expect(valueOf('CWL_SEC_DP')).toBeCloseTo(118, -1);
    expect(valueOf('CT_FAN_SPD_1')).toBeCloseTo(48, 0);
    expect(valueOf('CWL_SEC_LOAD')).toBeGreaterThan(680);
    expect(valueOf('CWL_SEC_LOAD')).toBeLessThan(790);
    expect(stateOf('CWL_SEC_SW_TEMP')).toBe(valueState.measured);
    expect(stateOf('CDWL_SW_TEMP')).toBe(valueState.held);
    expect(stateOf('CHL_SW_TEMP_2')).toBe(valueState.held);
    expect(stateOf('OA_TEMP_WB')).toBe(valueState.stale);
    expect(stateOf('CHL_CD_FLOW_2')).toBe(valueState.noData);
    expect(stateOf('CHWP.PT_105.PV')).toBe(valueState.bad);
  } finally {
    plant.dispose();
  }
}, 60_000);

test('leaves nothing behind when it is cancelled', async () => {
  const path = join(folder, 'Example plant.sightglass');
  const controller = new AbortController();
  const report = ({ done }: Progress): void => {
    if (done === 2) {
      controller.abort();
    }
  };
  await expect(buildDemoProject(path, { signal: controller.signal, report })).rejects.toThrow();
  expect(existsSync(path)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
}, 60_000);

test('what a program that was ended left behind is removed after a while', async () => {
  const path = join(folder, 'Example plant.sightglass');
  const [old, fresh] = [`${path}.unfinished-old`, `${path}.unfinished-fresh`];
  [old, fresh].forEach((left) => writeFileSync(left, ''));
  utimesSync(old, 1, 1);
  const controller = new AbortController();
  const report = (): void => controller.abort();
  await expect(buildDemoProject(path, { signal: controller.signal, report })).rejects.toThrow();
  expect(existsSync(old)).toBe(false);
  expect(existsSync(fresh)).toBe(true);
});
