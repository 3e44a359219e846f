import { AppFailure, messageOf } from '../../shared/lib/appError';

/** What a failed read of a file means to a person. An `AppFailure` stays what it is. */
export function readFailure(path: string, thrown: unknown): AppFailure {
  if (thrown instanceof AppFailure) {
    return thrown;
  }
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code === 'ENOENT') {
    return new AppFailure({ code: 'file-missing', path });
  }
  const detail = code === 'EACCES' || code === 'EPERM' ? 'you may not read it' : messageOf(thrown);
  return new AppFailure({ code: 'invalid-file', path, detail });
}
