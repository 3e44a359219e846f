import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { AppFailure } from '../../../shared/lib/appError';
import { projectApplicationId } from './projectSchema';
import { openFailure } from './sqliteFailure';

const headerBytes = 100;
const magic = 'SQLite format 3\0';

function readStart(path: string): Buffer {
  // Opened for writing too, without writing: a file that may not be written is told here, before SQLite locks it.
  const file = openSync(path, 'r+');
  try {
    if (!fstatSync(file).isFile()) {
      throw new AppFailure({ code: 'not-a-project', path });
    }
    const bytes = Buffer.alloc(headerBytes);
    return bytes.subarray(0, readSync(file, bytes, 0, headerBytes, 0));
  } finally {
    closeSync(file);
  }
}

function isPageSize(size: number): boolean {
  return size === 1 || (size >= 512 && size <= 32_768 && (size & (size - 1)) === 0);
}

/**
 * Looks at the first 100 bytes before SQLite sees the file, so that a file which is no project, or one of a newer
 * version, is refused without being opened. Throws an `AppFailure`.
 */
export function checkHeader(path: string, knownVersion: number): void {
  let bytes: Buffer;
  try {
    bytes = readStart(path);
  } catch (error) {
    const known = openFailure(error, path);
    throw known === undefined ? error : new AppFailure(known);
  }
  if (bytes.length < headerBytes || bytes.toString('latin1', 0, 16) !== magic) {
    throw new AppFailure({ code: 'not-a-project', path });
  }
  if (bytes.readUInt32BE(68) !== projectApplicationId) {
    throw new AppFailure({ code: 'not-a-project', path });
  }
  if (!isPageSize(bytes.readUInt16BE(16))) {
    throw new AppFailure({ code: 'damaged-project', path, detail: 'its header makes no sense' });
  }
  const fileVersion = bytes.readUInt32BE(60);
  if (fileVersion > knownVersion) {
    throw new AppFailure({ code: 'newer-project', path, fileVersion, knownVersion });
  }
}
