import { explainSourceFailure, type SourceFailure } from '../influx/sourceFailure';
import { explainServiceFailure, type ServiceFailure } from '../sync/serviceFailure';
import { assertNever } from './assertNever';

/** Every failure a person can meet, by name. Add a member here before adding a new message. */
export type AppError =
  | { readonly code: 'not-found'; readonly what: string }
  | { readonly code: 'file-missing'; readonly path: string }
  | { readonly code: 'not-a-project'; readonly path: string }
  | { readonly code: 'damaged-project'; readonly path: string; readonly detail: string }
  /** Stored samples do not read back as what was written; the model is whole. */
  | { readonly code: 'damaged-history'; readonly detail: string }
  | {
      readonly code: 'newer-project';
      readonly path: string;
      readonly fileVersion: number;
      readonly knownVersion: number;
    }
  | { readonly code: 'project-in-use'; readonly path: string }
  | { readonly code: 'no-write-access'; readonly path: string }
  | { readonly code: 'file-exists'; readonly path: string }
  | { readonly code: 'no-project-open' }
  | { readonly code: 'write-failed'; readonly detail: string }
  | { readonly code: 'stale-edit'; readonly detail: string }
  | { readonly code: 'rule-broken'; readonly rule: string; readonly detail: string }
  | { readonly code: 'invalid-file'; readonly path: string; readonly detail: string }
  /** A data source did not answer as it should. */
  | ({ readonly code: 'source-failed' } & SourceFailure)
  /** A tenant's service could not be used. */
  | ({ readonly code: 'service-failed' } & ServiceFailure)
  /** An export into a folder (`dayCount` of days) or a file (undefined) ended early; `why` is a sentence. */
  | {
      readonly code: 'export-stopped';
      readonly why: string;
      readonly path: string;
      readonly daysDone: number;
      readonly dayCount: number | undefined;
    }
  /** The folder holds an export of something else; `difference` says in what, for instance `other sensors`. */
  | { readonly code: 'other-export'; readonly folder: string; readonly difference: string }
  /** Nothing more is queued for a data source: what waits, or was refused there, fills the queue. */
  | { readonly code: 'write-back-full'; readonly mostPoints: number }
  /** A data source could not hold it, whenever it is sent. */
  | { readonly code: 'write-back-unfit'; readonly detail: string }
  /** What is to be taken offline is more than the limit for stored history leaves room for. */
  | { readonly code: 'store-full'; readonly neededBytes: number; readonly limitBytes: number }
  /** The engine ended again and again; main gave up starting it. */
  | { readonly code: 'engine-gone' }
  | { readonly code: 'cancelled' }
  | { readonly code: 'bad-request'; readonly detail: string }
  | { readonly code: 'unexpected'; readonly detail: string };

function explainExport(failure: Extract<AppError, { code: 'export-stopped' | 'other-export' }>): string {
  if (failure.code === 'other-export') {
    return `${failure.folder} holds another export (${failure.difference}). It has not been changed. Choose another folder, or ask for the same again to go on with it.`;
  }
  const { why, path, daysDone, dayCount } = failure;
  return dayCount === undefined
    ? `${why} The export stopped and left no file at ${path}. When that is put right, export again.`
    : `${why} The export stopped: ${daysDone} of ${dayCount} days are whole in ${path} and stay there. When that is put right, run the same export again; it goes on from there.`;
}

function megabytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}

type KeepingFailure = Extract<AppError, { code: 'write-back-full' | 'write-back-unfit' | 'store-full' }>;

function explainKeeping(failure: KeepingFailure): string {
  switch (failure.code) {
    case 'write-back-full':
      return `${failure.mostPoints} points wait already to be written to a data source, and no more are kept. They are safe; this one was not added. Let the source be reached again, or discard what it refused.`;
    case 'write-back-unfit':
      return `A data source cannot hold this (${failure.detail}). It was not added to what is written there.`;
    case 'store-full':
      return `There is no room to take this offline: it needs about ${megabytes(failure.neededBytes)} more, and stored history may take ${megabytes(failure.limitBytes)}. What is stored stays. Raise the limit, remove something else that was taken offline, or take less.`;
  }
}

