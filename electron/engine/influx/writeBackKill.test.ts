import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { fluxServerPath } from '../../../testing/fluxServer';
import { findInfluxd, type InfluxServer, startInfluxServer } from '../../../testing/influxServer';
import { connect, makeDurable } from '../project/projectDatabase';
import { influxWriter } from './influxWriter';
import { WriteBackQueue } from './writeBackQueue';
import { ensureWriteBackTables } from './writeBackTables';

const root = resolve(import.meta.dirname, '../../..');
const binary = findInfluxd() ?? fluxServerPath();
const kills = 30;
/** More points than a run can queue: each run has times of its own. */
const pointsARun = 1_000_000;

async function bundleLoop(): Promise<string> {
  const outfile = join(root, '.cache/torture/writeBackLoop.mjs');
  await build({
    entryPoints: [join(root, 'testing/torture/writeBackLoop.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  return outfile;
}

interface Run {
  readonly loop: string;
  readonly path: string;
  readonly url: string;
  readonly start: number;
  /** Killed after so many lots were queued, and so long after that. */
  readonly lots: number;
  readonly delayMs: number;
}

/** Lets a loop queue and send, and kills it. Answers the end of what it said was queued. */
async function runAndKill({ loop, path, url, start, lots, delayMs }: Run): Promise<number> {
  const child = spawn(process.execPath, [loop, path, url, String(start)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  let queued = start;
  let answers = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    // A line that the kill cut short was not an answer.
    queued = line.endsWith('}') ? (JSON.parse(line) as { queued: number }).queued : queued;
    answers += 1;
    if (answers === lots) {
      setTimeout(() => child.kill('SIGKILL'), delayMs);
    }
  });
  await once(child, 'close');
  expect(complaint).toBe('');
  return queued;
}

async function storedValues(server: InfluxServer): Promise<ReadonlyMap<number, number>> {
  const answer = (await server.query('SELECT value FROM derived', 'plant')) as {
    results: { series?: { values: [number, number][] }[] }[];
  };
  const rows = answer.results[0]?.series?.[0]?.values ?? [];
  const stored = new Map(rows);
  // One series, and no moment twice.
  expect(answer.results[0]?.series).toHaveLength(1);
  expect(stored.size).toBe(rows.length);
  return stored;
}

// Without an influxd on this machine it is reported as skipped.
test.skipIf(binary === undefined)(
  '[I78] killed thirty times while it queues and sends, every point that was said to be queued is stored, once',
  { timeout: 240_000 },
  async () => {
    const server = await startInfluxServer(binary === undefined ? {} : { binary });
    const folder = mkdtempSync(join(tmpdir(), 'sightglass-write-back-'));
    const path = join(folder, 'queue.db');
    const db = connect(path, { busyTimeoutMs: 5_000 });
    makeDurable(db);
    ensureWriteBackTables(db);
    const queue = new WriteBackQueue(db, { now: () => Date.now() });
    try {
      await server.query('CREATE DATABASE "plant"');
      const loop = await bundleLoop();
      const acknowledged: (readonly [start: number, end: number])[] = [];
      let leftWaiting = 0;
      for (let run = 0; run < kills; run += 1) {
        const start = run * pointsARun;
        const lots = 1 + ((run * 7) % 40);
        const end = await runAndKill({ loop, path, url: server.url, start, lots, delayMs: (run * 13) % 31 });
        acknowledged.push([start, end]);
        leftWaiting += queue.counts('src').waiting > 0 ? 1 : 0;
      }
      const connection = {
        url: server.url,
        organization: '',
        credentials: { kind: 'none' },
        authorityPem: undefined,
      } as const;
      const writer = influxWriter(connection, { door: 'write' });
      expect(await queue.send('src', writer, new AbortController().signal)).toEqual({ kind: 'empty' });
      writer.dispose();
      const stored = await storedValues(server);
      const total = acknowledged.reduce((sum, [start, end]) => sum + end - start, 0);
      const lost = acknowledged.flatMap(([start, end]) =>
        Array.from({ length: end - start }, (_, k) => start + k).filter((k) => stored.get(k) !== k),
      );
      console.log(`kills ${kills}, with points waiting ${leftWaiting}, points queued ${total}, stored ${stored.size}`);
      expect(lost).toEqual([]);
      // Kills that found nothing on its way would prove nothing.
      expect(leftWaiting).toBeGreaterThan(kills / 3);
      expect(total).toBeGreaterThan(kills * 10);
    } finally {
      db.close();
      await server.dispose();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
