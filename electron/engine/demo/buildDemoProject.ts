import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CallContext } from '../../../shared/contract/engineServer';
import { simulateChilledWater } from '../../../shared/demo/chilledWaterSimulation';
import { demoDayCount, demoTimeZone } from '../../../shared/demo/demoMoments';
import { makeDemoPlant } from '../../../shared/demo/demoPlant';
import { modelFromDocument } from '../../../shared/model/plantDocument';
import type { Sensor } from '../../../shared/model/plantModel';
import { OpenPlant } from '../openPlant';

const dayText = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: demoTimeZone });

const abandonedAfterMs = 3_600_000;
/** Written in one go: some 20 ms of work. */
const batchSamples = 100_000;

/** The unit in which the historian holds a sensor's samples. */
function unitInHistorian({ unit, sourceUnit, scale }: Sensor): string {
  if (sourceUnit !== '') {
    return sourceUnit;
  }
  return scale === 1 ? unit : '';
}

async function fill(plant: OpenPlant, sensors: readonly Sensor[], { signal, report }: CallContext): Promise<void> {
  const writer = plant.openWriter(batchSamples);
  for (const sensor of sensors) {
    writer.define({ name: sensor.name, unit: unitInHistorian(sensor), description: sensor.description });
  }
  for (const { day, startMs, series } of simulateChilledWater()) {
    signal.throwIfAborted();
    report({ done: day, total: demoDayCount, label: `Simulating ${dayText.format(startMs)}` });
    for (const { name, samples } of series) {
      writer.append(name, samples);
      // Messages that arrive meanwhile, a cancel among them, get their turn.
      await plant.rest();
    }
  }
  await writer.flushSlowly(() => plant.rest());
  report({ done: demoDayCount, total: demoDayCount, label: 'Example plant made' });
}

const fileEnds = ['', '-wal', '-shm', '-journal', '.hwm'];

function forget(path: string): void {
  fileEnds.forEach((end) => rmSync(path + end, { force: true }));
}

/** A program that was ended while it built leaves its part behind; one that is building now has touched its own lately. */
function forgetAbandoned(path: string): void {
  const begin = `${basename(path)}.unfinished-`;
  for (const name of readdirSync(dirname(path)).filter((entry) => entry.startsWith(begin))) {
    const file = join(dirname(path), name);
    const touchedMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (Date.now() - touchedMs > abandonedAfterMs) {
      rmSync(file, { force: true });
    }
  }
}

/**
 * Makes the example plant's project at `path`: its drawings, and 30 simulated days. Whole or not at all: it grows beside
 * its place, under a name of its own, and moves there when it is done. Where another program was quicker, its plant stays.
 */
export async function buildDemoProject(path: string, context: CallContext): Promise<void> {
  context.signal.throwIfAborted();
  forgetAbandoned(path);
  const document = makeDemoPlant();
  const unfinished = `${path}.unfinished-${randomUUID()}`;
  try {
    const plant = OpenPlant.create(unfinished, modelFromDocument(document));
    try {
      await fill(plant, document.sensors, context);
    } finally {
      plant.dispose();
    }
    if (!existsSync(path)) {
      renameSync(unfinished, path);
    }
  } finally {
    forget(unfinished);
  }
}