type FileFailure = Extract<
  AppError,
  {
    code:
      | 'file-missing'
      | 'not-a-project'
      | 'damaged-project'
      | 'newer-project'
      | 'project-in-use'
      | 'no-write-access'
      | 'file-exists'
      | 'invalid-file';
  }
>;

function explainFile(error: FileFailure): string {
  switch (error.code) {
    case 'file-missing':
      return `There is no file at ${error.path}. Check the name, or choose another file.`;
    case 'not-a-project':
      return `${error.path} is not a Sightglass project. It has not been changed. Choose a *.sightglass file.`;
    case 'damaged-project':
      return `${error.path} is damaged and was not opened (${error.detail}). It has not been changed. Restore the newest copy from the backups folder beside it.`;
    case 'newer-project':
      return `${error.path} was written by a newer Sightglass (file version ${error.fileVersion}, this program knows ${error.knownVersion}). It has not been changed. Update Sightglass to open it.`;
    case 'project-in-use':
      return `${error.path} is open in another Sightglass. It has not been changed. Close it there, then open it again.`;
    case 'no-write-access':
      return `${error.path} may not be written by you, or its folder may not. It has not been changed. Copy it to a folder of your own and open it there.`;
    case 'file-exists':
      return `There is already a file at ${error.path}. It has not been changed. Choose another name.`;
    case 'invalid-file':
      return `${error.path} cannot be read: ${error.detail}. Nothing was changed.`;
  }
}

/** The one place where a failure becomes a sentence: what happened, what is safe, what to do. */
export function explainError(error: AppError): string {
  switch (error.code) {
    case 'not-found':
      return `There is no ${error.what} here.`;
    case 'file-missing':
    case 'not-a-project':
    case 'damaged-project':
    case 'newer-project':
    case 'project-in-use':
    case 'no-write-access':
    case 'file-exists':
    case 'invalid-file':
      return explainFile(error);
    case 'damaged-history':
      return `Some of the stored history is damaged and cannot be shown (${error.detail}). The drawing and the rest of the history are safe. Import the damaged time again, or restore a copy of the plant.`;
    case 'write-failed':
      return `The change could not be written (${error.detail}). What was saved before is safe. Free some space or check the disk, then try again.`;
    case 'stale-edit':
      return `The plant has changed under this edit (${error.detail}). Nothing was written. Look at the drawing and make the edit again.`;
    case 'rule-broken':
      return `${error.detail} (rule ${error.rule}). Nothing was changed.`;
    case 'source-failed':
      return explainSourceFailure(error);
    case 'service-failed':
      return explainServiceFailure(error);
    case 'export-stopped':
    case 'other-export':
      return explainExport(error);
    case 'write-back-full':
    case 'write-back-unfit':
    case 'store-full':
      return explainKeeping(error);
    case 'no-project-open':
      return 'No plant is open. Open or create one first.';
    case 'engine-gone':
      return 'The part of Sightglass that keeps the plant has stopped and could not be started again. Everything shown as saved is safe. Close Sightglass and start it again.';
    case 'cancelled':
      return 'Cancelled. Nothing more was changed.';
    case 'bad-request':
    case 'unexpected':
      return `Something went wrong inside Sightglass (${error.detail}). Saved work is safe. Try again, or restart Sightglass.`;
    default:
      return assertNever(error, 'AppError');
  }
}

/** Carries an expected failure out of deep code to the one place that turns it back into a value. */
export class AppFailure extends Error {
  readonly error: AppError;

  constructor(error: AppError) {
    super(explainError(error));
    this.name = 'AppFailure';
    this.error = error;
  }
}

/** What a thrown thing says of itself. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Turns whatever was thrown into the closed list. An abort becomes `cancelled`. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppFailure) {
    return thrown.error;
  }
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return { code: 'cancelled' };
  }
  return { code: 'unexpected', detail: messageOf(thrown) };
}
