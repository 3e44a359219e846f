import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { OpenPlant } from '../electron/engine/openPlant';
import type { PlantServices } from '../electron/engine/plantServices';
import { stripStepMs, tileAt, tileFramesFor, tileStartMs } from '../shared/playback/frameGrid';
import { valueState } from '../shared/history/valueState';
import { type BenchRow, percentile } from './benchRow';
import { benchPlant, createSignals } from './historianData';
import { benchRange, createBenchPlant, momentOf, never, openAtItsEnd, sensorIdsOf, servicesOf } from './influxPlant';

const openings = 9;
const scrubs = 200;
const { sensorCount, samplesPerDay, days, startMs, periodMs } = benchPlant;
const tileFrames = tileFramesFor(sensorCount);
const stripStep = stripStepMs(benchRange, sensorCount);
const stripGrid = {
  startMs: Math.ceil(startMs / stripStep) * stripStep,
  stepMs: stripStep,
  frameCount: Math.floor((benchRange.endMs - startMs) / stripStep),
} as const;

/** A benchmark of answers that are not the truth would measure nothing. */
function checkStates(states: Uint8Array): void {
  if (states.some((state) => state !== valueState.measured)) {
    throw new Error('A sensor was not answered with its measured value');
  }
}

interface FirstPicture {
  readonly snapshotMs: number;
  readonly stripMs: number;
}

/** Opens a plant that knows nothing of its sensors' history, and asks as the window does. */
async function openOnce(
  path: string,
  services: PlantServices,
  asked: { readonly timeMs: number; readonly withStrip: boolean },
): Promise<FirstPicture> {
  const { timeMs, withStrip } = asked;
  const sinceMs = performance.now();
  const plant = OpenPlant.open(path, services);
  try {
    const ids = sensorIdsOf(plant);
    const [, snapshot] = await Promise.all([
      plant.history.describe(never),
      plant.history.readSnapshot(ids, timeMs, never),
    ]);
    const snapshotMs = performance.now() - sinceMs;
    checkStates(snapshot.states);
    if (!withStrip) {
      return { snapshotMs, stripMs: NaN };
    }
    await plant.history.readFrames(ids, stripGrid, never);
    return { snapshotMs, stripMs: performance.now() - sinceMs };
  } finally {
    plant.dispose();
  }
}

/** Some first pictures of copies of a project; the first one warms the server and our code up, and does not count. */
async function openSome(
  path: string,
  services: PlantServices,
  stripAtRun: number | undefined,
): Promise<readonly FirstPicture[]> {
  const pictures: FirstPicture[] = [];
  for (let run = 0; run <= openings; run += 1) {
    const copy = join(path, `../opened-${run}.sightglass`);
    copyFileSync(path, copy);
    pictures.push(await openOnce(copy, services, { timeMs: momentOf(run), withStrip: run === stripAtRun }));
    rmSync(copy, { force: true });
  }
  return pictures.slice(1);
}

/** The first picture of a plant with nothing stored yet, at a random moment; `path` is a project nobody has opened. */
export async function measureFirstPicture(path: string, group: string): Promise<readonly BenchRow[]> {
  // A strip takes the server seconds: one is enough.
  const live = await openSome(path, servicesOf(openAtItsEnd), 1);
  const ended = await openSome(path, servicesOf(), undefined);
  const firstMs = (pictures: readonly FirstPicture[]): number =>
    percentile(
      pictures.map(({ snapshotMs }) => snapshotMs),
      0.5,
    );
  const stripMs = live.find((picture) => !Number.isNaN(picture.stripMs))?.stripMs ?? Number.NaN;
  const row = { group, unit: 'ms', better: 'lower', aim: undefined } as const;
  return [
    { ...row, name: 'Opened to first values of 500', value: firstMs(live), aim: 300 },
    { ...row, name: 'Opened to first values, history ended months ago', value: firstMs(ended) },
    { ...row, name: 'Opened to the coarse strip of 30 days', value: stripMs },
  ];
}

interface Scrub {
  readonly snapshotMs: number;
  readonly tileMs: number;
}

/** p95 of a snapshot, and of a tile of frames a minute apart, at random moments. */
async function scrub(plant: OpenPlant): Promise<Scrub> {
  const ids = sensorIdsOf(plant);
  const snapshots: number[] = [];
  const tiles: number[] = [];
  for (let run = 0; run < scrubs; run += 1) {
    const timeMs = momentOf(run);
    const sinceMs = performance.now();
    const snapshot = await plant.history.readSnapshot(ids, timeMs, never);
    const betweenMs = performance.now();
    // The tile after it: a player holds the one it is in.
    const key = tileAt(Math.max(startMs + tileFrames * periodMs, timeMs - tileFrames * periodMs), periodMs, tileFrames);
    const tile = { startMs: tileStartMs(key, tileFrames), stepMs: periodMs, frameCount: tileFrames };
    const frames = await plant.history.readFrames(ids, tile, never);
    const endMs = performance.now();
    // What is asked first reads what nobody has read yet: the code is warm from the tenth on.
    if (run >= 10) {
      snapshots.push(betweenMs - sinceMs);
      tiles.push(endMs - betweenMs);
    }
    checkStates(snapshot.states);
    checkStates(frames.states);
  }
  return { snapshotMs: percentile(snapshots, 0.95), tileMs: percentile(tiles, 0.95) };
}

/** The same month in the plant's own history. */
function makeEmbeddedPlant(path: string): void {
  const plant = createBenchPlant(path);
  const writer = plant.openWriter();
  const count = days * samplesPerDay;
  const timesMs = Float64Array.from({ length: count }, (_, index) => startMs + index * periodMs);
  for (const signal of createSignals()) {
    const values = Float64Array.from({ length: count }, () => signal.next());
    writer.append(signal.name, { timesMs, values, qualities: new Uint8Array(count) });
  }
  writer.flush();
  plant.dispose();
}

/** Scrubbing a plant whose history is all stored here, its server gone; `path` is its project. */
export async function measureScrub(path: string): Promise<readonly BenchRow[]> {
  const embeddedPath = join(path, '../embedded.sightglass');
  makeEmbeddedPlant(embeddedPath);
  const found: Scrub[] = [];
  for (const one of [path, embeddedPath]) {
    const plant = OpenPlant.open(one, servicesOf());
    try {
      found.push(await scrub(plant));
    } finally {
      plant.dispose();
    }
  }
  const row = { group: 'influx offline', unit: 'ms', better: 'lower' } as const;
  return found.flatMap(({ snapshotMs, tileMs }, at) => {
    const what = at === 0 ? '' : ', embedded';
    const aim = at === 0 ? 16.7 : undefined;
    return [
      { ...row, name: `Scrub: snapshot of 500, p95${what}`, value: snapshotMs, aim },
      { ...row, name: `Scrub: tile of 500 x ${tileFrames} frames, p95${what}`, value: tileMs, aim },
    ];
  });
}
