import { type AppError, messageOf } from '../../../shared/lib/appError';

function codeOf(thrown: unknown): string {
  const code: unknown = thrown instanceof Error ? Reflect.get(thrown, 'code') : undefined;
  return typeof code === 'string' ? code : '';
}

/** Whether a failure came from the disk or SQLite, and not from a defect of ours. */
export function isStorageFailure(thrown: unknown): boolean {
  return /^(SQLITE_|E[A-Z]+$)/.test(codeOf(thrown));
}

/** What a failed open means to a person; undefined when the failure says nothing about the file. */
export function openFailure(thrown: unknown, path: string): AppError | undefined {
  const code = codeOf(thrown);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return { code: 'project-in-use', path };
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || code === 'SQLITE_ERROR') {
    return { code: 'damaged-project', path, detail: thrown instanceof Error ? thrown.message : code };
  }
  if (code === 'EISDIR') {
    return { code: 'not-a-project', path };
  }
  if (code === 'ENOENT') {
    return { code: 'file-missing', path };
  }
  if (/^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH|EACCES|EPERM|EROFS)/.test(code)) {
    return { code: 'no-write-access', path };
  }
  return isStorageFailure(thrown) ? writeFailure(thrown) : undefined;
}

/** What a failed write means to a person. */
export function writeFailure(thrown: unknown): AppError {
  const code = codeOf(thrown);
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') {
    return { code: 'write-failed', detail: 'the disk is full' };
  }
  if (/^(SQLITE_READONLY|EACCES|EPERM|EROFS)/.test(code)) {
    return { code: 'write-failed', detail: 'the file or its folder may not be written' };
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO') {
    return { code: 'write-failed', detail: `the disk reported an error, ${code}` };
  }
  return { code: 'write-failed', detail: messageOf(thrown) };
}
