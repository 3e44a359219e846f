import { createHash, type Hash, randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What a file that is whole holds. */
export interface FileFacts {
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** True for the names that files have until they are whole. */
export function isUnfinishedName(name: string): boolean {
  return /^_.*\.[0-9a-f]{8}\.unfinished$/.test(name);
}

/** Makes the names in a folder last. Some systems cannot, and need not. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A file on its way: it gets its name when it is whole and on the disk, so that whatever has the name is whole. */
export class UnfinishedFile {
  readonly #path: string;
  readonly #unfinishedPath: string;
  readonly #handle: FileHandle;
  readonly #hash: Hash = createHash('sha256');
  #sizeBytes = 0;

  private constructor(path: string, unfinishedPath: string, handle: FileHandle) {
    this.#path = path;
    this.#unfinishedPath = unfinishedPath;
    this.#handle = handle;
  }

  static async open(path: string): Promise<UnfinishedFile> {
    // A name of its own: a second program that writes the same file must not finish what this one has begun.
    const name = `_${basename(path)}.${randomUUID().slice(0, 8)}.unfinished`;
    const unfinishedPath = join(dirname(path), name);
    return new UnfinishedFile(path, unfinishedPath, await open(unfinishedPath, 'wx'));
  }

  /** The bytes must not change until this resolves. */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#handle.writeFile(bytes);
    this.#hash.update(bytes);
    this.#sizeBytes += bytes.length;
  }

  /** Brings it to the disk and gives it its name, in the place of a file that has it. */
  async finish(): Promise<FileFacts> {
    await this.#handle.sync();
    await this.#handle.close();
    await rename(this.#unfinishedPath, this.#path);
    await syncFolder(dirname(this.#path));
    return { sizeBytes: this.#sizeBytes, sha256: this.#hash.digest('hex') };
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    await this.#handle.close();
    await rm(this.#unfinishedPath, { force: true });
  }
}
