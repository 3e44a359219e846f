import { setImmediate } from 'node:timers/promises';
import type { OpenPlant } from '../electron/engine/openPlant';

const longestWaitMs = 20 * 60_000;

/** Looks at every turn of the loop, so that the moment is met to the millisecond. */
export async function untilHolds(holds: () => boolean, what: string): Promise<void> {
  const endMs = performance.now() + longestWaitMs;
  while (!holds()) {
    if (performance.now() > endMs) {
      throw new Error(`it never came true that ${what}`);
    }
    await setImmediate();
  }
}

/** Everything that the service has is here, and the other way round. */
export async function untilSynced(plant: OpenPlant): Promise<void> {
  const isThere = (): boolean => {
    const { phase, pendingCount } = plant.sync.status();
    return phase === 'synced' && pendingCount === 0;
  };
  await untilHolds(isThere, 'the plant is synced');
}
