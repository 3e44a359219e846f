import type { PlantWindow } from '../../../shared/contract/calls';
import type { SampleColumns } from '../../../shared/history/historySource';
import { type LinePoints, M4Collector, pointsPerColumn } from '../../../shared/history/m4';
import type { TimeRange } from '../../../shared/history/timeRange';
import { staleAfterMs } from '../../../shared/history/valueState';
import type { BoundSensor, SensorGroup } from './boundSensors';

/** Keeps all samples while they are few enough, and their M4 representation once they are not. */
class WindowCollector {
  readonly #mostPoints: number;
  readonly #thinned: M4Collector;
  #all: SampleColumns[] = [];
  #count = 0;

  constructor(range: TimeRange, mostPoints: number) {
    this.#mostPoints = mostPoints;
    this.#thinned = new M4Collector(range, Math.max(1, Math.floor(mostPoints / pointsPerColumn)));
  }

  add(samples: SampleColumns): void {
    this.#thinned.add(samples);
    this.#count += samples.timesMs.length;
    if (this.#count <= this.#mostPoints) {
      this.#all.push(samples);
    } else {
      this.#all = [];
    }
  }

  finish(): LinePoints {
    if (this.#count > this.#mostPoints) {
      return this.#thinned.finish();
    }
    const points = { timesMs: new Float64Array(this.#count), values: new Float64Array(this.#count) };
    let at = 0;
    for (const { timesMs, values } of this.#all) {
      points.timesMs.set(timesMs, at);
      points.values.set(values, at);
      at += timesMs.length;
    }
    return points;
  }
}

function toWindow(points: LinePoints, sensor: BoundSensor): PlantWindow {
  const { correct, timeOffsetMs, policy } = sensor;
  const maximumAgeMs = staleAfterMs(policy);
  return {
    timesMs: timeOffsetMs === 0 ? points.timesMs : points.timesMs.map((timeMs) => timeMs + timeOffsetMs),
    values: correct === undefined ? points.values : points.values.map(correct),
    ...(Number.isFinite(maximumAgeMs) ? { maximumAgeMs } : {}),
  };
}

/** The samples that draw the lines of a group of sensors over a range of shown time, in the group's order. */
export async function readWindows(
  group: SensorGroup,
  asked: { readonly range: TimeRange; readonly points: number; readonly signal: AbortSignal },
): Promise<readonly PlantWindow[]> {
  const range = {
    startMs: asked.range.startMs - group.timeOffsetMs,
    endMs: asked.range.endMs - group.timeOffsetMs,
  };
  const collectors = group.names.map(() => new WindowCollector(range, asked.points));
  if (range.endMs > range.startMs) {
    for await (const block of group.source.readRaw(group.names, range, asked.signal)) {
      collectors[block.index]?.add(block);
    }
  }
  return group.sensors.map((sensor, index) =>
    toWindow(collectors[index]?.finish() ?? { timesMs: new Float64Array(0), values: new Float64Array(0) }, sensor),
  );
}
