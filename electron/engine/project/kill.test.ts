import { build } from 'esbuild';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, statSync, truncateSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { applyPatch } from '../../../shared/model/applyPatch';
import type { PlantModel } from '../../../shared/model/plantModel';
import { startedWorks, valueOf } from '../../../testing/modelGestures';
import { type ProjectFolder, projectFolder } from '../../../testing/projectFolder';
import { Journal } from './journal';
import { openProject } from './openProject';
import type { ProjectFile, UndoState } from './projectFile';

const kills = 50;
const root = resolve(import.meta.dirname, '../../..');

/** A generator with a seed that the title of a failure names. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function bundleGestureLoop(): Promise<string> {
  const outfile = join(root, '.cache/torture/gestureLoop.cjs');
  await build({
    entryPoints: [join(root, 'testing/torture/gestureLoop.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['better-sqlite3'],
  });
  return outfile;
}

/** Runs the loop on a project and kills it some milliseconds after its first sign of life. Answers what it said was saved. */
async function runAndKill(
  child: ChildProcess,
  delayMs: number,
): Promise<{ readonly lastSaved: UndoState | undefined; readonly savedCount: number; readonly complaint: string }> {
  let lastSaved: UndoState | undefined;
  let savedCount = 0;
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  const isOpen = new Promise<void>((done) => {
    lines.on('line', (line) => {
      done();
      // A line that the kill cut short was not an answer.
      const said = line.endsWith('}') ? (JSON.parse(line) as { saved?: UndoState }) : {};
      if (said.saved !== undefined) {
        lastSaved = said.saved;
        savedCount += 1;
      }
    });
  });
  const end = once(child, 'close');
  await Promise.race([isOpen, end]);
  await new Promise((done) => setTimeout(done, delayMs));
  child.kill('SIGKILL');
  await end;
  return { lastSaved, savedCount, complaint };
}

/** What the journal says the plant and its undo stack are, followed from kill to kill. */
class Witness {
  #model: PlantModel = startedWorks();
  #revision = 0;
  #done: readonly string[] = [];
  #undone: readonly string[] = [];

  /** Follows the journal to its end and compares the file with it. */
  check(project: ProjectFile): void {
    const journal = new Journal(project.database);
    const { revision } = project.undoState();
    const rows = project.database
      .prepare<[number], { sequence: number; kind: string; label: string }>(
        'SELECT sequence, kind, label FROM journal WHERE sequence > ? ORDER BY sequence',
      )
      .all(this.#revision);
    for (const { sequence, kind, label } of rows) {
      this.#model = applyPatch(this.#model, journal.patchOf(sequence));
      this.#follow(kind, label);
    }
    expect(rows).toHaveLength(revision - this.#revision);
    this.#revision = revision;
    expect(project.readModel()).toEqual(this.#model);
    expect(project.undoState()).toEqual({ revision, undoLabel: this.#done.at(-1), redoLabel: this.#undone.at(-1) });
  }

  #follow(kind: string, label: string): void {
    if (kind === 'undo') {
      this.#done = this.#done.slice(0, -1);
      this.#undone = [...this.#undone, label];
    } else if (kind === 'redo') {
      this.#undone = this.#undone.slice(0, -1);
      this.#done = [...this.#done, label];
    } else {
      this.#done = [...this.#done, label].slice(-1_000);
      this.#undone = [];
    }
  }
}

interface TortureCount {
  kills: number;
  killsWithSaves: number;
  saved: number;
  lost: number;
}

async function killOnce(
  works: ProjectFolder,
  run: { readonly loop: string; readonly seed: number },
): Promise<UndoState | undefined> {
  const random = dice(run.seed);
  const child = spawn(process.execPath, [run.loop, works.path, String(run.seed)], { cwd: root });
  const { lastSaved, complaint } = await runAndKill(child, random() * 60);
  expect(complaint).toBe('');
  return lastSaved;
}

test(
  '[F19] killed fifty times at any moment, the engine loses nothing that it said was saved',
  { timeout: 90_000 },
  async () => {
    const works = projectFolder();
    works.create().dispose();
    const loop = await bundleGestureLoop();
    const witness = new Witness();
    const count: TortureCount = { kills: 0, killsWithSaves: 0, saved: 0, lost: 0 };
    let revision = 0;
    for (let round = 1; round <= kills; round += 1) {
      const lastSaved = await killOnce(works, { loop, seed: round * 7_919 });
      const project = works.open();
      const found = project.undoState().revision;
      count.kills += 1;
      count.killsWithSaves += lastSaved === undefined ? 0 : 1;
      count.saved += found - revision;
      count.lost += Math.max(0, (lastSaved?.revision ?? revision) - found);
      witness.check(project);
      if (lastSaved?.revision === found) {
        expect(project.undoState()).toEqual(lastSaved);
      }
      revision = found;
      project.dispose();
    }
    console.log(
      `kills ${count.kills}, with gestures saved ${count.killsWithSaves}, gestures ${count.saved}, lost ${count.lost}`,
    );
    expect(count.lost).toBe(0);
    // A run that hardly saved anything before the kills would prove nothing.
    expect(count.killsWithSaves).toBeGreaterThan(kills / 2);
    works.remove();
  },
);

test('[F19] the same look at the file finds gestures that are really gone', { timeout: 30_000 }, async () => {
  const works = projectFolder();
  works.create().dispose();
  const lastSaved = await killOnce(works, { loop: await bundleGestureLoop(), seed: 40_487 });
  const log = `${works.path}-wal`;
  expect(existsSync(log)).toBe(true);
  const damaged = join(works.folder, 'damaged.sightglass');
  copyFileSync(works.path, damaged);
  copyFileSync(log, `${damaged}-wal`);
  truncateSync(`${damaged}-wal`, Math.floor(statSync(log).size / 2));
  const copy = valueOf(openProject(damaged, works.options));
  expect(copy.undoState().revision).toBeLessThan(lastSaved?.revision ?? 0);
  copy.dispose();
  works.remove();
});
