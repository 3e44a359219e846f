import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handOver, makeFolder, type RunningApp, startRunningApp } from '../e2e/fixtures/runningApp';
import { setPageSize } from '../e2e/fixtures/screenshot';
import { waitForValues } from '../e2e/pages/operate';
import { showMode } from '../e2e/pages/shell';
import { historyStartMs, makeBenchProject, otherHistoryStartMs } from './benchProject';
import type { BenchRow } from './benchRow';
import { measureMemory, measureOpen } from './openBench';
import { installProbe } from './pageProbe';
import {
  anywhere,
  dragged,
  measurePan,
  measurePlay,
  measureSlider,
  measureSymbolDrag,
  zoomToWorkingSize,
} from './sceneBench';

/** How often each plant is opened; the median counts. */
const opens = 3;

/** The aim of 33 ms for a frame means every second one of a 60 Hz display. */
const twoFramesMs = 33.4;

interface Projects {
  readonly small: string;
  readonly large: string;
}

async function measureOpens(running: RunningApp, { small, large }: Projects): Promise<number> {
  const spentMs: number[] = [];
  for (let time = 0; time < opens; time += 1) {
    if (time > 0) {
      await measureOpen(running, small);
    }
    spentMs.push(await measureOpen(running, large));
  }
  return spentMs.sort((left, right) => left - right)[opens >> 1] ?? Number.NaN;
}

async function measureAll(running: RunningApp, count: number, projects: Projects): Promise<readonly BenchRow[]> {
  const { app, window } = running;
  const group = `${count.toLocaleString('en-US')} components`;
  const row = (name: string, value: number, aim: number): BenchRow => ({
    ...{ group, name, value, unit: 'ms', aim },
    better: 'lower',
  });
  const rows = [row('open to fully drawn', await measureOpens(running, projects), 1_500)];
  const measureInView = async (how: string): Promise<void> => {
    rows.push(row(`pan, ${how}, frame p95`, await measurePan(window), twoFramesMs));
    rows.push(row(`drag of the slider to painted, ${how}, p95`, await measureSlider(window, dragged), 33));
    rows.push(row(`jump of the slider to painted, ${how}, p95`, await measureSlider(window, anywhere), 33));
    const fps = await measurePlay(window);
    rows.push({ group, name: `play at 1,200x, ${how}`, value: fps, unit: 'fps', aim: 30, better: 'higher' });
  };
  await measureInView('whole sheet');
  await zoomToWorkingSize(window);
  await measureInView('100 %');
  rows.push(row('drag one symbol, per move p95', await measureSymbolDrag(window), 16));
  return [...rows, ...(await measureMemory(group, app))];
}

/** Opens, pans, scrubs, plays and edits a generated plant of this size in the built app. */
export async function plantBenchmarks(count: number): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-bench-'));
  try {
    handOver(folder);
    const projects = { small: join(folder, 'small.sightglass'), large: join(folder, 'large.sightglass') };
    makeBenchProject(projects.small, 10, otherHistoryStartMs);
    makeBenchProject(projects.large, count, historyStartMs);
    Object.values(projects).forEach(handOver);
    const userData = makeFolder(join(folder, 'user-data'));
    const running = await startRunningApp({ userData, project: projects.small });
    try {
      await setPageSize(running.app, 1920, 1080);
      await showMode(running.window, 'Operate');
      await waitForValues(running.window);
      await installProbe(running.window);
      return await measureAll(running, count, projects);
    } finally {
      await running.app.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
