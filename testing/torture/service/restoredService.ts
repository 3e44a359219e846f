import type { LogEntry } from '../../../shared/sync/logEntry';
import { create, pump } from '../../../shared/sync/syncFixture';
import type { TestService } from '../../runningService';
import { seededRandom } from '../../seededRandom';
import { changesetOf, type PlantCaller, startedPlant } from '../../serviceCaller';
import { LiveClient } from './liveClient';

/** A service whose data can be put aside and brought back. Both stop it and start it again. */
export interface RestorableService {
  readonly service: TestService;
  backup(): Promise<void>;
  restore(): Promise<void>;
}

/** How many people work on at a service that is restored, and how much each does. */
export interface RestoreOptions {
  readonly seed: number;
  readonly clients: number;
  /** Edits of each client before the backup, after it, and after the restore. */
  readonly edits: number;
}

/** What was lost by the restore and what came back. */
export interface RestoreOutcome {
  readonly clients: number;
  readonly edits: number;
  /** Entries of the log when it was restored, and what the backup held of them. */
  readonly logBefore: number;
  readonly logRestored: number;
  readonly resent: number;
  readonly parked: number;
  readonly logAfter: number;
  readonly failures: readonly string[];
}

const componentCount = 8;

async function headSeq(plant: PlantCaller): Promise<number> {
  return (await plant.ask('/changes?since=0&limit=1')).json<{ head: { seq: number } }>().head.seq;
}

async function logIds(plant: PlantCaller): Promise<readonly string[]> {
  const ids: string[] = [];
  for (;;) {
    const { entries } = (await plant.ask(`/changes?since=${ids.length}&limit=1000`)).json<{ entries: LogEntry[] }>();
    if (entries.length === 0) {
      return ids;
    }
    ids.push(...entries.map(({ id }) => id));
  }
}

class Crowd {
  readonly clients: readonly LiveClient[];
  readonly #random: () => number;
  #values = 0;

  constructor(plant: PlantCaller, { clients, seed }: RestoreOptions) {
    this.clients = Array.from({ length: clients }, () => new LiveClient(plant));
    this.#random = seededRandom(seed);
  }

  /** Mostly fields of one's own; now and then one that everybody wants. */
  #editOf(client: LiveClient, at: number): void {
    const component = `p${Math.floor(this.#random() * componentCount)}`;
    const name = this.#random() < 0.15 ? 'service' : `of${at}`;
    this.#values += 1;
    client.edit(component, name, `${this.#values}`);
  }

  /** Everybody edits and syncs, beside each other, now and then several edits at once. */
  async work(edits: number): Promise<void> {
    await Promise.all(
      this.clients.map(async (client, at) => {
        for (let count = 0; count < edits; count += 1) {
          this.#editOf(client, at);
          if (this.#random() < 0.7) {
            await client.sync();
          }
        }
      }),
    );
  }

  async comeToRest(): Promise<void> {
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(this.clients.map((client) => client.sync()));
    }
  }
}

function wrongWith(crowd: Crowd, ids: readonly string[], digest: string): readonly string[] {
  const inLog = new Set(ids);
  const twice = ids.length - inLog.size;
  return [
    ...(twice > 0 ? [`${twice} changesets are in the log twice`] : []),
    ...crowd.clients.flatMap((client, at) => [
      ...client.made
        .filter((id) => !inLog.has(id) && !client.parked.has(id))
        .map((id) => `${id} of client ${at} is lost`),
      ...(client.pendingCount() > 0 ? [`client ${at} still has ${client.pendingCount()} pending`] : []),
      ...(client.digest() === digest ? [] : [`client ${at} shows another plant than the service`]),
      ...(client.epochs.size >= 2 ? [] : [`client ${at} has not seen that the epoch changed`]),
    ]),
  ];
}

/** Restores a service to an older state while people work with it: what any of them holds has to come back. */
export async function restoreUnderClients(host: RestorableService, options: RestoreOptions): Promise<RestoreOutcome> {
  const { service } = host;
  const plant = await startedPlant(service.address, service.tenant.tokens.editor);
  const pumps = Array.from({ length: componentCount }, (_, at) =>
    create(`component p${at}`, pump(`P-${at}`, { x: at * 80 })),
  );
  await plant.push(changesetOf(pumps, { base: 1 }));
  const crowd = new Crowd(plant, options);
  await Promise.all(crowd.clients.map((client) => client.sync()));
  await crowd.work(options.edits);
  await host.backup();
  await crowd.work(options.edits);
  const logBefore = await headSeq(plant);
  await host.restore();
  const logRestored = await headSeq(plant);
  await crowd.work(options.edits);
  await crowd.comeToRest();
  const ids = await logIds(plant);
  const { head } = (await plant.ask('/changes?since=0&limit=1')).json<{ head: { digest: string } }>();
  const sum = (count: (client: LiveClient) => number): number =>
    crowd.clients.reduce((total, client) => total + count(client), 0);
  const failures = [
    ...wrongWith(crowd, ids, head.digest),
    ...(logBefore > logRestored ? [] : ['the restore has lost nothing, so nothing was tried']),
  ];
  return {
    ...{ clients: options.clients, edits: sum(({ made }) => made.length), logBefore, logRestored },
    ...{ resent: sum(({ resent }) => resent), parked: sum(({ parked }) => parked.size), logAfter: ids.length },
    failures: failures.slice(0, 50),
  };
}
