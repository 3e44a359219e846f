import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEngineClient, type EngineClient } from '../../shared/contract/engineClient';
import type { MessagePortLike } from '../../shared/contract/engineMessages';
import type { PlantDocument } from '../../shared/model/plantDocument';
import { Engine } from './engine';

// Rule numbers refer to docs/spec/contract.md.

let folder = '';
const engines: Engine[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-engine-'));
});
afterEach(() => {
  engines.splice(0).forEach((engine) => engine.close());
  rmSync(folder, { recursive: true, force: true });
});

function startEngine(projectPath?: string): EngineClient {
  const engine = new Engine({ userDataFolder: join(folder, 'user'), onProjectChanged: () => undefined });
  engines.push(engine);
  engine.start(projectPath);
  const listeners: ((message: unknown) => void)[] = [];
  const windowListeners: ((message: unknown) => void)[] = [];
  const port = (own: typeof listeners, other: typeof listeners): MessagePortLike => ({
    post: (message) => queueMicrotask(() => other.forEach((listener) => listener(structuredClone(message)))),
    listen: (listener) => own.push(listener),
  });
  engine.connect(port(listeners, windowListeners));
  return createEngineClient(port(windowListeners, listeners));
}

async function valueOf<T>(answer: Promise<{ ok: true; value: T } | { ok: false; error: unknown }>): Promise<T> {
  const result = await answer;
  if (!result.ok) {
    throw new Error(JSON.stringify(result.error));
  }
  return result.value;
}

const plantRequest = (path: string) => ({ path, name: 'Boiler house', timeZone: 'Europe/Berlin' });

describe('the engine', () => {
  test('[K8] begins with nothing, makes a plant, and opens it again after a restart', async () => {
    const path = join(folder, 'a.sightglass');
    const client = startEngine();
    expect(await valueOf(client.call('project:current', {}))).toEqual({});
    await valueOf(client.call('project:create', plantRequest(path)));
    engines.splice(0).forEach((engine) => engine.close());
    const again = startEngine();
    expect((await valueOf(again.call('project:current', {}))).project).toMatchObject({
      path,
      plantName: 'Boiler house',
    });
  });

  test('[K8] a plant that cannot be opened is told once', async () => {
    const client = startEngine(join(folder, 'none.sightglass'));
    expect(await client.call('project:current', {})).toMatchObject({ ok: false, error: { code: 'file-missing' } });
    expect(await client.call('project:current', {})).toEqual({ ok: true, value: {} });
  });

  test('[K9] the open plant stays when another cannot be opened', async () => {
    const client = startEngine();
    const path = join(folder, 'a.sightglass');
    await valueOf(client.call('project:create', plantRequest(path)));
    const broken = join(folder, 'broken.sightglass');
    writeFileSync(broken, 'not a project');
    expect(await client.call('project:open', { path: broken })).toMatchObject({
      ok: false,
      error: { code: 'not-a-project' },
    });
    expect((await valueOf(client.call('project:current', {}))).project?.path).toBe(path);
  });

  test('edits are saved and undone, also after a restart', async () => {
    const path = join(folder, 'a.sightglass');
    const client = startEngine();
    await valueOf(client.call('project:create', plantRequest(path)));
    const { document } = await valueOf(client.call('model:read', {}));
    const fields = { name: { before: 'Boiler house', after: 'Boiler house 2' } };
    const patch = { changes: [{ change: 'update', kind: 'plant', id: document.plant.id, fields }] } as const;
    const saved = await valueOf(client.call('model:commit', { label: 'Rename plant', patch }));
    expect(saved.undoLabel).toBe('Rename plant');
    engines.splice(0).forEach((engine) => engine.close());
    const again = startEngine(path);
    const undone = await valueOf(again.call('model:undo', {}));
    expect(undone.redoLabel).toBe('Rename plant');
    expect((await valueOf(again.call('model:read', {}))).document.plant.name).toBe('Boiler house');
  });

  test('imported history gets sensors, is announced, and can be read back', async () => {
    const client = startEngine();
    await valueOf(client.call('project:create', plantRequest(join(folder, 'a.sightglass'))));
    const csv = join(folder, 'h.csv');
    writeFileSync(csv, 'time,TT-1 (°C)\n2024-01-01T00:00:00Z,20\n2024-01-01T00:01:00Z,21\n2024-01-01T00:02:00Z,23\n');
    const heard: string[] = [];
    client.on('model:changed', () => heard.push('model'));
    client.on('history:changed', () => heard.push('history'));
    const { options } = await valueOf(client.call('history:preview-csv', { path: csv }));
    const report = await valueOf(client.call('history:import-csv', { path: csv, options }));
    expect(report.samplesStored).toBe(3);
    expect(heard).toEqual(['model', 'history']);
    const { document, undoLabel } = await valueOf(client.call('model:read', {}));
    expect(undoLabel).toBe('Add 1 sensor');
    const sensorIds = document.sensors.map(({ id }) => id);
    const snapshot = await valueOf(
      client.call('history:snapshot', { sensorIds, timeMs: Date.UTC(2024, 0, 1, 0, 1, 30) }),
    );
    expect([...snapshot.values]).toEqual([21]);
  });

  test('a plant is never written over its own project', async () => {
    const client = startEngine();
    const path = join(folder, 'a.sightglass');
    await valueOf(client.call('project:create', plantRequest(path)));
    expect(await client.call('model:export', { path })).toMatchObject({ ok: false, error: { code: 'file-exists' } });
    engines.splice(0).forEach((engine) => engine.close());
    const again = startEngine(path);
    expect((await valueOf(again.call('project:current', {}))).project?.path).toBe(path);
  });

  test('a plant goes out and comes in without loss', async () => {
    const client = startEngine();
    await valueOf(client.call('project:create', plantRequest(join(folder, 'a.sightglass'))));
    const before: PlantDocument = (await valueOf(client.call('model:read', {}))).document;
    const path = join(folder, 'a.plant.json');
    await valueOf(client.call('model:export', { path }));
    await valueOf(client.call('model:import', { path, projectPath: join(folder, 'b.sightglass') }));
    expect((await valueOf(client.call('model:read', {}))).document).toEqual(before);
  });
});
