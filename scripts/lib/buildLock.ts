import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as rest } from 'node:timers/promises';

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

/** True: we are the one to build. False: another process is at it. */
function takeLock(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (existsSync(path) && !isRunning(Number(readFileSync(path, 'utf8')))) {
      rmSync(path, { force: true });
      return takeLock(path);
    }
    return false;
  }
}

/** Runs `build` while no other process does under the same path. A lock whose process is gone does not count. */
export async function withBuildLock<T>(path: string, build: () => Promise<T>): Promise<T> {
  while (!takeLock(path)) {
    await rest(500);
  }
  try {
    return await build();
  } finally {
    rmSync(path, { force: true });
  }
}
