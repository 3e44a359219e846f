import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEngineClient, type EngineClient } from '../../../shared/contract/engineClient';
import type { MessagePortLike } from '../../../shared/contract/engineMessages';
import type { Revision, Tenant } from '../../../shared/contract/syncCalls';
import type { CommandContext, CommandResult } from '../../../shared/model/commands/commandContext';
import { deleteSensors } from '../../../shared/model/commands/editSensors';
import { placeComponents } from '../../../shared/model/commands/placeComponents';
import { setFields } from '../../../shared/model/commands/setFields';
import { modelFromDocument } from '../../../shared/model/plantDocument';
import type { PlantModel } from '../../../shared/model/plantModel';
import { contextOf, valueOf } from '../../../testing/modelGestures';
import { startTestService, type TestService } from '../../../testing/runningService';
import { Engine } from '../engine';
import { HttpServiceClient } from '../sync/httpServiceClient';

// Rule numbers refer to docs/spec/plant-history.md.

/** A program of its own: an engine with one window, signed in to the tenant. */
interface Machine {
  readonly engine: Engine;
  readonly client: EngineClient;
}

let folder = '';
let service: TestService;
let machines: Machine[] = [];
let edits = 0;

async function answerOf<T>(answer: Promise<{ ok: true; value: T } | { ok: false; error: unknown }>): Promise<T> {
  const result = await answer;
  if (!result.ok) {
    throw new Error(JSON.stringify(result.error));
  }
  return result.value;
}

async function startMachine(subject: string): Promise<Machine> {
  const { address, tenant } = service;
  const token = await tenant.makeToken({ subject });
  const known: Tenant = {
    ...{ address, tenantId: tenant.id, name: 'Works', subject },
    ...{ role: 'editor', signedIn: true, keeping: 'memory' },
  };
  const engine = new Engine({
    userDataFolder: join(folder, subject),
    onProjectChanged: () => undefined,
    tenants: {
      tenantOf: () => Promise.resolve(known),
      clientFor: () =>
        Promise.resolve(new HttpServiceClient({ address, token, tenantId: tenant.id, authorityPem: undefined })),
    },
  });
  const listeners: ((message: unknown) => void)[] = [];
  const windowListeners: ((message: unknown) => void)[] = [];
  const port = (own: typeof listeners, other: typeof listeners): MessagePortLike => ({
    post: (message) => queueMicrotask(() => other.forEach((listener) => listener(structuredClone(message)))),
    listen: (listener) => own.push(listener),
  });
  engine.connect(port(listeners, windowListeners));
  const machine = { engine, client: createEngineClient(port(windowListeners, listeners)) };
  machines.push(machine);
  return machine;
}

async function readModel({ client }: Machine): Promise<PlantModel> {
  return modelFromDocument((await answerOf(client.call('model:read', {}))).document);
}

async function edit(machine: Machine, command: (context: CommandContext) => CommandResult): Promise<void> {
  edits += 1;
  const made = valueOf(command(contextOf(await readModel(machine), `e${edits}`)));
  await answerOf(machine.client.call('model:commit', made));
}

async function synced({ client }: Machine): Promise<void> {
  await expect
    .poll(async () => (await answerOf(client.call('sync:now', {}))).pendingCount, { timeout: 10_000 })
    .toBe(0);
}

async function revisions({ client }: Machine): Promise<readonly Revision[]> {
  return (await answerOf(client.call('sync:revisions', { most: 100 }))).revisions;
}

async function tagsAt({ client }: Machine, seq: number): Promise<readonly string[]> {
  const { document } = await answerOf(client.call('sync:model-at', { moment: { by: 'seq', seq } }));
  return document.components.map(({ tag }) => tag).sort();
}

/** Makes a plant with one pump, P-1, and publishes it. */
async function publishedPlant(machine: Machine): Promise<string> {
  const path = join(folder, 'a.sightglass');
  await answerOf(machine.client.call('project:create', { path, name: 'Works', timeZone: 'Europe/Berlin' }));
  const [sheetId] = (await readModel(machine)).sheets.keys();
  await edit(machine, (context) =>
    placeComponents(context, {
      sheetId: sheetId ?? ('' as never),
      components: [{ symbolId: 'pump', x: 80, y: 80, tag: 'P-1' }],
    }),
  );
  const { address, tenant } = service;
  await answerOf(machine.client.call('sync:publish', { address, tenantId: tenant.id }));
  await synced(machine);
  return [...(await readModel(machine)).components.keys()][0] ?? '';
}

