import type { EquipmentTracks } from './equipmentTracks';
import { fastRecording, tripMomentsMs } from './tripNight';

const minuteMs = 60_000;
/** While a valve travels it is looked at this often. */
const travelStepMs = 2_000;

/** A moment at which the plant is looked at. */
export interface Moment {
  readonly timeMs: number;
  /** `all`: every series is sampled; `changes`: only what has just been switched or moves. */
  readonly sampled: 'all' | 'changes';
}

/** When something switches, begins or ends to move, and the steps between, over the whole time. */
export function changeMoments(tracks: EquipmentTracks): readonly number[] {
  const moments = new Set<number>();
  const { evaporatorValve2, condenserValve2, ...others } = tracks;
  for (const { timesMs } of Object.values(others)) {
    timesMs.forEach((timeMs) => moments.add(timeMs));
  }
  for (const { timesMs, values } of [evaporatorValve2, condenserValve2]) {
    timesMs.forEach((timeMs, index) => {
      moments.add(timeMs);
      const nextMs = timesMs[index + 1] ?? timeMs;
      if (values[index + 1] !== undefined && values[index + 1] !== values[index]) {
        for (let stepMs = timeMs + travelStepMs; stepMs < nextMs; stepMs += travelStepMs) {
          moments.add(stepMs);
        }
      }
    });
  }
  return [...moments].sort((a, b) => a - b);
}

/** All moments of [startMs, endMs), in order. */
export function momentsOf(startMs: number, endMs: number, changesMs: readonly number[]): readonly Moment[] {
  const moments = new Map<number, Moment['sampled']>();
  for (const timeMs of changesMs) {
    moments.set(timeMs, 'changes');
  }
  const add = (timeMs: number): void => void moments.set(timeMs, 'all');
  for (let timeMs = startMs; timeMs < endMs; timeMs += minuteMs) {
    add(timeMs);
  }
  for (let timeMs = fastRecording.startMs; timeMs < fastRecording.endMs; timeMs += fastRecording.periodMs) {
    add(timeMs);
  }
  tripMomentsMs.forEach(add);
  return [...moments]
    .filter(([timeMs]) => timeMs >= startMs && timeMs < endMs)
    .sort((a, b) => a[0] - b[0])
    .map(([timeMs, sampled]) => ({ timeMs, sampled }));
}
