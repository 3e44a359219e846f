import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Changeset } from '../../../shared/sync/changeset';
import type { EntityRecord } from '../../../shared/sync/entityRecord';
import { reasonOf } from '../../../testing/influxConnections';
import { startTestService, type TestService } from '../../../testing/runningService';
import { testParkedEdit, testPlantId } from '../../../testing/serviceDocuments';
import { HttpServiceClient } from './httpServiceClient';

// Rule numbers refer to docs/spec/tenants.md.

const never = new AbortController().signal;

describe('the real service', () => {
  let service: TestService;
  const clients: HttpServiceClient[] = [];
  beforeAll(async () => {
    service = await startTestService();
  });
  afterAll(async () => {
    clients.forEach((client) => client.dispose());
    await service.dispose();
  });
  const clientWith = (token: string, tenantId = 'works'): HttpServiceClient => {
    const client = new HttpServiceClient({ address: service.address, token, authorityPem: undefined, tenantId });
    clients.push(client);
    return client;
  };

  test('[Y40] each question is understood, and each answer is as it has to be', async () => {
    const { editor } = service.tenant.tokens;
    const client = clientWith(editor);
    expect(await client.me(never)).toMatchObject({ tenant: { id: 'works' }, role: 'editor' });
    expect(await client.plants(never)).toEqual([]);
    const made = await client.createPlant(testPlantId, 'Pump house', never);
    expect(await client.createPlant(testPlantId, 'Pump house', never)).toEqual(made);
    expect(await client.plants(never)).toEqual([made]);
    const fields = { name: 'First', order: 0, width: 800, height: 600 };
    const changeset: Changeset = {
      ...{ id: '44444444-4444-4444-8444-444444444444', base: 0, atMs: 1_000, label: 'Add a sheet', resolves: [] },
      ops: [
        {
          ...({ op: 'create', kind: 'plant', id: testPlantId, own: [] } as const),
          fields: { name: 'Pump house', timeZone: 'UTC' },
        },
        { op: 'create', kind: 'sheet', id: 's1', fields, own: [] },
      ],
    };
    const pushed = await client.push(testPlantId, changeset, never);
    expect(pushed).toMatchObject({ kind: 'accepted', seq: 1, replayed: false });
    expect(await client.push(testPlantId, changeset, never)).toMatchObject({ kind: 'accepted', replayed: true });
    const renamed = { op: 'set', kind: 'sheet', id: 's1', field: 'name', value: 'Second', own: [] } as const;
    const late = { ...changeset, id: '55555555-5555-4555-8555-555555555555', ops: [renamed] };
    expect(await client.push(testPlantId, late, never)).toMatchObject({ kind: 'rejected', status: 409 });
    const page = await client.changes(testPlantId, { since: 0, hash: '', limit: 10, waitSeconds: 0 }, never);
    expect(page.entries.map(({ seq }) => seq)).toEqual([1]);
    const { hash } = page.head;
    const news = await client.changes(testPlantId, { since: 1, hash, limit: 10, waitSeconds: 1 }, never);
    expect(news.entries).toEqual([]);
    const records: EntityRecord[] = [];
    const onRecords = (some: readonly EntityRecord[]): void => void records.push(...some);
    const header = await client.snapshot(testPlantId, { at: 1, after: undefined, onRecords }, never);
    expect(header).toEqual({ head: page.head, count: 2 });
    const rest: EntityRecord[] = [];
    const after = { kind: 'plant', id: testPlantId };
    await client.snapshot(testPlantId, { at: 1, after, onRecords: (some) => void rest.push(...some) }, never);
    expect(rest).toEqual(records.slice(1));
    await client.putParkedEdit(testPlantId, testParkedEdit, never);
    await client.putParkedEdit(testPlantId, testParkedEdit, never);
    expect(await client.parkedEdits(testPlantId, never)).toMatchObject([{ id: testParkedEdit.id }]);
  });

  test('[Y42] what it refuses has its reason', async () => {
    const { tokens } = service.tenant;
    const elsewhere = '66666666-6666-4666-8666-666666666666';
    const query = { since: 0, hash: '', limit: 10, waitSeconds: 0 };
    const client = clientWith(tokens.editor);
    expect(await reasonOf(client.changes(elsewhere, query, never))).toBe('plant-missing');
    expect(await reasonOf(client.changes(testPlantId, { ...query, since: 99 }, never))).toBe('diverged');
    expect(await reasonOf(client.changes(testPlantId, { ...query, since: 1, hash: 'ab' }, never))).toBe('diverged');
    expect(await reasonOf(client.createPlant(testPlantId, 'Mill', never))).toBe('refused');
    expect(await reasonOf(clientWith(tokens.viewer).createPlant(elsewhere, 'Mill', never))).toBe('forbidden');
    expect(await reasonOf(clientWith(`${tokens.editor.slice(0, -2)}xx`).me(never))).toBe('signed-out');
    expect(await reasonOf(clientWith(tokens.editor, 'mill').plants(never))).toBe('other-tenant');
    const short = await service.tenant.makeToken({ expiresAtMs: Date.now() - 1_000 });
    expect(await reasonOf(clientWith(short).me(never))).toBe('signed-out');
    await service.stop();
    expect(await reasonOf(client.plants(never))).toBe('unreachable');
    await service.restart();
    expect(await client.plants(never)).toHaveLength(1);
  });
});
