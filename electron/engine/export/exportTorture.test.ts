import { build } from 'esbuild';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, test } from 'vitest';
import { exportHistoryOf, type TortureExport } from '../../../testing/torture/exportHistoryOf';
import {
  folderBytes,
  freeContext,
  plainSeries,
  requestFor,
  sentenceOf,
  sourceOf,
  steadySeries,
  useExportFolder,
} from './exportFixture';
import { exportHistory } from './exportHistory';
import type { ExportReport } from './exportRequest';

// Rule numbers refer to docs/spec/export.md.

const at = useExportFolder();
const root = resolve(import.meta.dirname, '../../..');
const loop = join(root, '.cache/torture/exportLoop.mjs');

beforeAll(async () => {
  await build({
    absWorkingDir: root,
    entryPoints: [join(root, 'testing/torture/exportLoop.ts')],
    outfile: loop,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
});

/** A generator with a seed that the title of a failure names. */
function dice(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface LoopEnd {
  /** Undefined when it was killed. */
  readonly report: ExportReport | undefined;
  readonly most: { readonly heapUsed: number; readonly arrayBuffers: number } | undefined;
  readonly complaint: string;
}

function startLoop(asked: TortureExport, words: readonly string[] = []): ChildProcess {
  return spawn(process.execPath, [...words, loop, JSON.stringify(asked)], { cwd: root });
}

/** Follows a loop to its end, and kills it a little after it has finished so many days. */
async function follow(
  child: ChildProcess,
  kill?: { readonly days: number; readonly delayMs: number },
): Promise<LoopEnd> {
  let end: Partial<LoopEnd> = {};
  let complaint = '';
  let firstDay: number | undefined;
  let isDoomed = false;
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
    // A line that the kill cut short was not said.
    const said = line.endsWith('}') ? (JSON.parse(line) as Partial<LoopEnd> & { daysDone?: number }) : {};
    end = said.report === undefined ? end : said;
    firstDay ??= said.daysDone;
    if (kill !== undefined && !isDoomed && (said.daysDone ?? 0) - (firstDay ?? 0) >= kill.days) {
      isDoomed = true;
      setTimeout(() => child.kill('SIGKILL'), kill.delayMs);
    }
  });
  await once(child, 'close');
  return { report: end.report, most: end.most, complaint };
}

/** Exports into a folder that is killed again and again until it is whole. Answers how often, and after how many new files. */
async function exportWithKills(asked: TortureExport, expected: Readonly<Record<string, string>>, random: () => number) {
  const { folder } = asked;
  let kills = 0;
  let killsWithFiles = 0;
  for (;;) {
    const before = existsSync(folder) ? readdirSync(folder).length : 0;
    const moment = { days: Math.floor(random() * 4), delayMs: random() * 15 };
    const { report, complaint } = await follow(startLoop(asked), moment);
    expect(complaint).toBe('');
    for (const [name, bytes] of Object.entries(folderBytes(folder))) {
      if (name.startsWith('history-')) {
        expect(bytes === expected[name], `${name} after kill ${kills}`).toBe(true);
      }
    }
    if (report !== undefined) {
      return { kills, killsWithFiles };
    }
    kills += 1;
    killsWithFiles += readdirSync(folder).length > before ? 1 : 0;
  }
}

describe('killed', () => {
  test.each([
    { format: 'csv', wide: false, wanted: 8 },
    { format: 'parquet', wide: false, wanted: 20 },
    { format: 'csv', wide: true, wanted: 8 },
  ] as const)(
    '[EX10] [EX11] at any moment, again and again, it ends as the same bytes: %j',
    { timeout: 240_000 },
    async ({ wanted, ...kind }) => {
      const asked = { ...kind, sensors: 8, days: wanted + 10, samplesPerDay: 4_000 };
      const whole = at.path('whole');
      await exportHistory(exportHistoryOf({ ...asked, folder: whole }), freeContext());
      const expected = folderBytes(whole);
      const random = dice(wanted);
      let kills = 0;
      let killsWithFiles = 0;
      for (let round = 0; kills < wanted; round += 1) {
        const folder = at.path(`killed-${round}`);
        const count = await exportWithKills({ ...asked, folder }, expected, random);
        expect(folderBytes(folder)).toEqual(expected);
        kills += count.kills;
        killsWithFiles += count.killsWithFiles;
      }
      console.log(`${kind.format}${kind.wide ? ' wide' : ''}: kills ${kills}, ${killsWithFiles} after new files`);
      // Kills that all came before anything was written would prove nothing.
      expect(killsWithFiles).toBeGreaterThan(kills / 3);
    },
  );
});

describe('memory', () => {
  test.each([
    { format: 'csv', wide: false },
    { format: 'parquet', wide: false },
    { format: 'csv', wide: true },
  ] as const)('[EX18] five million samples of one day in a small heap: %j', { timeout: 120_000 }, async (kind) => {
    const asked = { ...kind, folder: at.path('large'), sensors: 90, days: 1, samplesPerDay: 86_400 };
    const { report, most, complaint } = await follow(startLoop(asked, ['--max-old-space-size=64']));
    expect(complaint).toBe('');
    expect(kind.wide ? report?.rows : (report?.rows ?? 0) / 90).toBe(57_600);
    console.log(
      `${kind.format}${kind.wide ? ' wide' : ''}: heap ${(most?.heapUsed ?? 0) >> 20} MB, arrays ${(most?.arrayBuffers ?? 0) >> 20} MB`,
    );
    // All of it would be 88 MB.
    expect(most?.arrayBuffers).toBeLessThan(60 * 2 ** 20);
  });
});

describe('a full disk', () => {
  function mount(path: string, options: string): boolean {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  }

  test('[EX16] says so, keeps what is whole, and can be gone on with when there is room', async ({ skip }) => {
    const folder = at.path('small');
    mkdirSync(folder);
    if (process.platform !== 'linux' || !mount(folder, 'size=320k')) {
      skip('a disk that can be filled needs root, to mount a small tmpfs');
    }
    try {
      const steady = steadySeries('A sensor', 3 * 1_440);
      const series = ['P', 'Q'].map((name) => ({ ...plainSeries(sourceOf([steady]), steady), sensorName: name }));
      const request = requestFor(series, { target: { kind: 'folder', path: join(folder, 'out') } });
      const sentence = await sentenceOf(exportHistory(request, freeContext()));
      expect(sentence).toContain('the disk is full');
      expect(sentence).toContain('2 of 3 days are whole');
      expect(readdirSync(join(folder, 'out')).sort()).toEqual([
        '_export.json',
        'history-2026-03-13.csv',
        'history-2026-03-14.csv',
      ]);
      expect(readFileSync(join(folder, 'out/_export.json'), 'utf8')).toContain('"complete": false');
      execFileSync('mount', ['-o', 'remount,size=4m', folder]);
      expect(await exportHistory(request, freeContext())).toMatchObject({ files: 3, daysKept: 2, rows: 8_640 });
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});
