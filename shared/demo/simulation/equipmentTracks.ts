import { demoEndMs, demoShownMs, demoStartMs, demoTripNightMs } from '../demoMoments';
import { demandAt } from './coolingDemand';
import type { RandomStream } from './demoRandom';
import { draftTrack, type Track, type TrackDraft } from './track';
import { weatherAt } from './weather';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The second chiller comes above this load and goes below the other, for an hour at least. */
const stageUpKw = 735;
const stageDownKw = 680;
const leastStageMs = hourMs;

/** How long a motor valve travels from end to end. */
export const valveTravelMs = 28_000;

/** What of the plant is switched, moved or ramped by its own clock, by name. */
export interface EquipmentTracks {
  readonly chiller2: Track;
  readonly chiller2Fault: Track;
  /** 0 to 1: how far the second chiller is loaded. */
  readonly chiller2Load: Track;
  readonly primaryPump2: Track;
  readonly condenserPump2: Track;
  readonly secondaryPump2: Track;
  readonly towerFan2: Track;
  /** Flow as a part of that of a running pump. */
  readonly evaporatorFlow2: Track;
  readonly condenserFlow2: Track;
  /** 0 closed, 1 open. */
  readonly evaporatorCommand2: Track;
  readonly condenserCommand2: Track;
  /** % open. */
  readonly evaporatorValve2: Track;
  readonly condenserValve2: Track;
}

type Drafts = { readonly [Name in keyof EquipmentTracks]: TrackDraft };

function draftAll(first: number): Drafts {
  const step = (): TrackDraft => draftTrack('step', demoStartMs, first);
  const line = (value: number): TrackDraft => draftTrack('line', demoStartMs, value);
  return {
    chiller2: step(),
    chiller2Fault: draftTrack('step', demoStartMs, 0),
    chiller2Load: line(first),
    primaryPump2: step(),
    condenserPump2: step(),
    secondaryPump2: step(),
    towerFan2: step(),
    evaporatorFlow2: line(first),
    condenserFlow2: line(first),
    evaporatorCommand2: step(),
    condenserCommand2: step(),
    evaporatorValve2: line(100 * first),
    condenserValve2: line(100 * first),
  };
}

const seconds = (count: number): number => count * 1_000;

function stageUp(drafts: Drafts, startMs: number): void {
  drafts.secondaryPump2.at(startMs + seconds(9), 1);
  drafts.evaporatorCommand2.at(startMs, 1);
  drafts.condenserCommand2.at(startMs + seconds(2), 1);
  drafts.evaporatorValve2.ramp(startMs + 400, startMs + 400 + valveTravelMs, [0, 100]);
  drafts.condenserValve2.ramp(startMs + 2_400, startMs + 2_400 + valveTravelMs, [0, 100]);
  drafts.primaryPump2.at(startMs + seconds(33), 1);
  drafts.evaporatorFlow2.ramp(startMs + seconds(33), startMs + seconds(55), [0, 1]);
  drafts.condenserPump2.at(startMs + seconds(36), 1);
  drafts.condenserFlow2.ramp(startMs + seconds(36), startMs + seconds(60), [0, 1]);
  drafts.chiller2.at(startMs + seconds(96), 1);
  drafts.chiller2Load.ramp(startMs + seconds(96), startMs + seconds(340), [0, 1]);
  drafts.towerFan2.at(startMs + seconds(121), 1);
}

function stageDown(drafts: Drafts, startMs: number): void {
  drafts.chiller2Load.ramp(startMs - seconds(90), startMs, [1, 0]);
  drafts.chiller2.at(startMs, 0);
  drafts.secondaryPump2.at(startMs + seconds(14), 0);
  drafts.towerFan2.at(startMs + seconds(62), 0);
  drafts.primaryPump2.at(startMs + seconds(181), 0);
  drafts.evaporatorFlow2.ramp(startMs + seconds(181), startMs + seconds(193), [1, 0]);
  drafts.condenserPump2.at(startMs + seconds(186), 0);
  drafts.condenserFlow2.ramp(startMs + seconds(186), startMs + seconds(198), [1, 0]);
  drafts.evaporatorCommand2.at(startMs + seconds(200), 0);
  drafts.condenserCommand2.at(startMs + seconds(202), 0);
  drafts.evaporatorValve2.ramp(startMs + 200_400, startMs + 200_400 + valveTravelMs, [100, 0]);
  drafts.condenserValve2.ramp(startMs + 202_400, startMs + 202_400 + valveTravelMs, [100, 0]);
}

