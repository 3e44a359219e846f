import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create, pump } from '../../shared/sync/syncFixture';
import { startTestService, type TestService, type TestTenant } from '../../testing/runningService';
import { askService, changesetOf, PlantCaller, type ServiceAnswer, startedPlant } from '../../testing/serviceCaller';

interface Events {
  readonly events: readonly { readonly what: string; readonly subject: string; readonly detail: string }[];
}

describe('who may do what', () => {
  let service: TestService;
  let works: TestTenant;
  let plant: PlantCaller;
  let nowMs = Date.now();

  beforeAll(async () => {
    service = await startTestService({ now: () => nowMs });
    works = service.tenant;
    plant = await startedPlant(service.address, works.tokens.editor);
  });
  afterAll(() => service.dispose());

  const me = (token: string): Promise<ServiceAnswer> => askService(`${service.address}/v1/me`, { token });
  const events = async (token: string): Promise<Events['events']> =>
    (await askService(`${service.address}/v1/audit?limit=1000`, { token })).json<Events>().events;

  it('[V30] without a valid token there is nothing, and nothing says why', async () => {
    const token = works.tokens.viewer;
    const other = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    const answers = [
      await askService(`${service.address}/v1/me`),
      await me(other),
      await me(`sg_0000000000000000_${token.slice(-43)}`),
      await me('nonsense'),
      await me(await works.makeToken({ expiresAtMs: nowMs - 1 })),
      await askService(`${service.address}/v1/me`, { headers: { authorization: `Basic ${token}` } }),
    ];
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
    expect(answers[0]?.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('[V31] a token says who somebody is, until it expires', async () => {
    const token = await works.makeToken({ subject: 'Kim', role: 'approver', expiresAtMs: nowMs + 1_000 });
    expect((await me(token)).json()).toMatchObject({ tenant: { id: 'works' }, subject: 'Kim', role: 'approver' });
    nowMs += 1_000;
    expect((await me(token)).status).toBe(401);
  });

  it('[V32] a role includes those below it and nothing above', async () => {
    const asks = {
      viewer: (as: PlantCaller) => as.ask('/changes'),
      editor: (as: PlantCaller) => as.push(changesetOf([create('note x', {})], { base: 99 })),
      approver: (as: PlantCaller) => as.ask('/freezes/missing', { method: 'DELETE' }),
    };
    const allowed = async (role: keyof TestTenant['tokens'], ask: (as: PlantCaller) => Promise<ServiceAnswer>) =>
      (await ask(plant.as(works.tokens[role]))).status !== 403;
    for (const [place, role] of (['viewer', 'editor', 'approver'] as const).entries()) {
      const may = [
        await allowed(role, asks.viewer),
        await allowed(role, asks.editor),
        await allowed(role, asks.approver),
      ];
      expect([role, ...may]).toEqual([role, true, place >= 1, place >= 2]);
    }
    const tokens = (token: string) => askService(`${service.address}/v1/tokens`, { token });
    expect((await tokens(works.tokens.approver)).json()['code']).toBe('forbidden');
    expect((await tokens(works.tokens.admin)).status).toBe(200);
  });

  it('[V33] what belongs to another tenant is answered as what is missing, to the last byte', async () => {
    const stranger = await service.addTenant('stranger');
    const asks: readonly (readonly [string, Parameters<PlantCaller['ask']>[1]])[] = [
      ['/changes', {}],
      ['/snapshot', {}],
      ['/entities', {}],
      ['/entities/component/p1', {}],
      ['/conflicts', {}],
      ['/audit', {}],
      ['/freezes', {}],
      ['', { method: 'DELETE' }],
      ['/freezes/a', { method: 'PUT' }],
    ];
    for (const [path, ask] of asks) {
      const theirs = await plant.as(stranger.tokens.admin).ask(path, ask);
      const missing = await new PlantCaller(service.address, stranger.tokens.admin, crypto.randomUUID()).ask(path, ask);
      expect([path, theirs.status, theirs.text]).toEqual([path, 404, missing.text]);
    }
    const changeset = changesetOf([create('component p1', pump('P-101'))], { base: 1 });
    expect((await plant.as(stranger.tokens.editor).push(changeset)).status).toBe(404);
    expect((await askService(`${service.address}/v1/plants`, { token: stranger.tokens.admin })).json()).toEqual({
      plants: [],
    });
  });

  it('[V34] a token for certain plants knows of no other, and of nothing of the tenant', async () => {
    const other = await startedPlant(service.address, works.tokens.editor);
    const token = await works.makeToken({ role: 'admin', plantIds: [other.id] });
    const list = (await askService(`${service.address}/v1/plants`, { token })).json<{ plants: { id: string }[] }>();
    expect(list.plants.map(({ id }) => id)).toEqual([other.id]);
    expect((await plant.as(token).ask('/changes')).status).toBe(404);
    expect((await other.as(token).ask('/changes')).status).toBe(200);
    expect((await new PlantCaller(service.address, token, crypto.randomUUID()).create()).status).toBe(404);
    expect((await askService(`${service.address}/v1/tokens`, { token })).status).toBe(403);
  });

  it('[V35] administrators make tokens, and revoke them for good', async () => {
    const { admin } = works.tokens;
    const made = await askService(`${service.address}/v1/tokens`, {
      ...{ method: 'POST', token: admin },
      body: { subject: 'Robot', role: 'editor', plantIds: [plant.id] },
    });
    const { token, keyId } = made.json<{ token: string; keyId: string }>();
    expect([made.status, (await plant.as(token).ask('/changes')).status]).toEqual([201, 200]);
    const revoke = (): Promise<ServiceAnswer> =>
      askService(`${service.address}/v1/tokens/${keyId}`, { method: 'DELETE', token: admin });
    expect([(await revoke()).status, (await me(token)).status]).toEqual([204, 401]);
    const list = await askService(`${service.address}/v1/tokens`, { token: admin });
    expect(list.text).not.toContain(token.slice(-43));
    expect(list.text).toContain(keyId);
    expect((await askService(`${service.address}/v1/tokens/x`, { method: 'DELETE', token: admin })).status).toBe(404);
  });

  it('[V36] first uses, denials, tokens and deletions are written down', async () => {
    const token = await works.makeToken({ subject: 'Lee', role: 'viewer' });
    await plant.as(token).push(changesetOf([create('note n', {})]));
    await plant.as(token).push(changesetOf([create('note n', {})]));
    const doomed = await startedPlant(service.address, works.tokens.editor);
    expect((await doomed.as(works.tokens.admin).ask('', { method: 'DELETE' })).status).toBe(204);
    expect((await doomed.ask('/changes')).status).toBe(404);
    const all = await events(works.tokens.admin);
    const count = (what: string, subject: string): number =>
      all.filter((event) => event.what === what && event.subject === subject).length;
    expect([count('token:first-used', 'Lee'), count('request:denied', 'Lee')]).toEqual([1, 1]);
    expect(count('plant:deleted', 'admin of works')).toBe(1);
    expect(all.some(({ what, subject }) => what === 'token:created' && subject === 'admin of works')).toBe(true);
  });

  it('[V37] when a token was used last is written down once a minute, and brings no revoked one back', async () => {
    const token = await works.makeToken({ subject: 'Max' });
    const used = async (): Promise<number | undefined> => {
      const tenant = await service.store().tenant('works');
      return (await tenant?.tokens())?.find(({ subject }) => subject === 'Max')?.lastUsedAtMs;
    };
    await me(token);
    const firstMs = nowMs;
    expect(await used()).toBe(firstMs);
    nowMs += 59_999;
    await me(token);
    expect(await used()).toBe(firstMs);
    nowMs += 1;
    await me(token);
    expect(await used()).toBe(nowMs);
  });
});
