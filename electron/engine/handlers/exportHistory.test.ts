import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HistoryExportRequest } from '../../../shared/contract/exportCalls';
import { emptyModel } from '../../../shared/model/emptyModel';
import { asId } from '../../../shared/model/ids';
import { Engine } from '../engine';
import { readFolder } from '../export/exportFixture';
import { createHandlers } from './createHandlers';

// Rule numbers refer to docs/spec/export.md.

const day0 = Date.UTC(2026, 2, 13);
const dayMs = 86_400_000;

let folder = '';
let engine: Engine;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-export-'));
  engine = new Engine({ userDataFolder: join(folder, 'user'), onProjectChanged: () => undefined });
  engine.createPlant(
    join(folder, 'a.sightglass'),
    emptyModel({ id: asId('plant'), name: 'Boiler house', timeZone: 'UTC' }),
  );
  const plant = engine.plant();
  const writer = plant.openWriter();
  writer.append('Flow', {
    timesMs: Float64Array.from({ length: 300 }, (_, index) => day0 + index * 600_000),
    values: Float64Array.from({ length: 300 }, (_, index) => index),
    qualities: new Uint8Array(300),
  });
  writer.flush();
  plant.addMissingSensors();
});
afterEach(() => {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

function request(): HistoryExportRequest {
  return {
    sensorIds: [...engine.plant().file.readModel().sensors.keys()],
    startMs: day0,
    endMs: day0 + 2 * dayMs,
    format: 'parquet',
    wide: false,
    corrected: true,
    folder: join(folder, 'out'),
  };
}

test('[EX8] [EX21] a window has history exported and is told how far it is', async () => {
  const told: unknown[] = [];
  const report = await createHandlers(engine)['history:export'](request(), {
    signal: new AbortController().signal,
    report: (progress) => told.push(progress),
  });
  expect(report).toMatchObject({ folder: join(folder, 'out'), files: 2, rows: 288, leftOut: 0, daysKept: 0 });
  expect((await readFolder(join(folder, 'out'))).map(({ value }) => value)).toEqual(
    Array.from({ length: 288 }, (_, index) => index),
  );
  expect(told.at(-1)).toMatchObject({ done: 2, total: 2, label: expect.stringContaining('288 rows') });
});

test('[EX12] [EX19] [EX20] it waits for whoever reads interactively, and can be cancelled meanwhile', async () => {
  const context = { signal: new AbortController().signal, report: () => undefined };
  const handlers = createHandlers(engine);
  const grid = { startMs: day0, stepMs: 1_000, frameCount: 2 };
  await handlers['history:frames']({ sensorIds: request().sensorIds, ...grid }, context);
  const asked = vi.spyOn(engine.scrubPause, 'mayRun');
  const controller = new AbortController();
  const told: unknown[] = [];
  const work = handlers['history:export'](request(), {
    signal: controller.signal,
    report: (progress) => told.push(progress),
  });
  await expect.poll(() => asked.mock.calls.length).toBe(1);
  for (let turn = 0; turn < 100; turn += 1) {
    await new Promise(setImmediate);
  }
  // It would have asked again after the first block.
  expect(asked.mock.calls.length).toBe(1);
  expect(told).toEqual([{ done: 0, total: undefined, label: 'waiting while somebody moves through time' }]);
  controller.abort();
  await expect(work).rejects.toMatchObject({ name: 'AbortError' });
});

test('[EX12] a plant that is closed meanwhile ends the export', async () => {
  engine.scrubPause.noteInteractive();
  const work = createHandlers(engine)['history:export'](request(), {
    signal: new AbortController().signal,
    report: () => undefined,
  });
  work.catch(() => undefined);
  await new Promise(setImmediate);
  engine.close();
  await expect(work).rejects.toMatchObject({ name: 'AbortError' });
});

test('[EX20] a look at one moment, as live has one every few seconds, holds no export up', async () => {
  const handlers = createHandlers(engine);
  const context = { signal: new AbortController().signal, report: () => undefined };
  await handlers['history:snapshot']({ sensorIds: request().sensorIds, timeMs: day0 }, context);
  expect(engine.scrubPause.isOpen()).toBe(true);
});
