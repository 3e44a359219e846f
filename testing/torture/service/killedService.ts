import { createHash } from 'node:crypto';
import { setTimeout as rest } from 'node:timers/promises';
import { isEntrySealed } from '../../../shared/sync/logHash';
import type { LogEntry } from '../../../shared/sync/logEntry';
import { create, pump } from '../../../shared/sync/syncFixture';
import { changesetOf, firstChangeset, PlantCaller } from '../../serviceCaller';
import {
  runServiceCommand,
  type ServiceProcess,
  type ServiceProcessOptions,
  startServiceProcess,
} from '../../serviceProcess';
import { seededRandom } from '../../seededRandom';
import { type Acknowledged, PushLoad } from './pushLoad';

/** How often the service is ended, half of it by SIGKILL. */
export interface KillOptions {
  readonly seed: number;
  readonly kills: number;
  readonly clients: number;
  readonly service: ServiceProcessOptions;
}

/** What was done to the service and what became of what it had answered for. */
export interface KillOutcome {
  readonly kills: { readonly SIGKILL: number; readonly SIGTERM: number };
  readonly acknowledged: number;
  /** Answers that were lost, and given again when the changeset came again. */
  readonly replayed: number;
  readonly cutOff: number;
  readonly logLength: number;
  readonly longestDrainMs: number;
  readonly failures: readonly string[];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
/** 10 s for what is under way and 5 s to close the store: what the chart leaves a pod. */
const longestDrainMs = 15_000;

async function readLog(plant: PlantCaller): Promise<readonly LogEntry[]> {
  const log: LogEntry[] = [];
  for (;;) {
    const answer = await plant.ask(`/changes?since=${log.length}&limit=1000`);
    const { entries } = answer.json<{ readonly entries: readonly LogEntry[] }>();
    if (entries.length === 0) {
      return log;
    }
    log.push(...entries);
  }
}

/** Everything that is wrong with a log: gaps, a broken chain, what was answered for and is not there once. */
function wrongWith(log: readonly LogEntry[], plantId: string, acknowledged: readonly Acknowledged[]): string[] {
  const failures: string[] = [];
  const places = new Map<string, number[]>();
  let previous = plantId;
  log.forEach((entry, at) => {
    if (entry.seq !== at + 1 || !isEntrySealed(entry, previous, sha256)) {
      failures.push(`entry ${entry.seq} stands at ${at + 1}, or its chain is broken`);
    }
    previous = entry.hash;
    places.set(entry.id, [...(places.get(entry.id) ?? []), entry.seq]);
  });
  for (const [id, seqs] of places) {
    if (seqs.length > 1) {
      failures.push(`${id} is in the log ${seqs.length} times`);
    }
  }
  for (const { id, seq } of acknowledged) {
    if (places.get(id)?.[0] !== seq) {
      failures.push(`${id} was answered as ${seq}, and is in the log at ${places.get(id)?.[0] ?? 'no place'}`);
    }
  }
  return failures;
}

/** One service, ended and started again at the same address. */
class MortalService {
  longestDrainMs = 0;
  readonly failures: string[] = [];
  readonly kills = { SIGKILL: 0, SIGTERM: 0 };
  readonly #options: ServiceProcessOptions;
  #process: ServiceProcess;

  constructor(options: ServiceProcessOptions, process: ServiceProcess) {
    this.#options = options;
    this.#process = process;
  }

  address(): string {
    return this.#process.address;
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const startedMs = performance.now();
    const code = await this.#process.end(signal);
    this.kills[signal] += 1;
    if (signal === 'SIGTERM') {
      const tookMs = performance.now() - startedMs;
      this.longestDrainMs = Math.max(this.longestDrainMs, tookMs);
      if (code !== 0 || tookMs > longestDrainMs) {
        this.failures.push(`SIGTERM ended with ${String(code)} after ${tookMs.toFixed(0)} ms`);
      }
    }
  }

  async startAgain(): Promise<void> {
    this.#process = await startServiceProcess(this.#options, Number(new URL(this.address()).port));
  }
}

async function startedPlace(options: ServiceProcessOptions) {
  const made = await runServiceCommand(['tenant', 'create', 'works', '--json'], options);
  const { token } = JSON.parse(made.out) as { readonly token: string };
  const process = await startServiceProcess(options);
  const plant = new PlantCaller(process.address, token, crypto.randomUUID());
  await plant.create();
  await plant.push(firstChangeset());
  await plant.push(changesetOf([create('component p1', pump('P-101'))], { base: 1 }));
  return { process, plant, token };
}

/** Ends the service again and again while programs send, and looks for everything that it had answered for. */
export async function killUnderLoad({ seed, kills, clients, service }: KillOptions): Promise<KillOutcome> {
  const random = seededRandom(seed);
  const { process, plant, token } = await startedPlace(service);
  const mortal = new MortalService(service, process);
  const loads = Array.from(
    { length: clients },
    (_, at) => new PushLoad(process.address, { plantId: plant.id, token, name: `client${at}` }),
  );
  const running = loads.map((load) => load.run());
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      await rest(30 + Math.floor(random() * 270));
      await mortal.end(kill % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
      await mortal.startAgain();
    }
    await rest(200);
    loads.forEach((load) => load.stop());
    await Promise.all(running);
    const acknowledged = loads.flatMap((load) => load.acknowledged);
    const log = await readLog(plant);
    const known = new Set([...acknowledged.map(({ id }) => id), ...loads.flatMap(({ open }) => open?.id ?? [])]);
    const strange = log.slice(2).filter(({ id }) => !known.has(id));
    await mortal.end('SIGTERM');
    return {
      kills: { ...mortal.kills },
      acknowledged: acknowledged.length,
      replayed: loads.reduce((sum, load) => sum + load.replayed, 0),
      cutOff: loads.reduce((sum, load) => sum + load.cutOff, 0),
      logLength: log.length,
      longestDrainMs: Math.round(mortal.longestDrainMs),
      failures: [
        ...mortal.failures,
        ...loads.flatMap((load) => load.refused),
        ...wrongWith(log, plant.id, acknowledged),
        ...strange.map(({ id }) => `${id} is in the log and was never sent`),
      ].slice(0, 50),
    };
  } finally {
    loads.forEach((load) => load.stop());
    await Promise.allSettled(running);
    loads.forEach((load) => load.dispose());
    await mortal.end('SIGKILL');
  }
}
