import { AppFailure, explainError } from '../../../shared/lib/appError';
import { isStorageFailure, writeFailure } from '../project/sqliteFailure';

/** How far an export had come when it stopped; `dayCount` is undefined for an export into one file. */
export interface ExportRemains {
  readonly path: string;
  readonly daysDone: number;
  readonly dayCount: number | undefined;
}

function reasonOf(thrown: unknown): string | undefined {
  if (thrown instanceof AppFailure) {
    return explainError(thrown.error);
  }
  if (!isStorageFailure(thrown)) {
    return undefined;
  }
  const failure = writeFailure(thrown);
  return failure.code === 'write-failed' ? `The export could not be written (${failure.detail}).` : undefined;
}

/** What ended an export early as a failure that says what is safe and how to go on. Cancelling and bugs stay as they are. */
export function exportFailure(thrown: unknown, remains: ExportRemains): unknown {
  const why = reasonOf(thrown);
  return why === undefined ? thrown : new AppFailure({ code: 'export-stopped', why, ...remains });
}
