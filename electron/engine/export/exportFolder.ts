import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfAborted } from '../../../shared/history/abortError';
import { AppFailure } from '../../../shared/lib/appError';
import { differenceOf, type ExportQuestion, manifestName, readManifest, type WholeDay } from './exportManifest';
import { isUnfinishedName } from './unfinishedFile';

/** Throws an `AppFailure` when a folder holds another export. Nothing is changed. */
export async function refuseOtherExport(folder: string, question: ExportQuestion): Promise<void> {
  const found = await readManifest(folder);
  const difference = found === undefined ? undefined : differenceOf(question, found.question);
  if (difference !== undefined) {
    throw new AppFailure({ code: 'other-export', folder, difference });
  }
}

/** Throws an `AppFailure` when a folder without an export holds a file of one of the names. */
export async function refuseForeignFiles(folder: string, names: readonly string[]): Promise<void> {
  const present = new Set(existsSync(folder) ? await readdir(folder) : []);
  const foreign = present.has(manifestName) ? undefined : names.find((name) => present.has(name));
  if (foreign !== undefined) {
    throw new AppFailure({ code: 'file-exists', path: join(folder, foreign) });
  }
}

/** Removes what a run that was killed was about to write. */
export async function removeUnfinished(folder: string): Promise<void> {
  const ours = (name: string): boolean => name.startsWith('_history-') || name.startsWith(`_${manifestName}`);
  const left = (await readdir(folder)).filter((name) => isUnfinishedName(name) && ours(name));
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
}

async function hashOf(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path, { highWaterMark: 1_048_576 }) as AsyncIterable<Buffer>) {
    throwIfAborted(signal);
    hash.update(bytes);
  }
  return hash.digest('hex');
}

async function isWhole(folder: string, day: WholeDay, signal: AbortSignal): Promise<boolean> {
  if (day.file === undefined) {
    return true;
  }
  const path = join(folder, day.file);
  const facts = await stat(path).catch(() => undefined);
  return facts?.size === day.sizeBytes && (await hashOf(path, signal)) === day.sha256;
}

/** The days that an earlier run has left whole and nobody has touched, by name. */
export async function readWholeDays(folder: string, signal: AbortSignal): Promise<Map<string, WholeDay>> {
  const whole = new Map<string, WholeDay>();
  for (const day of (await readManifest(folder))?.days ?? []) {
    throwIfAborted(signal);
    if (await isWhole(folder, day, signal)) {
      whole.set(day.day, day);
    }
  }
  return whole;
}
