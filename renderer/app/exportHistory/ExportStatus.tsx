import { type ReactElement, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { HistoryExportReport } from '../../../shared/contract/exportCalls';
import { explainError } from '../../../shared/lib/appError';
import { counted } from '../../../shared/lib/counted';
import { Button } from '../../components/Button';
import type { ExportRun, ExportRunner } from './exportRunner';
import styles from './ExportStatus.module.css';

function reportWords({ files, rows, sizeBytes, folder, leftOut }: HistoryExportReport): string {
  const left = leftOut === 0 ? '' : ` ${counted(leftOut, 'value')} of bad quality were left out.`;
  return rows === 0
    ? 'There are no samples in this time.'
    : `${counted(rows, 'row')} in ${counted(files, 'file')}, ${(sizeBytes / 1e6).toFixed(1)} MB, in ${folder}.${left}`;
}

function runningWords({ progress }: ExportRun): string {
  if (progress === undefined) {
    return 'Starting';
  }
  const { done, total, label } = progress;
  return total === undefined ? `Not begun: ${label}` : `${done} of ${total} days: ${label}`;
}

function titleOf({ outcome }: ExportRun): string {
  if (outcome === undefined) {
    return 'Exporting history';
  }
  return outcome.ok ? 'History exported' : outcome.error.code === 'cancelled' ? 'Export cancelled' : 'Export stopped';
}

function wordsOf(run: ExportRun): string {
  const { outcome, request } = run;
  if (outcome === undefined) {
    return runningWords(run);
  }
  if (outcome.ok) {
    return reportWords(outcome.value);
  }
  return outcome.error.code === 'cancelled'
    ? `Days that are whole stay in ${request.folder}.`
    : explainError(outcome.error);
}

function canGoOn({ outcome }: ExportRun): boolean {
  return outcome?.ok === false && ['cancelled', 'export-stopped', 'source-failed'].includes(outcome.error.code);
}

/** The export that runs beside everything else: how far it is, what came of it, and how to go on. */
export function ExportStatus({ runner }: { readonly runner: ExportRunner }): ReactElement | null {
  const run = useStore(runner.store, (state) => state.run);
  const card = useRef<HTMLElement>(null);
  const isThere = run !== undefined;
  useEffect(() => {
    const element = card.current;
    element?.showPopover();
    return () => element?.hidePopover();
  }, [isThere]);
  if (run === undefined) {
    return null;
  }
  const { progress, request, outcome } = run;
  const title = titleOf(run);
  return (
    <section ref={card} popover="manual" className={styles.card} aria-label={title}>
      <h2>{title}</h2>
      <p role={outcome?.ok === false ? 'alert' : 'status'}>{wordsOf(run)}</p>
      {outcome === undefined ? (
        <progress value={progress?.done ?? 0} max={Math.max(1, progress?.total ?? 1)} aria-label={title} />
      ) : null}
      <div className={styles.buttons}>
        {canGoOn(run) ? <Button onClick={() => runner.start(request)}>Go on</Button> : null}
        {outcome === undefined ? (
          <Button onClick={runner.cancel}>Cancel</Button>
        ) : (
          <Button onClick={runner.close}>Close</Button>
        )}
      </div>
    </section>
  );
}
