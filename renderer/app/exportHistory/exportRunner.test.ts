import { expect, test } from 'vitest';
import type { HistoryExportReport, HistoryExportRequest } from '../../../shared/contract/exportCalls';
import type { CallOptions, EngineClient } from '../../../shared/contract/engineClient';
import type { AppError } from '../../../shared/lib/appError';
import { err, ok, type Result } from '../../../shared/lib/result';
import { createExportRunner } from './exportRunner';

// Rule numbers refer to docs/spec/export.md.

const request: HistoryExportRequest = {
  sensorIds: ['a'],
  startMs: 0,
  endMs: 1,
  format: 'csv',
  wide: false,
  corrected: true,
  folder: '/exports',
};
const report: HistoryExportReport = { folder: '/exports', files: 1, rows: 2, sizeBytes: 3, leftOut: 0, daysKept: 0 };

/** An engine whose answers the test gives by hand. */
function scripted() {
  const calls: {
    readonly options: CallOptions;
    readonly answer: (result: Result<never, AppError> | Result<unknown, AppError>) => void;
  }[] = [];
  const client: EngineClient = {
    call: (_name, _request, options = {}) =>
      new Promise((answer) => {
        calls.push({ options, answer: (result) => answer(result as Result<never, AppError>) });
        options.signal?.addEventListener('abort', () => answer(err({ code: 'cancelled' })));
      }),
    on: () => () => undefined,
  };
  return { runner: createExportRunner(client), calls };
}

test('[EX30] tells how far it is and what came of it, until it is closed', async () => {
  const { runner, calls } = scripted();
  runner.start(request);
  calls[0]?.options.onProgress?.({ done: 1, total: 3, label: '2 rows' });
  expect(runner.store.getState().run).toEqual({
    request,
    progress: { done: 1, total: 3, label: '2 rows' },
    outcome: undefined,
  });
  runner.close();
  expect(runner.store.getState().run).toBeDefined();
  calls[0]?.answer(ok(report));
  await expect.poll(() => runner.store.getState().run?.outcome).toEqual(ok(report));
  runner.close();
  expect(runner.store.getState().run).toBeUndefined();
});

test('[EX30] one at a time', () => {
  const { runner, calls } = scripted();
  runner.start(request);
  runner.start({ ...request, format: 'parquet' });
  expect(calls).toHaveLength(1);
  expect(runner.store.getState().run?.request).toBe(request);
});

test('[EX30] cancelled or failed, it can be gone on with', async () => {
  const { runner, calls } = scripted();
  runner.start(request);
  runner.cancel();
  await expect.poll(() => runner.store.getState().run?.outcome).toEqual(err({ code: 'cancelled' }));
  runner.start(request);
  expect(calls).toHaveLength(2);
  expect(calls[1]?.options.signal?.aborted).toBe(false);
  const failure: AppError = {
    code: 'export-stopped',
    why: 'The disk is full.',
    path: '/exports',
    daysDone: 1,
    dayCount: 3,
  };
  calls[1]?.answer(err(failure));
  await expect.poll(() => runner.store.getState().run?.outcome).toEqual(err(failure));
  runner.start(request);
  expect(runner.store.getState().run?.outcome).toBeUndefined();
});
