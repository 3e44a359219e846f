import { OpenPlant } from '../electron/engine/openPlant';
import type { SampleColumns } from '../shared/history/historySource';
import { modelFromDocument } from '../shared/model/plantDocument';
import type { Sensor } from '../shared/model/plantModel';
import { generatedPlant } from '../testing/generatedPlant';
import { seededRandom } from '../testing/seededRandom';

const minuteMs = 60_000;
/** A day of samples, one a minute. */
const sampleCount = 1_440;

/** Where the history of a benchmark's plant begins. */
export const historyStartMs = Date.UTC(2026, 2, 14);
/** Where the history of the small plant begins that is open before: no moment is in both. */
export const otherHistoryStartMs = Date.UTC(2025, 2, 14);

/** Samples of a plant come spread over the minute, so that something changes in every frame of a replay. */
function samplesOf(sensor: Sensor, order: number, startMs: number): SampleColumns {
  const random = seededRandom(order + 1);
  const low = sensor.rangeLow ?? 0;
  const span = (sensor.rangeHigh ?? 1) - low;
  const phaseMs = (order * 7_919) % minuteMs;
  let held = 0.5;
  const values = Float64Array.from({ length: sampleCount }, () => {
    if (sensor.kind === 'state') {
      held = random() < 0.003 ? 1 - Math.round(held) : Math.round(held);
      return held;
    }
    held = Math.min(0.98, Math.max(0.02, held + (random() - 0.5) / 10));
    return Math.round((low + span * held) * 10) / 10;
  });
  return {
    timesMs: Float64Array.from(values, (_, index) => startMs + index * minuteMs + phaseMs),
    values,
    qualities: new Uint8Array(sampleCount),
  };
}

/** Makes a project of a generated plant with as many bound sensors as components and a day of history. */
export function makeBenchProject(path: string, componentCount: number, startMs: number): void {
  const document = generatedPlant(componentCount);
  const model = modelFromDocument(document);
  const plant = OpenPlant.create(path, model);
  const writer = plant.openWriter();
  document.sensors.forEach((sensor, order) => {
    writer.define({ name: sensor.name, unit: sensor.unit, description: '' });
    writer.append(sensor.name, samplesOf(sensor, order, startMs));
  });
  writer.flush();
  plant.dispose();
}
