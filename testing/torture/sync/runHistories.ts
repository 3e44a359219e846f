import { addCounts, type Counted, type Counts, faults, noCounts } from './faultCounts';
import type { HistoryScript } from './historyScript';
import { type SwarmOptions, swarmHistory } from './swarmHistory';
import { type HistoryOutcome, playHistory } from './tortureHistory';
import type { TortureProtocol } from './tortureProtocol';
import { tortureStart } from './tortureWorld';
import type { Property } from './violation';

/** Which histories are played. */
export interface HistoriesAsked {
  readonly seed: number;
  readonly histories: number;
  readonly swarm: SwarmOptions;
  readonly protocol: TortureProtocol;
}

/** A history that does not keep a property. */
export interface FoundViolation {
  /** 1 for the first that was played. */
  readonly history: number;
  readonly script: HistoryScript;
  readonly property: Property;
  readonly detail: string;
}

/** What came of the histories. */
export interface HistoriesOutcome {
  readonly counts: Counts;
  /** How many were played: all that were asked for, or up to the first violation. */
  readonly played: number;
  /** Of these, how many were played twice to compare them. */
  readonly playedTwice: number;
  readonly violation: FoundViolation | undefined;
}

/** [P10] Every so many histories one is played twice. */
const twiceEvery = 20;

function violationOf(
  first: HistoryOutcome,
  second: HistoryOutcome | undefined,
): { readonly property: Property; readonly detail: string } | undefined {
  const isOther = second !== undefined && second.trace !== first.trace;
  return first.violation ?? (isOther ? { property: 'P10', detail: 'played twice, it went otherwise' } : undefined);
}

/** Plays histories until all are played or one does not keep a property. */
export function runHistories({ seed, histories, swarm, protocol }: HistoriesAsked): HistoriesOutcome {
  const run = { protocol, start: tortureStart() };
  const counts = noCounts();
  let playedTwice = 0;
  for (let history = 1; history <= histories; history += 1) {
    const script = swarmHistory(seed + history - 1, swarm);
    const outcome = playHistory(script, run);
    const again = history % twiceEvery === 1 ? playHistory(script, run) : undefined;
    playedTwice += again === undefined ? 0 : 1;
    addCounts(counts, outcome.counts);
    const violation = violationOf(outcome, again);
    if (violation !== undefined) {
      return { counts, played: history, playedTwice, violation: { history, script, ...violation } };
    }
  }
  return { counts, played: histories, playedTwice, violation: undefined };
}

/** The faults of which there were too few to prove anything: fewer than one in fifty histories. */
export function missingFaults({ counts, played }: HistoriesOutcome): readonly Counted[] {
  return faults.filter((name) => counts[name] < Math.max(1, played / 50));
}
