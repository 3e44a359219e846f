import type { HistoryScript, HistoryStep } from './historyScript';
import { type HistoryRun, playHistory } from './tortureHistory';
import type { Property } from './violation';

/** Plays at most so many histories to find a shorter one. */
const mostAttempts = 1_500;

/**
 * A shorter history that still violates the property: steps are left out, many at first and then one by one, as long
 * as it does.
 */
export function shrinkHistory(script: HistoryScript, property: Property, run: HistoryRun): HistoryScript {
  let left = mostAttempts;
  const stillFails = (steps: readonly HistoryStep[]): boolean => {
    left -= 1;
    return playHistory({ ...script, steps: [...steps] }, run).violation?.property === property;
  };
  let { steps } = script;
  for (let size = Math.ceil(steps.length / 2); size >= 1 && left > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = steps.length - size; at > -size && left > 0; at -= size) {
      const from = Math.max(0, at);
      const shorter = [...steps.slice(0, from), ...steps.slice(at + size)];
      if (shorter.length < steps.length && stillFails(shorter)) {
        steps = shorter;
      }
    }
  }
  return { ...script, steps };
}