/** Sat 14 Mar: XV-102 runs closed without a command; what follows from it, to the second. */
function trip(drafts: Drafts): void {
  const at = (minute: number, second: number): number => demoTripNightMs + minute * minuteMs + seconds(second);
  drafts.evaporatorValve2.ramp(at(8, 41.2) - valveTravelMs, at(8, 41.2), [100, 0]);
  drafts.evaporatorFlow2.ramp(at(8, 24), at(8, 41), [1, 0.72]);
  drafts.evaporatorFlow2.ramp(at(8, 51), at(9, 1), [0.53, 0.24]);
  drafts.evaporatorFlow2.at(at(9, 26), 0);
  drafts.chiller2.at(at(8, 58), 0);
  drafts.chiller2Fault.at(at(8, 58), 1);
  drafts.chiller2Load.ramp(at(8, 41), at(8, 58), [1, 0]);
  drafts.primaryPump2.at(at(9, 20), 0);
  drafts.towerFan2.at(at(10, 2), 0);
  drafts.condenserCommand2.at(at(12, 23.5), 0);
  drafts.condenserValve2.ramp(at(12, 23.76), at(12, 23.76) + valveTravelMs, [100, 0]);
  drafts.condenserPump2.at(at(12, 31), 0);
  drafts.condenserFlow2.ramp(at(12, 31), at(12, 44), [1, 0]);
  // The fuse of the actuator is replaced, the fault reset, the chiller brought back.
  drafts.chiller2Fault.at(at(15, 52), 0);
  drafts.evaporatorValve2.ramp(at(15, 38), at(15, 38) + valveTravelMs, [0, 100]);
  drafts.condenserCommand2.at(at(16, 10), 1);
  drafts.condenserValve2.ramp(at(16, 10.4), at(16, 10.4) + valveTravelMs, [0, 100]);
  drafts.primaryPump2.at(at(16, 44), 1);
  drafts.evaporatorFlow2.ramp(at(16, 44), at(17, 8), [0, 1]);
  drafts.condenserPump2.at(at(16, 48), 1);
  drafts.condenserFlow2.ramp(at(16, 48), at(17, 14), [0, 1]);
  drafts.chiller2.at(at(18, 5), 1);
  drafts.chiller2Load.ramp(at(18, 5), at(22, 30), [0, 1]);
  drafts.towerFan2.at(at(18, 41), 1);
}

function totalDemand(timeMs: number): number {
  const [first, second, third] = demandAt(timeMs, weatherAt(timeMs).wetBulb);
  return first + second + third;
}

/** Decides over the whole time when the second chiller runs, and what is switched with it and when. */
export function equipmentTracks(random: RandomStream): EquipmentTracks {
  let running = totalDemand(demoStartMs) > stageUpKw;
  const drafts = draftAll(running ? 1 : 0);
  let sinceMs = demoStartMs;
  for (let timeMs = demoStartMs + hourMs; timeMs < demoEndMs - hourMs; timeMs += 5 * minuteMs) {
    const load = totalDemand(timeMs);
    const wanted = Math.abs(timeMs - demoShownMs) < 8 * hourMs || (running ? load > stageDownKw : load > stageUpKw);
    if (wanted !== running && timeMs - sinceMs >= leastStageMs) {
      const momentMs = timeMs + Math.round(random.uniform() * 200_000);
      (wanted ? stageUp : stageDown)(drafts, momentMs);
      running = wanted;
      sinceMs = timeMs;
    }
  }
  trip(drafts);
  return {
    chiller2: drafts.chiller2.finish(),
    chiller2Fault: drafts.chiller2Fault.finish(),
    chiller2Load: drafts.chiller2Load.finish(),
    primaryPump2: drafts.primaryPump2.finish(),
    condenserPump2: drafts.condenserPump2.finish(),
    secondaryPump2: drafts.secondaryPump2.finish(),
    towerFan2: drafts.towerFan2.finish(),
    evaporatorFlow2: drafts.evaporatorFlow2.finish(),
    condenserFlow2: drafts.condenserFlow2.finish(),
    evaporatorCommand2: drafts.evaporatorCommand2.finish(),
    condenserCommand2: drafts.condenserCommand2.finish(),
    evaporatorValve2: drafts.evaporatorValve2.finish(),
    condenserValve2: drafts.condenserValve2.finish(),
  };
}
