import Database from 'better-sqlite3';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import type { ParkedEdit } from '../../../shared/sync/parkedEdit';
import { canonicalJson } from '../../../shared/model/fieldValue';
import type { FieldValue } from '../../../shared/model/modelPatch';
import type { SyncOp } from '../../../shared/sync/changeset';
import type { ReplicaState } from '../../../shared/sync/replica';

const root = resolve(import.meta.dirname, '../../..');

/** One op as a text: the same however often its changeset was parted. */
export function opText(op: SyncOp): string {
  return canonicalJson({ ...op, own: [] } as unknown as FieldValue);
}

/** An edit that a program has said is saved. */
export interface SavedEdit {
  readonly id: string;
  /** Each told apart from the others of the edit. */
  readonly ops: readonly string[];
}

/** What a program at rest says of itself. */
export interface ClientStatus {
  readonly phase: string;
  readonly pendingCount: number;
  readonly revision: number;
  readonly reason?: string | undefined;
}

/** A person's program as a process of its own, to be killed and started again over the same file. */
export interface StackClient {
  readonly path: string;
  readonly saved: SavedEdit[];
  /** The last that it said at rest; undefined: it is not at rest. */
  status(): ClientStatus | undefined;
  /** What went wrong in it beside being killed. */
  readonly complaints: string[];
  kill(): Promise<void>;
  start(seed: number): void;
  /** No edits any more; it syncs until it is ended. */
  rest(): void;
  /** Lets it close its plant. */
  end(): Promise<void>;
}

/** The program of a person, built from the sources as they are now. Answers its path. */
export async function bundleStackClient(): Promise<string> {
  const outfile = join(root, '.cache/torture/stackClient.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['testing/torture/stack/stackClient.ts'],
    ...{ outfile, bundle: true, platform: 'node', format: 'esm', target: 'node24', packages: 'external' },
    logLevel: 'warning',
  });
  return outfile;
}

/** A program over a file; it is started by `start`. `words`: address, tenant and token. */
export function stackClient(program: string, path: string, words: readonly string[]): StackClient {
  const saved: SavedEdit[] = [];
  const complaints: string[] = [];
  let child: ChildProcess | undefined;
  let status: ClientStatus | undefined;
  let isExpected = false;
  const stop = async (how: (running: ChildProcess) => void): Promise<void> => {
    const running = child;
    child = undefined;
    if (running !== undefined) {
      isExpected = true;
      const closed = once(running, 'close');
      how(running);
      await closed;
    }
  };
  return {
    ...{ path, saved, complaints, status: () => status },
    start: (seed) => {
      status = undefined;
      isExpected = false;
      const started = spawn(process.execPath, [program, path, ...words, String(seed)], { stdio: 'pipe' });
      child = started;
      started.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
      started.once('close', (code) => {
        if (!isExpected) {
          complaints.push(`it ended by itself with ${String(code)}`);
        }
      });
      createInterface({ input: started.stdout }).on('line', (line) => {
        const said = JSON.parse(line) as { readonly edit?: SavedEdit; readonly status?: ClientStatus };
        if (said.edit !== undefined) {
          saved.push(said.edit);
        }
        status = said.status ?? status;
      });
    },
    rest: () => void child?.stdin?.write('rest\n'),
    kill: () => stop((running) => void running.kill('SIGKILL')),
    end: () => stop((running) => running.stdin?.end()),
  };
}

/** What a project file that nobody has open says of its sync. */
export function readSyncFile(path: string): { readonly state: ReplicaState; readonly parked: readonly ParkedEdit[] } {
  const database = new Database(path, { readonly: true });
  try {
    const state = database.prepare<[], string>('SELECT state FROM sync_link').pluck().get() ?? '{}';
    const parked = database.prepare<[], string>('SELECT parked FROM sync_parked').pluck().all();
    return {
      state: JSON.parse(state) as ReplicaState,
      parked: parked.map((text) => JSON.parse(text) as ParkedEdit),
    };
  } finally {
    database.close();
  }
}
