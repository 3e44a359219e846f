import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { OpenPlant, plantSymbols } from '../electron/engine/openPlant';
import { ownHistoryOnly } from '../electron/engine/plantServices';
import { downloadPlant } from '../electron/engine/sync/downloadPlant';
import { HttpServiceClient } from '../electron/engine/sync/httpServiceClient';
import type { ServiceClient } from '../electron/engine/sync/serviceClient';
import type { TenantServices } from '../electron/engine/sync/tenantServices';
import type { SyncStatus, TenantKey } from '../shared/contract/syncCalls';
import type { CommandContext, CommandResult } from '../shared/model/commands/commandContext';
import { documentFromModel } from '../shared/model/plantDocument';
import { plantDocumentText } from '../shared/model/readPlantDocument';
import { contextOf, startedWorks, valueOf } from './modelGestures';
import type { TestService } from './runningService';

/** One person's machine: who is signed in there, what goes wrong on the way, and the plants that are open. */
export interface TestMachine {
  readonly folder: string;
  readonly tenants: TenantServices;
  readonly key: TenantKey;
  /** Wraps every client from now on; undefined: nothing goes wrong. */
  disturb(wrap: ((client: ServiceClient) => ServiceClient) | undefined): void;
  /** Opens or makes a plant and begins its sync. */
  open(name: string): OpenPlant;
  create(name: string): OpenPlant;
  /** The database of a plant that is closed, to be changed behind its back. */
  openRaw(name: string): Database.Database;
  /** Downloads and opens. */
  download(plantId: string, name: string): Promise<OpenPlant>;
  client(): ServiceClient;
  /** Closes every plant and removes the folder. */
  dispose(): void;
}

/** What a machine needs of a service. */
export type ServicePlace = Pick<TestService, 'address' | 'tenant'>;

/** A client that is asked anew at every request, so that what is disturbed from now on is disturbed for those who have one. */
function forwarding(client: () => ServiceClient): ServiceClient {
  return {
    me: (signal) => client().me(signal),
    plants: (signal) => client().plants(signal),
    createPlant: (id, name, signal) => client().createPlant(id, name, signal),
    push: (plantId, changeset, signal) => client().push(plantId, changeset, signal),
    changes: (plantId, query, signal) => client().changes(plantId, query, signal),
    snapshot: (plantId, query, signal) => client().snapshot(plantId, query, signal),
    putParkedEdit: (plantId, edit, signal) => client().putParkedEdit(plantId, edit, signal),
    parkedEdits: (plantId, signal) => client().parkedEdits(plantId, signal),
    freeze: (plantId, wish, signal) => client().freeze(plantId, wish, signal),
    release: (plantId, areaId, signal) => client().release(plantId, areaId, signal),
  };
}

/** A machine on which somebody is signed in to a service's tenant. `subject` is who the token says. */
export function testMachine(service: ServicePlace, token: string, subject: string): TestMachine {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-machine-'));
  const { address, tenant } = service;
  const http = new HttpServiceClient({ address, token, tenantId: tenant.id, authorityPem: undefined });
  let wrapped: ServiceClient = http;
  const client = forwarding(() => wrapped);
  const tenants: TenantServices = {
    tenantOf: ({ address: at, tenantId }) =>
      Promise.resolve({
        ...{ address: at, tenantId, name: `Tenant ${tenant.id}`, subject, role: 'editor' as const },
        ...{ signedIn: true, keeping: 'memory' as const },
      }),
    clientFor: () => Promise.resolve(client),
  };
  const plants: OpenPlant[] = [];
  const begun = (plant: OpenPlant): OpenPlant => {
    plants.push(plant);
    plant.begin();
    return plant;
  };
  const services = { ...ownHistoryOnly, tenants };
  const pathOf = (name: string): string => join(folder, `${name}.sightglass`);
  const open = (name: string): OpenPlant => begun(OpenPlant.open(pathOf(name), services));
  return {
    ...{ folder, tenants, key: { address, tenantId: tenant.id }, open },
    disturb: (wrap) => void (wrapped = wrap === undefined ? http : wrap(forwarding(() => http))),
    openRaw: (name) => new Database(pathOf(name)),
    create: (name) => begun(OpenPlant.create(pathOf(name), startedWorks(), services)),
    download: async (plantId, name) => {
      const context = { signal: new AbortController().signal, report: () => undefined };
      const plant = { address, tenantId: tenant.id, plantId };
      const options = { lookup: plantSymbols, now: () => Date.now() };
      await downloadPlant({ plant, client, path: pathOf(name), options }, context);
      return open(name);
    },
    client: () => client,
    dispose: () => {
      plants.forEach((plant) => plant.dispose());
      http.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Saves one gesture that has to work. */
export function make(plant: OpenPlant, command: (context: CommandContext) => CommandResult): void {
  const prefix = `r${Math.random().toString(36).slice(2)}`;
  plant.commit(valueOf(command(contextOf(plant.file.readModel(), prefix))));
}

/** The plant as one text, for comparing. */
export function plantText(plant: OpenPlant): string {
  return plantDocumentText(documentFromModel(plant.file.readModel()));
}

/** Waits until something holds, looking again and again. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  told: () => unknown = () => '',
): Promise<void> {
  const endMs = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > endMs) {
      throw new Error(`it never came true that ${what} ${JSON.stringify(told())}`);
    }
    await setTimeout(5);
  }
}

/** Waits until all plants have everything of each other. */
export async function untilSynced(...plants: readonly OpenPlant[]): Promise<void> {
  const isThere = (status: SyncStatus, revision: number): boolean =>
    status.phase === 'synced' && status.revision === revision && status.pendingCount === 0;
  await until(
    () => {
      const statuses = plants.map((plant) => plant.sync.status());
      const revision = Math.max(...statuses.map((status) => status.revision));
      return statuses.every((status) => isThere(status, revision));
    },
    'the plants are synced',
    () => plants.map((plant) => plant.sync.status()),
  );
}
