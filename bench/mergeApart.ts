import { text } from 'node:stream/consumers';
import { OpenPlant } from '../electron/engine/openPlant';
import { ownHistoryOnly } from '../electron/engine/plantServices';
import { type ServicePlace, testMachine } from '../testing/syncedPlants';
import { ownMegabytes } from './ownMegabytes';
import { untilSynced } from './untilSynced';

/** A project that is to be merged with its service. */
export interface MergeTask {
  readonly path: string;
  readonly address: string;
  readonly tenantId: string;
  readonly token: string;
}

/** What the merge took. */
export interface MergeOutcome {
  readonly seconds: number;
  /** The most that the process had for itself. */
  readonly peakMb: number;
  readonly conflictCount: number;
}

/** The most memory that the process has held while something ran, MB. */
async function peakOf(work: () => Promise<void>): Promise<number> {
  let most = 0;
  const look = (): void => void (most = Math.max(most, ownMegabytes(process.pid, process.memoryUsage.rss() / 1024)));
  const timer = setInterval(look, 50);
  try {
    await work();
    look();
  } finally {
    clearInterval(timer);
  }
  return most;
}

async function merge({ path, address, tenantId, token }: MergeTask): Promise<MergeOutcome> {
  const place = { address, tenant: { id: tenantId } } as unknown as ServicePlace;
  const machine = testMachine(place, token, 'client 0');
  const plant = OpenPlant.open(path, { ...ownHistoryOnly, tenants: machine.tenants });
  const startedMs = performance.now();
  const peakMb = await peakOf(async () => {
    plant.begin();
    // Looking at every turn of the loop would cost more than the merge.
    await plant.sync.now();
    await untilSynced(plant);
  });
  const seconds = (performance.now() - startedMs) / 1_000;
  const { conflictCount } = plant.sync.status();
  plant.dispose();
  machine.dispose();
  return { seconds, peakMb, conflictCount };
}

/** A program of its own: the task comes in, the outcome goes out, as JSON. */
async function main(): Promise<void> {
  const task = JSON.parse(await text(process.stdin)) as MergeTask;
  console.log(JSON.stringify(await merge(task)));
}

void main();