function renamed(id: string, tag: string) {
  return (context: CommandContext): CommandResult =>
    setFields(context, { kind: 'component', ids: [id], fields: { tag } });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-tenant-past-'));
  service = await startTestService();
});
afterEach(async () => {
  machines.forEach(({ engine }) => engine.close());
  machines = [];
  await service.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('the history of a plant of a tenant', () => {
  test('[R47] lists what the service took, by whom, and before all what was not sent yet', async () => {
    const ada = await startMachine('Ada');
    const id = await publishedPlant(ada);
    await edit(ada, renamed(id, 'P-2'));
    await synced(ada);
    await service.stop();
    await edit(ada, renamed(id, 'P-3'));
    const [pending, newest, first] = await revisions(ada);
    expect(pending).toMatchObject({ by: 'Ada', changed: 1 });
    expect(pending?.seq).toBeUndefined();
    expect(newest).toMatchObject({ seq: 2, by: 'Ada', created: 0, changed: 1, deleted: 0 });
    expect(first).toMatchObject({ seq: 1, label: 'Publish Works' });
    expect(await tagsAt(ada, 1)).toEqual(['P-1']);
    // What is not confirmed is no part of the last revision.
    expect(await tagsAt(ada, 2)).toEqual(['P-2']);
    await service.restart();
  });

  test('[R50] [R53] a downloaded plant fetches what came before it, and tells meanwhile how far back it knows', async () => {
    const ada = await startMachine('Ada');
    const id = await publishedPlant(ada);
    await edit(ada, renamed(id, 'P-2'));
    await edit(ada, renamed(id, 'P-3'));
    await synced(ada);
    const ben = await startMachine('Ben');
    const key = { address: service.address, tenantId: service.tenant.id };
    const plants = await (await ben.engine.tenants.clientFor(key)).plants(new AbortController().signal);
    const asked = { ...key, plantId: plants[0]?.id ?? '', path: join(folder, 'b.sightglass') };
    await answerOf(ben.client.call('sync:download', asked));
    const first = (await answerOf(ben.client.call('sync:timeline', {}))).revisions;
    expect(first).toEqual([{ seq: 3, atMs: 0 }]);
    await expect.poll(async () => (await revisions(ben)).map(({ seq }) => seq), { timeout: 10_000 }).toEqual([3, 2, 1]);
    expect(await tagsAt(ben, 1)).toEqual(['P-1']);
    const timeline = (await answerOf(ben.client.call('sync:timeline', {}))).revisions;
    expect(timeline).toEqual((await answerOf(ada.client.call('sync:timeline', {}))).revisions);
    expect(timeline.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test('[R44] taking back what a colleague did is an edit of one’s own, and everybody gets it', async () => {
    const ada = await startMachine('Ada');
    const id = await publishedPlant(ada);
    await edit(ada, renamed(id, 'P-2'));
    await synced(ada);
    await answerOf(ada.client.call('sync:revert', { seq: 2 }));
    await synced(ada);
    const [newest] = await revisions(ada);
    expect(newest).toMatchObject({ seq: 3, changed: 1 });
    expect(newest?.label).toMatch(/^Revert: /);
    expect(await tagsAt(ada, 3)).toEqual(['P-1']);
  });

  test('[R57] a sensor that was deleted is read as it was defined last', async () => {
    const ada = await startMachine('Ada');
    await publishedPlant(ada);
    const csv = join(folder, 'h.csv');
    writeFileSync(csv, 'time,TT-1 (°C)\n2024-01-01T00:00:00Z,20\n2024-01-01T00:01:00Z,21\n');
    const { options } = await answerOf(ada.client.call('history:preview-csv', { path: csv }));
    await answerOf(ada.client.call('history:import-csv', { path: csv, options }));
    const [sensorId] = (await readModel(ada)).sensors.keys();
    await synced(ada);
    await edit(ada, (context) => deleteSensors(context, { ids: sensorId === undefined ? [] : [sensorId] }));
    await synced(ada);
    expect((await readModel(ada)).sensors.size).toBe(0);
    const snapshot = await answerOf(
      ada.client.call('history:snapshot', { sensorIds: [sensorId ?? ''], timeMs: Date.UTC(2024, 0, 1, 0, 1) }),
    );
    expect([...snapshot.values]).toEqual([21]);
  });
});
