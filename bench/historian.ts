import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { embeddedSource } from '../electron/engine/history/embeddedSource';
import { HistoryStore } from '../electron/engine/history/historyStore';
import { ensureHistoryTables } from '../electron/engine/history/historyTables';
import { openHistoryWriter } from '../electron/engine/history/historyWriter';
import { readWindows } from '../electron/engine/history/windowReader';
import type { HistorySource } from '../shared/history/historySource';
import { benchPlant, createSignals, type Signal } from './historianData';

/** One line of the table. */
export interface HistorianBenchmark {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Undefined: measured for information. */
  readonly aim: number | undefined;
  /** Whether the aim is a floor or a ceiling. */
  readonly better: 'higher' | 'lower';
}

const { sensorCount, days, startMs, periodMs, samplesPerDay } = benchPlant;
const sampleCount = sensorCount * days * samplesPerDay;
const endMs = startMs + days * samplesPerDay * periodMs;
const minuteMs = 60_000;
const never = new AbortController().signal;

function openDatabase(path: string): Database.Database {
  const db = new Database(path);
  // As the project file is opened.
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  return db;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[sorted.length >> 1] ?? NaN;
}

/** Loads everything a day at a time, as a wide file arrives. Only the time inside the writer counts. */
function load(db: Database.Database, signals: readonly Signal[]): number {
  ensureHistoryTables(db);
  db.pragma('synchronous = FULL');
  const writer = openHistoryWriter(new HistoryStore(db));
  const qualities = new Uint8Array(samplesPerDay);
  let spentMs = 0;
  for (let day = 0; day < days; day += 1) {
    const dayMs = startMs + day * samplesPerDay * periodMs;
    const timesMs = Float64Array.from({ length: samplesPerDay }, (_, index) => dayMs + index * periodMs);
    const columns = signals.map((signal) => Float64Array.from({ length: samplesPerDay }, () => signal.next()));
    const sinceMs = performance.now();
    signals.forEach((signal, index) => {
      writer.append(signal.name, { timesMs, values: columns[index] ?? new Float64Array(samplesPerDay), qualities });
    });
    spentMs += performance.now() - sinceMs;
  }
  const sinceMs = performance.now();
  writer.flush();
  return spentMs + performance.now() - sinceMs;
}

/** Median time of `runs` runs after one that does not count. */
async function time(runs: number, work: (run: number) => Promise<unknown>): Promise<number> {
  const spentMs: number[] = [];
  for (let run = -1; run < runs; run += 1) {
    const sinceMs = performance.now();
    await work(run);
    spentMs.push(performance.now() - sinceMs);
  }
  return median(spentMs.slice(1));
}

async function drain(blocks: AsyncIterable<{ readonly index: number }>): Promise<void> {
  let seen = 0;
  for await (const block of blocks) {
    seen = Math.max(seen, block.index);
  }
  if (seen !== sensorCount - 1) {
    throw new Error(`Only ${seen + 1} of ${sensorCount} sensors answered`);
  }
}

/** A moment somewhere in the range, the same for every run of the benchmark, far from the one before. */
function momentOf(run: number): number {
  return startMs + (((run + 2) * 0.618034) % 1) * (endMs - startMs);
}

/** What every measurement of reading stands on. */
interface Reader {
  readonly db: Database.Database;
  readonly source: HistorySource;
  readonly names: readonly string[];
}

function row(name: string, value: number, aim?: number): HistorianBenchmark {
  return { name, value, unit: 'ms', aim, better: 'lower' };
}

const range = { startMs, endMs };

async function measureSnapshots({ source, names }: Reader): Promise<readonly HistorianBenchmark[]> {
  const anywhere = await time(41, (run) => source.readSnapshot(names, momentOf(run), never));
  const onward = await time(41, (run) => source.readSnapshot(names, startMs + 9e8 + run * minuteMs, never));
  return [row('Snapshot of 500, anywhere in 30 days', anywhere, 5), row('Snapshot of 500, a minute on', onward)];
}

async function measureBuckets({ db, source, names }: Reader): Promise<readonly HistorianBenchmark[]> {
  const wide = { startMs: endMs - 1_000 * 32 * minuteMs, endMs };
  const first = await time(7, () =>
    drain(embeddedSource(new HistoryStore(db)).readBuckets(names, wide, 32 * minuteMs, never)),
  );
  const again = await time(9, () => drain(source.readBuckets(names, wide, 32 * minuteMs, never)));
  const month = await time(9, () => drain(source.readBuckets(names, range, 48 * minuteMs, never)));
  const odd = await time(3, () => drain(source.readBuckets(names, range, 43.2 * minuteMs, never)));
  return [
    row('500 x 1,000 buckets of 32 min (22 days), file just opened', first),
    row('500 x 1,000 buckets of 32 min (22 days)', again, 50),
    row('500 x 900 buckets of 48 min (30 days)', month, 50),
    row('500 x 1,000 buckets of 43.2 min, from samples', odd),
  ];
}

async function measureWindow({ source, names }: Reader): Promise<readonly HistorianBenchmark[]> {
  const policy = { expectedPeriodMs: periodMs, maximumAgeMs: undefined };
  const spentMs = await time(100, (run) => {
    const name = names[(run + 1) % sensorCount] ?? '';
    const sensors = [{ name, timeOffsetMs: 0, correct: undefined, policy }];
    const group = { source, timeOffsetMs: 0, names: [name], sensors, places: [0] };
    return readWindows(group, { range, points: 1_000, signal: never });
  });
  return [row('Window of one sensor, 43,200 samples to 1,000 points', spentMs)];
}

async function measureFrames({ source, names }: Reader): Promise<readonly HistorianBenchmark[]> {
  const strip = { startMs, stepMs: (endMs - startMs) / 1_500, frameCount: 1_500 };
  const whole = await time(5, () => source.readFrames(names, strip, never));
  const ahead = await time(9, (run) =>
    source.readFrames(names, { startMs: momentOf(run), stepMs: minuteMs, frameCount: 600 }, never),
  );
  return [row('Frames, 500 x 1,500 over 30 days', whole), row('Frames, 500 x 600 a minute apart', ahead)];
}

/** Loads the benchmark's plant into a new file and asks it everything. Prints nothing. */
export async function historianBenchmarks(): Promise<readonly HistorianBenchmark[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-bench-'));
  try {
    const path = join(folder, 'history.sightglass');
    const signals = createSignals();
    const db = openDatabase(path);
    const spentMs = load(db, signals);
    db.close();
    const sizeBytes = statSync(path).size;
    const again = openDatabase(path);
    const names = signals.map(({ name }) => name);
    const reader = { db: again, source: embeddedSource(new HistoryStore(again)), names };
    const reads = [
      ...(await measureSnapshots(reader)),
      ...(await measureBuckets(reader)),
      ...(await measureWindow(reader)),
      ...(await measureFrames(reader)),
    ];
    again.close();
    return [
      { name: 'Load', value: sampleCount / spentMs / 1_000, unit: 'M samples/s', aim: 5, better: 'higher' },
      { name: 'File, tiles included', value: sizeBytes / sampleCount, unit: 'bytes/sample', aim: 4, better: 'lower' },
      ...reads,
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
