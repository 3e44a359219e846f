import type { Progress } from '../../../shared/contract/engineMessages';
import type { CallContext, EngineHandlers } from '../../../shared/contract/engineServer';
import type { Engine } from '../engine';
import { exportHistory } from '../export/exportHistory';
import type { ExportProgress } from '../export/exportRequest';
import { exportSeriesOf } from '../export/exportSeriesOf';

/** How far an export is; the label says `1,440 rows, 0.1 MB, about 40 s left`. */
function progressOf({ daysDone, dayCount, rows, sizeBytes, secondsLeft }: ExportProgress): Progress {
  const parts = [
    `${rows.toLocaleString('en')} rows`,
    `${(sizeBytes / 1e6).toFixed(1)} MB`,
    ...(secondsLeft === undefined ? [] : [`about ${Math.ceil(secondsLeft)} s left`]),
  ];
  return { done: daysDone, total: dayCount, label: parts.join(', ') };
}

/** Tells how far an export is, and when it waits for whoever moves through time. */
function surroundings(engine: Engine, signal: AbortSignal, { report }: CallContext) {
  let last: Progress | undefined;
  return {
    signal,
    report: (progress: ExportProgress): void => {
      last = progressOf(progress);
      report(last);
    },
    mayRun: (): Promise<void> => {
      if (!engine.scrubPause.isOpen()) {
        report({ done: 0, total: undefined, ...last, label: 'waiting while somebody moves through time' });
      }
      return engine.scrubPause.mayRun(signal);
    },
    nowMs: () => performance.now(),
  };
}

/** Raw history written to files, out of the way of whoever moves through time. */
export function exportHandlers(engine: Engine): Pick<EngineHandlers, 'history:export'> {
  return {
    'history:export': async ({ sensorIds, startMs, endMs, folder, ...how }, context) => {
      const plant = engine.plant();
      const signal = plant.signalFor(context.signal);
      const sources = await exportSeriesOf(plant, sensorIds, signal);
      const request = {
        ...how,
        plantId: plant.file.readModel().plant.id,
        series: sources.series,
        range: { startMs, endMs },
        target: { kind: 'folder', path: folder } as const,
      };
      const { path, ...counts } = await exportHistory(request, surroundings(engine, signal, context)).finally(() =>
        sources.dispose(),
      );
      return { folder: path, ...counts };
    },
  };
}
