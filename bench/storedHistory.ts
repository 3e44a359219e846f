import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { embeddedSource } from '../electron/engine/history/embeddedSource';
import { HistoryStore } from '../electron/engine/history/historyStore';
import { ensureHistoryTables } from '../electron/engine/history/historyTables';
import { openHistoryWriter } from '../electron/engine/history/historyWriter';
import { ensureCacheTables } from '../electron/engine/history/stored/cacheTables';
import { HistoryCache } from '../electron/engine/history/stored/historyCache';
import { type StoredSource, storedSource } from '../electron/engine/history/stored/storedSource';
import type { FrameGrid, HistorySource } from '../shared/history/historySource';
import type { RemoteSource } from '../shared/history/remoteSource';
import { type BenchRow, percentile } from './benchRow';
import { benchPlant, createSignals } from './historianData';
import { type MemoryHistory, memoryRemote } from './memoryRemote';

const { sensorCount, days, startMs, periodMs, samplesPerDay } = benchPlant;
const count = days * samplesPerDay;
const endMs = startMs + count * periodMs;
const minuteMs = 60_000;
const never = new AbortController().signal;
const group = 'stored history';

function openDatabase(path: string): Database.Database {
  const db = new Database(path);
  // As the project file is opened.
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('journal_mode = WAL');
  db.pragma('cache_size = -65536');
  ensureHistoryTables(db);
  ensureCacheTables(db);
  db.pragma('synchronous = FULL');
  return db;
}

/** Watches how long the event loop is held and how much memory is used, until it is stopped. */
function watch(): () => { readonly heldMs: number; readonly memoryMb: number } {
  const held: number[] = [];
  const beforeMb = process.memoryUsage().rss / 2 ** 20;
  let mostMb = beforeMb;
  let lastMs = performance.now();
  let isOver = false;
  const tick = (): void => {
    held.push(performance.now() - lastMs);
    lastMs = performance.now();
    mostMb = Math.max(mostMb, held.length % 16 === 0 ? process.memoryUsage().rss / 2 ** 20 : 0);
    if (!isOver) {
      setImmediate(tick);
    }
  };
  setImmediate(tick);
  return () => {
    isOver = true;
    return { heldMs: percentile(held, 0.95), memoryMb: mostMb - beforeMb };
  };
}

/** Everything is brought in because of one question about the whole range. */
async function fill(source: StoredSource, cache: HistoryCache, names: readonly string[]): Promise<readonly BenchRow[]> {
  await source.describe(never);
  const stop = watch();
  const sinceMs = performance.now();
  await source.readFrames(names, { startMs, stepMs: (endMs - startMs) / 99, frameCount: 100 }, never);
  const spentMs = performance.now() - sinceMs;
  const { heldMs, memoryMb } = stop();
  const samples = sensorCount * count;
  return [
    { group, name: 'Cold fill', value: samples / spentMs / 1_000, unit: 'M samples/s', aim: 5, better: 'higher' },
    { group, name: 'Event loop held while filling, p95', value: heldMs, unit: 'ms', aim: undefined, better: 'lower' },
    { group, name: 'Memory for filling', value: memoryMb, unit: 'MB', aim: undefined, better: 'lower' },
    { group, name: 'Stored', value: cache.storedBytes() / samples, unit: 'bytes/sample', aim: 4, better: 'lower' },
  ];
}

function loadEmbedded(db: Database.Database, { values }: MemoryHistory): HistorySource {
  const store = new HistoryStore(db);
  const writer = openHistoryWriter(store);
  const timesMs = Float64Array.from({ length: count }, (_, at) => startMs + at * periodMs);
  values.forEach((column, name) => {
    writer.append(name, { timesMs, values: column, qualities: new Uint8Array(count) });
  });
  writer.flush();
  return embeddedSource(store);
}

/** A moment somewhere in the range, the same for every run of the benchmark, far from the one before. */
function momentOf(run: number): number {
  return startMs + (((run + 2) * 0.618034) % 0.9) * (endMs - startMs);
}

