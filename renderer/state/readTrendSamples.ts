import type { PlantSnapshot, PlantWindow } from '../../shared/contract/calls';
import type { EngineClient } from '../../shared/contract/engineClient';
import type { TimeRange } from '../../shared/history/timeRange';
import { valueState } from '../../shared/history/valueState';
import type { SensorId } from '../../shared/model/ids';

/** What lines are asked for. */
export interface TrendQuestion {
  readonly sensorIds: readonly SensorId[];
  readonly range: TimeRange;
  /** At most so many samples a sensor. */
  readonly points: number;
  readonly signal: AbortSignal;
}

/** The samples with the one before them in front: its value is held into the range. */
function withEntering(samples: PlantWindow, snapshot: PlantSnapshot, index: number): PlantWindow {
  const timeMs = snapshot.timesMs[index] ?? NaN;
  const isEarlier = timeMs < (samples.timesMs[0] ?? Infinity);
  if (!isEarlier || snapshot.states[index] === valueState.bad) {
    return samples;
  }
  return {
    ...samples,
    timesMs: Float64Array.of(timeMs, ...samples.timesMs),
    values: Float64Array.of(snapshot.values[index] ?? NaN, ...samples.values),
  };
}

/** The samples that draw lines over a range, from its very start on. Undefined: cancelled or not answered. */
export async function readTrendSamples(
  client: EngineClient,
  { sensorIds, range, points, signal }: TrendQuestion,
): Promise<readonly PlantWindow[] | undefined> {
  const ids = [...sensorIds];
  const { startMs } = range;
  const [lines, entering] = await Promise.all([
    // The range's end belongs to the window, and is exclusive to the engine.
    client.call('history:window', { sensorIds: ids, startMs, endMs: range.endMs + 1, points }, { signal }),
    client.call('history:snapshot', { sensorIds: ids, timeMs: startMs }, { signal }),
  ]);
  if (!lines.ok || !entering.ok || signal.aborted) {
    return undefined;
  }
  return lines.value.windows.map((samples, index) => withEntering(samples, entering.value, index));
}
