import { renameSync, rmSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { CallContext } from '../../../shared/contract/engineServer';
import { simulateChilledWater } from '../../../shared/demo/chilledWaterSimulation';
import { demoDayCount, demoTimeZone } from '../../../shared/demo/demoMoments';
import { makeDemoPlant } from '../../../shared/demo/demoPlant';
import { modelFromDocument } from '../../../shared/model/plantDocument';
import type { Sensor } from '../../../shared/model/plantModel';
import { OpenPlant } from '../openPlant';

const dayText = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: demoTimeZone });

/** The unit in which the historian holds a sensor's samples. */
function unitInHistorian({ unit, sourceUnit, scale }: Sensor): string {
  if (sourceUnit !== '') {
    return sourceUnit;
  }
  return scale === 1 ? unit : '';
}

async function fill(plant: OpenPlant, sensors: readonly Sensor[], { signal, report }: CallContext): Promise<void> {
  const writer = plant.openWriter();
  for (const sensor of sensors) {
    writer.define({ name: sensor.name, unit: unitInHistorian(sensor), description: sensor.description });
  }
  for (const { day, startMs, series } of simulateChilledWater()) {
    // Messages that arrive meanwhile, a cancel among them, get their turn once a day of the plant.
    await setImmediate();
    signal.throwIfAborted();
    report({ done: day, total: demoDayCount, label: `Simulating ${dayText.format(startMs)}` });
    series.forEach(({ name, samples }) => writer.append(name, samples));
  }
  writer.flush();
  report({ done: demoDayCount, total: demoDayCount, label: 'Example plant made' });
}

/**
 * Makes the example plant's project at `path`: its drawings, and 30 simulated days. Whole or not at all:
 * it grows beside its place and moves there when it is done.
 */
export async function buildDemoProject(path: string, context: CallContext): Promise<void> {
  context.signal.throwIfAborted();
  const document = makeDemoPlant();
  const unfinished = `${path}.unfinished`;
  const forget = (): void =>
    ['', '-wal', '-shm', '-journal'].forEach((end) => rmSync(unfinished + end, { force: true }));
  forget();
  try {
    const plant = OpenPlant.create(unfinished, modelFromDocument(document));
    try {
      await fill(plant, document.sensors, context);
    } finally {
      plant.dispose();
    }
    renameSync(unfinished, path);
  } finally {
    forget();
  }
}
