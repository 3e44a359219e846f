import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { AppFailure, messageOf } from '../../../shared/lib/appError';

/** Reads what `writeKept` wrote; undefined when there is none. A file that cannot be read is set aside, beside its place. */
export function readKept<T>(path: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      rmSync(`${path}.damaged`, { force: true });
      renameSync(path, `${path}.damaged`);
    }
    return undefined;
  }
}

/** Writes a file that only this person may read, whole or not at all. Throws an `AppFailure` when the disk does not let it. */
export function writeKept(path: string, document: unknown): void {
  const unfinished = `${path}.unfinished`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(unfinished, JSON.stringify(document), { mode: 0o600 });
    renameSync(unfinished, path);
  } catch (error) {
    throw new AppFailure({ code: 'write-failed', detail: messageOf(error) });
  }
}
