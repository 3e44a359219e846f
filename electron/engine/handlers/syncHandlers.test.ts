import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngineClient, type EngineClient } from '../../../shared/contract/engineClient';
import type { MessagePortLike } from '../../../shared/contract/engineMessages';
import type { SyncStatus } from '../../../shared/contract/syncCalls';
import { setFields } from '../../../shared/model/commands/setFields';
import type { ModelEdit } from '../../../shared/model/modelPatch';
import { modelFromDocument, type PlantDocument } from '../../../shared/model/plantDocument';
import { contextOf, valueOf } from '../../../testing/modelGestures';
import { startTestService, type TestService } from '../../../testing/runningService';
import { until } from '../../../testing/syncedPlants';
import { Engine } from '../engine';

// Rule numbers refer to docs/spec/tenants.md.

let folder = '';
let service: TestService;
const engines: Engine[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-sync-'));
  service = await startTestService();
});
afterEach(async () => {
  engines.splice(0).forEach((engine) => engine.close());
  rmSync(folder, { recursive: true, force: true });
  await service.dispose();
});

/** A window of a program of its own. */
function startWindow(name: string): EngineClient {
  const engine = new Engine({ userDataFolder: join(folder, name), onProjectChanged: () => undefined });
  engines.push(engine);
  engine.start(undefined);
  const [own, other]: [((message: unknown) => void)[], ((message: unknown) => void)[]] = [[], []];
  const port = (from: typeof own, to: typeof own): MessagePortLike => ({
    post: (message) => queueMicrotask(() => to.forEach((listener) => listener(structuredClone(message)))),
    listen: (listener) => from.push(listener),
  });
  engine.connect(port(own, other));
  return createEngineClient(port(other, own));
}

async function answerOf<T>(answer: Promise<{ ok: true; value: T } | { ok: false; error: unknown }>): Promise<T> {
  const result = await answer;
  if (!result.ok) {
    throw new Error(JSON.stringify(result.error));
  }
  return result.value;
}

async function renameSheet(window: EngineClient, name: string): Promise<ModelEdit> {
  const { document } = await answerOf(window.call('model:read', {}));
  const model = modelFromDocument(document);
  const ids = [...model.sheets.keys()];
  const edit = valueOf(setFields(contextOf(model, 'x'), { kind: 'sheet', ids, fields: { name } }));
  await answerOf(window.call('model:commit', edit));
  return edit;
}

async function readDocument(window: EngineClient): Promise<PlantDocument> {
  return (await answerOf(window.call('model:read', {}))).document;
}

async function untilSynced(window: EngineClient): Promise<SyncStatus> {
  let status: SyncStatus | undefined;
  await until(
    async () => {
      status = await answerOf(window.call('sync:now', {}));
      return status.phase === 'synced' && status.pendingCount === 0;
    },
    'it is synced',
    () => status,
  );
  return status as SyncStatus;
}

test('[Y24] [Y25] [Y3] one window publishes, another downloads, and each hears what the other does', async () => {
  const [anna, bert] = [startWindow('anna'), startWindow('bert')];
  const { address, tenant } = service;
  const key = { address, tenantId: tenant.id };
  expect(
    await answerOf(anna.call('project:create', { path: join(folder, 'a.sightglass'), name: 'Works', timeZone: 'UTC' })),
  ).toMatchObject({ plantName: 'Works' });
  expect(await answerOf(anna.call('sync:status', {}))).toMatchObject({ phase: 'local', pendingCount: 0 });
  for (const [window, subject] of [
    [anna, 'anna'],
    [bert, 'bert'],
  ] as const) {
    const token = await tenant.makeToken({ subject });
    await answerOf(window.call('tenants:sign-in', { address, token }));
  }
  const statuses: SyncStatus[] = [];
  anna.on('sync:status-changed', (status) => statuses.push(status));
  await answerOf(anna.call('sync:publish', key));
  await untilSynced(anna);
  expect(new Set(statuses.map(({ phase }) => phase))).toContain('synced');
  const { plants } = await answerOf(bert.call('tenants:plants', key));
  expect(plants).toMatchObject([{ name: 'Works', revision: 1 }]);
  const request = { ...key, plantId: plants[0]?.id ?? '', path: join(folder, 'b.sightglass') };
  expect(await answerOf(bert.call('sync:download', request))).toMatchObject({ plantName: 'Works' });
  const heard: unknown[] = [];
  bert.on('model:changed', ({ patch }) => heard.push(patch));
  const edit = await renameSheet(anna, 'Boilers');
  await untilSynced(anna);
  await until(() => heard.length > 0, 'the change is heard of');
  expect(heard).toEqual([JSON.parse(JSON.stringify(edit.patch))]);
  expect(await readDocument(bert)).toEqual(await readDocument(anna));
  expect(await answerOf(bert.call('model:undo', {}))).toMatchObject({ kept: [] });
  expect(await readDocument(bert)).toEqual(await readDocument(anna));
});

test('[Y90] a window is told whether it is known which areas are frozen', async () => {
  const [anna, { address, tenant }] = [startWindow('anna'), service];
  const path = join(folder, 'a.sightglass');
  await answerOf(anna.call('project:create', { path, name: 'Works', timeZone: 'UTC' }));
  expect(await answerOf(anna.call('sync:freezes', {}))).toEqual({});
  await answerOf(anna.call('tenants:sign-in', { address, token: await tenant.makeToken({ subject: 'anna' }) }));
  const heard: unknown[] = [];
  anna.on('sync:freezes-changed', (data) => heard.push(data));
  await answerOf(anna.call('sync:publish', { address, tenantId: tenant.id }));
  await until(() => heard.length > 0, 'it is told');
  expect(heard).toEqual([{ frozen: [] }]);
  expect(await answerOf(anna.call('sync:freezes', {}))).toEqual({ frozen: [] });
});

test('[Y82] a window publishes again what its service does not have any more', async () => {
  const [anna, { address, tenant }] = [startWindow('anna'), service];
  const key = { address, tenantId: tenant.id };
  const path = join(folder, 'a.sightglass');
  await answerOf(anna.call('project:create', { path, name: 'Works', timeZone: 'UTC' }));
  await answerOf(anna.call('tenants:sign-in', { address, token: await tenant.makeToken({ subject: 'anna' }) }));
  await answerOf(anna.call('sync:publish', key));
  await untilSynced(anna);
  const [lost] = (await answerOf(anna.call('tenants:plants', key))).plants;
  const store = await service.store().tenant(tenant.id);
  await store?.deletePlant(lost?.id ?? '');
  expect(await answerOf(anna.call('sync:now', {}))).toMatchObject({ failure: { reason: 'plant-missing' } });
  await answerOf(anna.call('sync:publish-again', {}));
  await untilSynced(anna);
  const { plants } = await answerOf(anna.call('tenants:plants', key));
  expect(plants).toMatchObject([{ name: 'Works', revision: 1, localPath: path }]);
  expect(plants[0]?.id).not.toBe(lost?.id);
  const { revisions } = await answerOf(anna.call('sync:revisions', { most: 10 }));
  expect(revisions).toMatchObject([{ seq: 1, label: 'Publish Works again', by: 'anna' }]);
});