/** The p95 of both, asked the same in turn. */
async function compare(
  what: { readonly name: string; readonly runs: number },
  sources: { readonly stored: HistorySource; readonly embedded: HistorySource },
  ask: (source: HistorySource, run: number) => Promise<unknown>,
): Promise<readonly BenchRow[]> {
  const spent = { stored: [] as number[], embedded: [] as number[] };
  for (let run = 0; run < what.runs; run += 1) {
    for (const which of ['embedded', 'stored'] as const) {
      const sinceMs = performance.now();
      await ask(sources[which], run);
      spent[which].push(performance.now() - sinceMs);
    }
  }
  const [stored, embedded] = [percentile(spent.stored, 0.95), percentile(spent.embedded, 0.95)];
  return [
    { group, name: `${what.name}, p95`, value: stored, unit: 'ms', aim: undefined, better: 'lower' },
    { group, name: `${what.name}, to embedded`, value: stored / embedded, unit: 'x', aim: 1.2, better: 'lower' },
  ];
}

/** Watching 500 sensors at the live edge: the processor's time for one look a second. */
async function watchLive(remote: RemoteSource, cache: HistoryCache, names: readonly string[]): Promise<BenchRow> {
  let nowMs = endMs;
  const clock = { now: () => nowMs, wait: () => new Promise<never>(() => undefined) };
  const live: RemoteSource = {
    ...remote,
    readSnapshot: async (asked) => ({
      timesMs: new Float64Array(asked.length).fill(nowMs - 300),
      values: Float64Array.from(asked, (_, at) => Math.sin(nowMs / 9_000 + at)),
      qualities: new Uint8Array(asked.length),
    }),
  };
  const source = storedSource(live, cache, { sourceId: 'live', clock });
  const looks = 600;
  const before = process.cpuUsage();
  for (let look = 0; look < looks; look += 1) {
    nowMs += 1_000;
    await source.readSnapshot(names, nowMs, never);
    await cache.settled();
  }
  const { user, system } = process.cpuUsage(before);
  source.dispose();
  const value = (user + system) / 1_000 / looks;
  return { group, name: 'One live look at 500', value, unit: 'ms CPU', aim: undefined, better: 'lower' };
}

/** Fills the cache from a remote in memory and compares what it answers with the embedded historian. Prints nothing. */
export async function storedHistoryBenchmarks(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-bench-'));
  const db = openDatabase(join(folder, 'stored.sightglass'));
  try {
    const values = new Map(
      createSignals().map((signal) => [signal.name, Float64Array.from({ length: count }, () => signal.next())]),
    );
    const names = [...values.keys()];
    const history = { startMs, periodMs, count, values };
    const remote = memoryRemote(history);
    const cache = new HistoryCache(db, { limitBytes: 1e12, now: () => Date.now() });
    // However long it takes: nothing is to be answered coarsely.
    const stored = storedSource(remote, cache, { sourceId: 'bench', interactiveMs: 1e6 });
    const rows = [...(await fill(stored, cache, names))];
    const sources = { stored, embedded: loadEmbedded(db, history) };
    const ahead = (run: number): FrameGrid => ({ startMs: momentOf(run), stepMs: minuteMs, frameCount: 600 });
    const strip = { startMs, stepMs: (endMs - startMs) / 1_500, frameCount: 1_480 };
    rows.push(
      ...(await compare({ name: 'Frames, 500 x 600 a minute apart', runs: 200 }, sources, (source, run) =>
        source.readFrames(names, ahead(run), never),
      )),
      ...(await compare({ name: 'Frames, 500 x 1,480 over 30 days', runs: 12 }, sources, (source) =>
        source.readFrames(names, strip, never),
      )),
      ...(await compare({ name: 'Snapshot of 500', runs: 100 }, sources, (source, run) =>
        source.readSnapshot(names, momentOf(run), never),
      )),
      await watchLive(remote, cache, names),
    );
    stored.dispose();
    cache.dispose();
    return rows;
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
