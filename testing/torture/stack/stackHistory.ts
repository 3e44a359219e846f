import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceClient } from '../../../electron/engine/sync/serviceClient';
import type { LogEntry } from '../../../shared/sync/logEntry';
import { isEntrySealed } from '../../../shared/sync/logHash';
import type { ParkedEdit } from '../../../shared/sync/parkedEdit';
import { partIds } from '../../../shared/sync/splitChangeset';
import { type Head, wireLimits } from '../../../shared/sync/syncWire';
import { seededRandom } from '../../seededRandom';
import {
  runServiceCommand,
  type ServiceProcess,
  type ServiceProcessOptions,
  startServiceProcess,
} from '../../serviceProcess';
import { plantText, type TestMachine, testMachine, untilSynced } from '../../syncedPlants';
import { type ChaosKind, type ChaosProxy, startChaosProxy } from './chaosProxy';
import { opText, readSyncFile, type SavedEdit, type StackClient, stackClient } from './stackStage';

/** One history of the real programs. */
export interface StackOptions {
  readonly seed: number;
  readonly clients: number;
  /** How often the service or a program is killed. */
  readonly kills: number;
  readonly service: ServiceProcessOptions;
  /** From `bundleStackClient`. */
  readonly program: string;
}

/** What was done, and what became of what people were told is safe. */
export interface StackOutcome {
  readonly edits: number;
  readonly log: number;
  readonly parked: number;
  readonly serviceKills: number;
  readonly clientKills: number;
  readonly network: Readonly<Record<ChaosKind, number>>;
  /** From the last fault until nothing waited anywhere. */
  readonly quietAfterMs: number;
  readonly failures: readonly string[];
}

/** Without anything coming closer to rest. */
const longestQuietMs = 30_000;
/** Of requests that meet a fault. */
const faultShare = 0.35;
const never = new AbortController().signal;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Place {
  readonly machine: TestMachine;
  readonly plantId: string;
  readonly clients: readonly StackClient[];
  readonly proxy: ChaosProxy;
}

async function readLog(client: ServiceClient, plantId: string): Promise<{ log: readonly LogEntry[]; head: Head }> {
  const log: LogEntry[] = [];
  for (;;) {
    const since = log.length;
    const query = { since, hash: log.at(-1)?.hash ?? plantId, limit: wireLimits.changesPage, waitSeconds: 0 };
    const { entries, head } = await client.changes(plantId, query, never);
    log.push(...entries);
    if (log.length >= head.seq) {
      return { log, head };
    }
  }
}

/** How many ops of a changeset are in the log, or parked: itself, or what it was parted into. */
function foundOps(
  { id, ops }: SavedEdit,
  logged: ReadonlySet<string>,
  parked: ReadonlyMap<string, ParkedEdit>,
): { readonly found: number; readonly isTwice: boolean } {
  const aside = new Set(parked.get(id)?.ops.map(opText));
  if (logged.has(id)) {
    return { found: ops.length, isTwice: aside.size > 0 };
  }
  const refused = ops.flatMap((op, index) => (aside.has(op) ? [index] : []));
  const left = ops.filter((op) => !aside.has(op));
  if (refused.length === 0 || left.length === 0) {
    return { found: refused.length, isTwice: false };
  }
  const rest = foundOps({ id: partIds(id, refused, sha256).kept, ops: left }, logged, parked);
  return { found: refused.length + rest.found, isTwice: rest.isTwice };
}

function wrongWithLog(log: readonly LogEntry[], plantId: string): readonly string[] {
  const failures: string[] = [];
  const ids = new Set<string>();
  log.forEach((entry, at) => {
    if (entry.seq !== at + 1 || !isEntrySealed(entry, log[at - 1]?.hash ?? plantId, sha256) || ids.has(entry.id)) {
      failures.push(`entry ${entry.seq} stands at ${at + 1}, is there twice, or its chain is broken`);
    }
    ids.add(entry.id);
  });
  return failures;
}

async function makePlace(options: StackOptions, service: ServiceProcess, token: string): Promise<Place> {
  const tokens = { viewer: token, editor: token, approver: token, admin: token };
  const tenant = { id: 'works', tokens, makeToken: () => Promise.resolve(token) };
  const machine = testMachine({ address: service.address, tenant }, token, 'works');
  const first = machine.create('client-0');
  await first.sync.publish(machine.key);
  await untilSynced(first);
  const plantId = first.sync.link()?.plantId ?? '';
  const names = Array.from({ length: options.clients }, (_, index) => `client-${index}`);
  const others = await Promise.all(names.slice(1).map((name) => machine.download(plantId, name)));
  [first, ...others].forEach((plant) => plant.dispose());
  const proxy = await startChaosProxy(service.address, { share: faultShare, random: seededRandom(options.seed + 1) });
  const words = [proxy.url, 'works', token];
  const clients = names.map((name) => stackClient(options.program, `${machine.folder}/${name}.sightglass`, words));
  return { machine, plantId, clients, proxy };
}

