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
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
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

/** When a loop is killed: so many answers after its start, and a little later; no answers: while it opens the file. */
interface KillMoment {
  readonly answers: number;
  readonly delayMs: number;
}

interface KilledRun {
  readonly lastSaved: UndoState | undefined;
  readonly complaint: string;
}

/** Lets a loop begin and kills it at the moment. Answers what it said was saved. */
async function runAndKill(child: ChildProcess, moment: KillMoment): Promise<KilledRun> {
  let lastSaved: UndoState | undefined;
  let complaint = '';
  let answers = 0;
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const killSoon = (): void => void setTimeout(() => child.kill('SIGKILL'), moment.delayMs);
  createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
    // A line that the kill cut short was not an answer.
    const said = line.endsWith('}') ? (JSON.parse(line) as { saved?: UndoState }) : {};
    lastSaved = said.saved ?? lastSaved;
    answers += 1;
    if (answers === moment.answers) {
      killSoon();
    }
  });
  const end = once(child, 'close');
  child.stdin?.end();
  if (moment.answers === 0) {
    killSoon();
  }
  await end;
  return { lastSaved, complaint };
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

/** A loop that is loaded and waits for the end of its input to begin: started ahead, it costs the run no time. */
function startLoop(works: ProjectFolder, loop: string, seed: number): ChildProcess {
  return spawn(process.execPath, [loop, works.path, String(seed)], { cwd: root });
}

async function killOnce(child: ChildProcess, seed: number): Promise<UndoState | undefined> {
  const random = dice(seed);
  const isOpening = random() < 0.15;
  const answers = isOpening ? 0 : 2 + Math.floor(random() * 25);
  const { lastSaved, complaint } = await runAndKill(child, { answers, delayMs: random() * (isOpening ? 150 : 4) });
  expect(complaint).toBe('');
  return lastSaved;
}

test(
  '[F19] killed fifty times at any moment, the engine loses nothing that it said was saved',
  { timeout: 240_000 },
  async () => {
    const works = projectFolder();
    works.create().dispose();
    const loop = await bundleGestureLoop();
    const witness = new Witness();
    const count: TortureCount = { kills: 0, killsWithSaves: 0, saved: 0, lost: 0 };
    let revision = 0;
    let next = startLoop(works, loop, 1);
    for (let round = 1; round <= kills; round += 1) {
      const current = next;
      next = startLoop(works, loop, (round + 1) * 7_919);
      const lastSaved = await killOnce(current, round);
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
    next.kill('SIGKILL');
    console.log(
      `kills ${count.kills}, with gestures saved ${count.killsWithSaves}, gestures ${count.saved}, lost ${count.lost}`,
    );
    expect(count.lost).toBe(0);
    // A run that hardly saved anything before the kills would prove nothing.
    expect(count.killsWithSaves).toBeGreaterThan(kills / 2);
    works.remove();
  },
);

test('[F19] the same look at the file finds gestures that are really gone', { timeout: 60_000 }, async () => {
  const works = projectFolder();
  works.create().dispose();
  const lastSaved = await killOnce(startLoop(works, await bundleGestureLoop(), 40_487), 3);
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
