import { readFileSync } from 'node:fs';

/**
 * What a process has for itself, in MB: Linux counts it apart from the program files that processes share. Elsewhere the
 * whole working set, which is given.
 */
export function ownMegabytes(pid: number, workingSetKb: number): number {
  if (process.platform !== 'linux') {
    return workingSetKb / 1024;
  }
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
  return (kilobytes('RssAnon') + kilobytes('RssShmem')) / 1024;
}