/** Kills and starts again, now one and now the other. Answers how often each, and the service that runs at the end. */
async function killAtRandom(options: StackOptions, place: Place, service: ServiceProcess) {
  const random = seededRandom(options.seed);
  const kills = { service: 0, client: 0 };
  let running = service;
  let seed = options.seed * 1_000;
  place.clients.forEach((client) => client.start((seed += 1)));
  for (let kill = 0; kill < options.kills; kill += 1) {
    await pause(250 + 900 * random());
    if (random() < 0.35) {
      await running.end('SIGKILL');
      kills.service += 1;
      await pause(200 * random());
      running = await startServiceProcess(options.service, Number(new URL(service.address).port));
    } else {
      const client = place.clients[Math.floor(random() * place.clients.length)];
      await client?.kill();
      kills.client += 1;
      client?.start((seed += 1));
    }
  }
  await pause(500);
  return { running, kills };
}

/**
 * Waits until nothing is pending and everybody has the whole log; undefined: for too long nothing came closer to that.
 * On a busy machine much that waits takes its time, and that is no fault of the protocol.
 */
async function untilQuiet(place: Place, client: ServiceClient): Promise<number | undefined> {
  const startedMs = performance.now();
  let progressedMs = startedMs;
  let standing = '';
  while (performance.now() - progressedMs < longestQuietMs) {
    const { head } = await readLog(client, place.plantId);
    const statuses = place.clients.map((it) => it.status());
    const isQuiet = statuses.every((it) => it?.phase === 'synced' && it.pendingCount === 0 && it.revision === head.seq);
    if (isQuiet) {
      return performance.now() - startedMs;
    }
    const now = statuses.map((it) => `${it?.pendingCount ?? ''} ${it?.revision ?? ''}`).join();
    progressedMs = now === standing ? progressedMs : performance.now();
    standing = now;
    await pause(50);
  }
  return undefined;
}

/** Everything that is wrong once all is quiet and the programs are closed. */
async function wrongAtRest({ machine, plantId, clients }: Place): Promise<{
  readonly failures: readonly string[];
  readonly log: number;
  readonly parked: number;
}> {
  const { log, head } = await readLog(machine.client(), plantId);
  const files = clients.map(({ path }) => readSyncFile(path));
  const kept = await machine.client().parkedEdits(plantId, never);
  const parked = new Map([...kept, ...files.flatMap((file) => file.parked)].map((edit) => [edit.changesetId, edit]));
  const logged = new Set(log.map(({ id }) => id));
  const failures = [...wrongWithLog(log, plantId)];
  for (const edit of clients.flatMap(({ saved }) => saved)) {
    const { found, isTwice } = foundOps(edit, logged, parked);
    if (found !== edit.ops.length || isTwice) {
      failures.push(`of the ${edit.ops.length} ops of ${edit.id} ${found} were found${isTwice ? ', some twice' : ''}`);
    }
  }
  files.forEach(({ state }, index) => {
    if (state.digest !== head.digest || state.cursor !== head.seq) {
      failures.push(`client ${index} stands at ${state.cursor} with another digest than the service at ${head.seq}`);
    }
  });
  const texts = clients.map((_, index) => plantText(machine.open(`client-${index}`)));
  if (new Set(texts).size !== 1) {
    failures.push('the programs do not show the same plant');
  }
  return { failures, log: log.length, parked: parked.size };
}

async function playOn(options: StackOptions, place: Place, started: ServiceProcess) {
  const { running, kills } = await killAtRandom(options, place, started);
  try {
    place.proxy.heal();
    place.clients.forEach((client) => client.rest());
    const quietAfterMs = await untilQuiet(place, place.machine.client());
    const statuses = JSON.stringify(place.clients.map((client) => client.status()));
    await Promise.all(place.clients.map((client) => client.end()));
    const { failures, log, parked } = await wrongAtRest(place);
    // What still waits has no place yet in which it could be looked for.
    const wrong = quietAfterMs === undefined ? [`not quiet after ${longestQuietMs} ms: ${statuses}`] : failures;
    const complaints = place.clients.flatMap((client) => client.complaints);
    const edits = place.clients.reduce((sum, { saved }) => sum + saved.length, 0);
    return {
      ...{ edits, log, parked, serviceKills: kills.service, clientKills: kills.client, network: place.proxy.counts },
      quietAfterMs: Math.round(quietAfterMs ?? longestQuietMs),
      failures: [...wrong, ...complaints],
    };
  } finally {
    await running.end('SIGKILL');
  }
}

/** Plays one history: several programs, a service, a network that fails, and kills; then rest, and the account. */
export async function playStackHistory(options: StackOptions): Promise<StackOutcome> {
  const made = await runServiceCommand(['tenant', 'create', 'works', '--json'], options.service);
  const { token } = JSON.parse(made.out) as { readonly token: string };
  const started = await startServiceProcess(options.service);
  const place = await makePlace(options, started, token);
  try {
    return await playOn(options, place, started);
  } finally {
    await Promise.all(place.clients.map((client) => client.kill()));
    await place.proxy.dispose();
    place.machine.dispose();
    await started.end('SIGKILL');
  }
}
