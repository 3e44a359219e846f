// One person's program: opens a plant that belongs to a tenant, syncs it over a network that fails, and saves random
// gestures until it is killed or told to `rest`. One line of JSON for each edit that is saved, and at rest for each look at
// the status. Ends with its input.
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { OpenPlant } from '../../../electron/engine/openPlant';
import { ownHistoryOnly } from '../../../electron/engine/plantServices';
import { HttpServiceClient } from '../../../electron/engine/sync/httpServiceClient';
import { AppFailure } from '../../../shared/lib/appError';
import type { Changeset } from '../../../shared/sync/changeset';
import { contextOf, randomGesture } from '../../modelGestures';
import { seededRandom } from '../../seededRandom';
import { opText } from './stackStage';

const [path = '', address = '', tenantId = '', token = '', seed = '1'] = process.argv.slice(2);
const random = seededRandom(Number(seed));
const roll = (): number => Math.floor(random() * 2 ** 32);
const restEveryMs = 100;

/** Written at once: what the parent has read was saved before. */
function say(line: unknown): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

const client = new HttpServiceClient({ address, token, tenantId, authorityPem: undefined });
const tenants = { tenantOf: () => Promise.resolve(undefined), clientFor: () => Promise.resolve(client) };
const plant = OpenPlant.open(path, { ...ownHistoryOnly, tenants });
plant.begin();

let isResting = false;
createInterface({ input: process.stdin })
  .on('line', () => (isResting = true))
  .on('close', () => {
    plant.dispose();
    process.exit(0);
  });

/** The changeset that was just put into the outbox. */
function lastPending(): Changeset | undefined {
  const text = plant.file.database
    .prepare<[], string>('SELECT changeset FROM sync_outbox ORDER BY position DESC LIMIT 1')
    .pluck()
    .get();
  return text === undefined ? undefined : (JSON.parse(text) as Changeset);
}

/** One person's next gesture, now and then taken back. Answers whether something was saved. */
function makeGesture(prefix: string): boolean {
  const { revision } = plant.file.undoState();
  try {
    const edit = randomGesture(contextOf(plant.file.readModel(), prefix), roll(), [roll(), roll(), roll()]);
    if (roll() % 6 === 0) {
      plant.undo();
    } else if (edit?.ok === true) {
      plant.commit(edit.value);
    }
  } catch (error) {
    // An undo that would break a rule is refused, as it should.
    if (!(error instanceof AppFailure) || error.error.code !== 'rule-broken') {
      throw error;
    }
  }
  return plant.file.undoState().revision !== revision;
}

for (let turn = 0; !isResting; turn += 1) {
  if (makeGesture(`${process.pid}-${turn}`)) {
    const changeset = lastPending();
    say({ edit: { id: changeset?.id ?? '', ops: changeset?.ops.map(opText) ?? [] } });
  }
  // As when the network seems to be back: else the program would wait ever longer after each fault.
  if (roll() % 8 === 0) {
    void plant.sync.now();
  }
  await pause(60 + (roll() % 240));
}
setInterval(() => {
  const { phase, pendingCount, revision, failure } = plant.sync.status();
  say({ status: { phase, pendingCount, revision, reason: failure?.reason } });
}, restEveryMs);
// Once, as when the network is back: from here on it has to get there by itself.
void plant.sync.now();
