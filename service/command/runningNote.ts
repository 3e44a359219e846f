import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const noteSchema = z.object({ address: z.string().min(1), processId: z.number().int().positive() });
type Note = z.infer<typeof noteSchema>;

function pathIn(folder: string): string {
  return join(folder, 'running.json');
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}

/** Undefined: there is none, or what is there cannot be read. */
function readNote(folder: string): Note | undefined {
  try {
    return noteSchema.safeParse(JSON.parse(readFileSync(pathIn(folder), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** A service that was killed left its note behind. */
function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Writes down in the data folder at which address people reach the service of this process, for the commands that are
 * run beside it. Answers how to take that away.
 */
export function noteRunning(folder: string, address: string): () => void {
  const note: Note = { address, processId: process.pid };
  const unfinished = `${pathIn(folder)}.${process.pid}`;
  try {
    writeFileSync(unfinished, `${JSON.stringify(note)}\n`);
    renameSync(unfinished, pathIn(folder));
  } catch (error) {
    // A disk that does not take it keeps no service from running: only what a command prints depends on it.
    if (codeOf(error) === undefined) {
      throw error;
    }
  }
  return () => {
    if (readNote(folder)?.processId === process.pid) {
      try {
        rmSync(pathIn(folder), { force: true });
      } catch {
        // The service has to stop all the same, and a note of a process that is gone does not count.
      }
    }
  };
}

/** The address of the service that runs with a data folder on this machine; undefined: none does, as far as is known. */
export function runningAddress(folder: string): string | undefined {
  const note = readNote(folder);
  // In containers the numbers are the same again and again: this process is no service.
  const isOther = note !== undefined && note.processId !== process.pid;
  return isOther && isAlive(note.processId) ? note.address : undefined;
}
