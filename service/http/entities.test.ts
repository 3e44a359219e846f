import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create, pump, remove, setField } from '../../shared/sync/syncFixture';
import { startTestService, type TestService } from '../../testing/runningService';
import { changesetOf, type PlantCaller, type ServiceAnswer, startedPlant } from '../../testing/serviceCaller';

interface Entities {
  readonly revision: number;
  readonly inForceAtMs?: number;
  readonly entities: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

describe('the model for other programs', () => {
  let service: TestService;
  let plant: PlantCaller;
  let nowMs = Date.UTC(2026, 10, 3);

  beforeAll(async () => {
    service = await startTestService({ now: () => nowMs });
    plant = await startedPlant(service.address, service.tenant.tokens.editor);
    nowMs = Date.UTC(2026, 10, 3, 4);
    const ops = [
      create('component p1', pump('P-101', { 'properties.service': 'Cooling' })),
      create('component p2', pump('P-102')),
    ];
    await plant.push(changesetOf(ops, { base: 1 }));
    nowMs = Date.UTC(2026, 10, 4);
    await plant.push(
      changesetOf([create('sensor s1', { name: 'TI_1', unit: 'bar' }), remove('component p2')], { base: 2 }),
    );
  });
  afterAll(() => service.dispose());

  const listed = async (query: string): Promise<Entities> => (await plant.ask(`/entities${query}`)).json<Entities>();
  const one = (path: string): Promise<ServiceAnswer> => plant.ask(`/entities/${path}`);
  const patched = (path: string, patch: unknown, headers: Readonly<Record<string, string>> = {}) =>
    plant.ask(`/entities/${path}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json', ...headers },
      body: patch,
    });

  it('[V20] answers the entities of the kinds that are asked for, by plain fields', async () => {
    const { revision, entities } = await listed('?kind=sensor,component,note');
    expect([revision, Object.keys(entities).sort()]).toEqual([3, ['component', 'note', 'sensor']]);
    expect(entities['component']).toMatchObject([{ id: 'p1', tag: 'P-101', properties: { service: 'Cooling' } }]);
    expect(entities['sensor']).toMatchObject([{ id: 's1', name: 'TI_1', unit: 'bar' }]);
    expect(Object.keys((await listed('')).entities)).toContain('sheet');
  });

  it('[V21] answers them as they were at a revision, and at a moment', async () => {
    const tags = async (at: string) => {
      const { revision, entities } = await listed(`?kind=component&at=${encodeURIComponent(at)}`);
      return [revision, ...(entities['component'] ?? []).map(({ tag }) => tag)];
    };
    expect(await tags('rev:2')).toEqual([2, 'P-101', 'P-102']);
    expect(await tags('rev:1')).toEqual([1]);
    expect(await tags('2026-11-03T04:00:00Z')).toEqual([2, 'P-101', 'P-102']);
    expect(await tags('2026-11-03T05:59:59.999+02:00')).toEqual([1]);
    expect(await tags('2026-11-02T00:00:00Z')).toEqual([0]);
    expect((await plant.ask('/entities?at=rev:4')).status).toBe(404);
    expect((await plant.ask('/entities?at=yesterday')).status).toBe(400);
  });

  it('[V22] says which revision it is, and to who has it already that it is the same', async () => {
    const answer = await plant.ask('/entities');
    const etag = answer.headers.get('etag') ?? '';
    expect(etag).toBe('"rev:3"');
    expect((await plant.ask('/entities', { headers: { 'if-none-match': etag } })).status).toBe(304);
    const pumpTag = (await one('component/p1')).headers.get('etag') ?? '';
    expect(pumpTag).toBe('"rev:2"');
    expect((await plant.ask('/entities/component/p1', { headers: { 'if-none-match': pumpTag } })).status).toBe(304);
  });

  it('[V23] an entity that is deleted, or never was, is not there', async () => {
    expect([(await one('component/p2')).status, (await one('component/p9')).status]).toEqual([404, 404]);
  });

  it('[V24] one field is set with the tag that it was read with, and is an entry of the log', async () => {
    const etag = (await one('component/p1')).headers.get('etag') ?? '';
    const answer = await patched('component/p1', { properties: { service: 'Heating' } }, { 'if-match': etag });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"rev:4"']);
    expect(answer.json()).toMatchObject({ tag: 'P-101', properties: { service: 'Heating' } });
    const log = (await plant.ask('/changes?since=3')).json();
    expect(log).toMatchObject({
      entries: [
        {
          by: 'editor of works',
          label: 'Set properties.service of component P-101',
          changes: [{ id: 'p1', fields: { 'properties.service': { before: 'Cooling', after: 'Heating' } } }],
        },
      ],
    });
    const again = await patched('component/p1', { properties: { service: 'Cooling' } }, { 'if-match': etag });
    expect([again.status, again.headers.get('etag')]).toEqual([412, '"rev:4"']);
    expect((await patched('component/p1', { x: 8 })).status).toBe(428);
  });

  it('[V25] null clears a field; what changes nothing is no entry', async () => {
    const head = (await listed('')).revision;
    const any = { 'if-match': '*' };
    expect((await patched('component/p1', { tag: 'P-101' }, any)).status).toBe(200);
    expect((await listed('')).revision).toBe(head);
    const cleared = await patched('component/p1', { properties: { service: null } }, any);
    expect(cleared.json()).not.toHaveProperty('properties.service');
  });

  it('[V26] it is judged as any changeset is', async () => {
    await plant.push(changesetOf([create('component p3', pump('P-103'))], { base: 3 }));
    const any = { 'if-match': '*' };
    const doubled = await patched('component/p3', { tag: 'p-101' }, any);
    expect([doubled.status, doubled.json()]).toEqual([
      409,
      expect.objectContaining({ code: 'conflict', conflicts: [expect.objectContaining({ kind: 'duplicate-tag' })] }),
    ]);
    expect((await patched('component/p3', { rotation: 45 }, any)).status).toBe(409);
    expect((await patched('component/p3', { id: 'p4' }, any)).status).toBe(400);
    expect((await patched('component/p3', { nozzles: [null] }, any)).status).toBe(400);
    expect((await patched('component/p9', { tag: 'X' }, any)).status).toBe(404);
    const json = { ...any, 'content-type': 'application/json' };
    expect((await patched('component/p3', { x: 8 }, json)).status).toBe(415);
  });

  it('[V28] the log names each changeset once, also those that came as patches', async () => {
    await patched('component/p3', { x: 800 }, { 'if-match': '*' });
    const { entries } = (await plant.ask('/changes?since=0')).json<{ entries: { id: string; changes: [] }[] }>();
    const last = entries.at(-1);
    const doubled = await plant.push(changesetOf([setField('component p3', 'x', 8)], { id: last?.id ?? '', base: 3 }));
    expect(doubled.status).toBe(422);
  });
});
