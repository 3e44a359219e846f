import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/engineClient';
import type { Progress } from '../../../shared/contract/engineMessages';
import type { HistoryExportReport, HistoryExportRequest } from '../../../shared/contract/exportCalls';
import type { AppError } from '../../../shared/lib/appError';
import type { Result } from '../../../shared/lib/result';

/** An export that runs or has ended. */
export interface ExportRun {
  readonly request: HistoryExportRequest;
  readonly progress: Progress | undefined;
  /** Undefined while it runs. */
  readonly outcome: Result<HistoryExportReport, AppError> | undefined;
}

/** Runs one export at a time, beside everything else that a person does. */
export interface ExportRunner {
  readonly store: StoreApi<{ readonly run: ExportRun | undefined }>;
  /** Begins an export, or goes on with one that ended early. Nothing while another runs. */
  readonly start: (request: HistoryExportRequest) => void;
  readonly cancel: () => void;
  /** Forgets an export that has ended. */
  readonly close: () => void;
}

/** Makes the runner of a window. */
export function createExportRunner(client: EngineClient): ExportRunner {
  const store = createStore<{ readonly run: ExportRun | undefined }>(() => ({ run: undefined }));
  let controller = new AbortController();
  const isRunning = (): boolean => {
    const { run } = store.getState();
    return run !== undefined && run.outcome === undefined;
  };
  return {
    store,
    start: (request) => {
      if (isRunning()) {
        return;
      }
      controller = new AbortController();
      store.setState({ run: { request, progress: undefined, outcome: undefined } });
      const onProgress = (progress: Progress): void =>
        store.setState({ run: { request, progress, outcome: undefined } });
      void client.call('history:export', request, { signal: controller.signal, onProgress }).then((outcome) => {
        store.setState(({ run }) => ({ run: { request, progress: run?.progress, outcome } }));
      });
    },
    cancel: () => controller.abort(),
    close: () => {
      if (!isRunning()) {
        store.setState({ run: undefined });
      }
    },
  };
}
