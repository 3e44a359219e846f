import { valueState } from '../history/valueState';
import type { ComponentId, ConnectionId } from '../model/ids';
import type { SlotReading } from './componentLook';
import type { LineFlow } from './lineFlow';
import { isFlowTag, type PipeNetwork, type PipeRun } from './pipeNetwork';

/** What something in a run says of its flow. `silent`: it has no sensor, or does not decide. */
export type ElementSays = 'passes' | 'drives' | 'stops' | 'unknown' | 'silent';

/** What is known at a moment. */
export interface FlowFacts {
  readonly elementSays: (id: ComponentId) => ElementSays;
  /** See `flowShareOf`. */
  readonly flowShare: (id: ComponentId) => number | undefined;
}

/** Less than this part of a meter's range is no flow: meters do not rest at exactly zero. */
export const noFlowBelow = 0.005;

/** A meter's reading as a part of its range, negative against the drawn way; undefined: no usable value. */
export function flowShareOf({ sensor, value, state }: SlotReading): number | undefined {
  const unusable = state === valueState.noData || state === valueState.bad || state === valueState.stale;
  if (unusable || Number.isNaN(value)) {
    return undefined;
  }
  const span = Math.max(Math.abs(sensor.rangeLow ?? 0), Math.abs(sensor.rangeHigh ?? 0));
  return value / (span === 0 ? 1 : span);
}

/** Whether an instrument says that the flow runs against the drawn way. */
export function isReversed(tag: string, reading: SlotReading): boolean {
  const share = isFlowTag(tag) ? flowShareOf(reading) : undefined;
  return share !== undefined && share <= -noFlowBelow;
}

/** A run's meters first: what is measured wins over what its valves should make of it. */
function flowOfRun(run: PipeRun, facts: FlowFacts): LineFlow {
  for (const id of run.flowMeters) {
    const share = facts.flowShare(id);
    if (share !== undefined) {
      return Math.abs(share) < noFlowBelow ? 'none' : share < 0 ? 'reversed' : 'flow';
    }
  }
  const said = run.elements.map(facts.elementSays);
  if (said.includes('stops')) {
    return 'none';
  }
  if (said.includes('unknown') || run.flowMeters.length > 0) {
    return 'unknown';
  }
  return said.includes('drives') ? 'flow' : 'plain';
}

/** Where all runs but one at a tee stand still, the last one does: it has nowhere to come from or go to. */
function settleTees(network: PipeNetwork, flows: LineFlow[]): void {
  let changed = true;
  while (changed) {
    changed = false;
    for (const tee of network.tees) {
      const open = tee.filter((run) => flows[run] !== 'none');
      const [last] = open;
      const undecided = last !== undefined && (flows[last] === 'plain' || flows[last] === 'unknown');
      if (open.length === 1 && last !== undefined && undecided) {
        flows[last] = 'none';
        changed = true;
      }
    }
  }
}

/** What every pipe shows of its flow. Where nothing is known, nothing is claimed: `plain`. */
export function flowOf(network: PipeNetwork, facts: FlowFacts): ReadonlyMap<ConnectionId, LineFlow> {
  const flows = network.runs.map((run) => flowOfRun(run, facts));
  settleTees(network, flows);
  const byLine = new Map<ConnectionId, LineFlow>();
  network.runs.forEach((run, index) => {
    run.lines.forEach((id) => byLine.set(id, flows[index] ?? 'plain'));
  });
  return byLine;
}
