import { chmodSync, createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';

/** Unpacks the entries that `place` gives a path to, with their permissions. */
export async function unzip(
  zipPath: string,
  folder: string,
  place: (name: string) => string | undefined,
): Promise<void> {
  const zip = await openPromise(zipPath, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const target = entry.fileName.endsWith('/') ? undefined : place(entry.fileName);
      if (target !== undefined) {
        await writeEntry(zip, entry, join(folder, target));
      }
    }
  } finally {
    zip.close();
  }
}

async function writeEntry(zip: ZipFile, entry: Entry, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path));
  const executable = ((entry.externalFileAttributes >>> 16) & 0o100) !== 0;
  chmodSync(path, executable ? 0o755 : 0o644);
}

/** The digest that the registry writes into its `integrity` fields. */
export async function sha512Integrity(path: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  return `sha512-${hash.digest('base64')}`;
}
