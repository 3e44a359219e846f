import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { epochHeader, problemSchema, wireLimits } from '../../shared/sync/syncWire';
import { create, pump } from '../../shared/sync/syncFixture';
import { startTestService, type TestService } from '../../testing/runningService';
import {
  askService,
  changesetOf,
  firstChangeset,
  type PlantCaller,
  type ServiceAnswer,
  startedPlant,
} from '../../testing/serviceCaller';

describe('requests that are not as they have to be', () => {
  let service: TestService;
  let plant: PlantCaller;

  beforeAll(async () => {
    service = await startTestService();
    plant = await startedPlant(service.address, service.tenant.tokens.editor);
  });
  afterAll(() => service.dispose());

  function problemOf(answer: ServiceAnswer): readonly [number, string] {
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const { status, code, type } = problemSchema.parse(answer.json());
    expect([status, type]).toEqual([answer.status, `urn:sightglass:problem:${code}`]);
    return [status, code];
  }

  const post = (raw: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = {}) =>
    plant.ask('/changesets', { method: 'POST', raw, headers: { 'content-type': 'application/json', ...headers } });

  it('[V50] every failure is a problem with a code, also those of HTTP itself', async () => {
    expect(problemOf(await askService(`${service.address}/nowhere`))).toEqual([404, 'not-found']);
    const wrongMethod = await askService(`${service.address}/v1/me`, { method: 'POST' });
    expect([problemOf(wrongMethod), wrongMethod.headers.get('allow')]).toEqual([[405, 'method-not-allowed'], 'GET']);
    expect(problemOf(await post('{"id":'))).toEqual([400, 'bad-json']);
    expect(problemOf(await post(''))).toEqual([400, 'bad-json']);
    expect(problemOf(await post('null'))).toEqual([400, 'bad-request']);
    expect(problemOf(await post('{}', { 'content-type': 'text/plain' }))).toEqual([415, 'unsupported-media-type']);
    expect(problemOf(await plant.ask('/changes?since=-1'))).toEqual([400, 'bad-request']);
    expect(problemOf(await askService(`${service.address}/v1/plants/x%ZZ/changes`))).toEqual([400, 'bad-request']);
  });

  it('[V51] what is not HTTP is answered in the same form and let go', async () => {
    const socket = connect(Number(new URL(service.address).port), '127.0.0.1');
    socket.write('HELLO\r\n\r\n');
    const chunks: string[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    await once(socket, 'close');
    expect(chunks.join('')).toMatch(/^HTTP\/1\.1 400 .*"code":"bad-request"/s);
  });

  it('[V52] bodies larger, deeper or longer than the limits are refused', async () => {
    expect(problemOf(await post('x'.repeat(wireLimits.bodyBytes + 1)))).toEqual([413, 'too-large']);
    const deep = '['.repeat(wireLimits.depth + 1);
    expect(problemOf(await post(deep))).toEqual([400, 'bad-json']);
    expect(problemOf(await post(`{"label":"${'\\"['.repeat(50)}"}`))).toEqual([400, 'bad-request']);
    const ops = Array.from({ length: wireLimits.ops + 1 }, (_, place) => create(`note n${place}`, {}));
    expect(problemOf(await plant.push(changesetOf(ops)))).toEqual([400, 'bad-request']);
    const long = create('note n', { text: 'x'.repeat(wireLimits.textLength + 1) });
    expect(problemOf(await plant.push(changesetOf([long])))).toEqual([400, 'bad-request']);
  });

  it('[V53] keys that change prototypes are refused wherever they stand', async () => {
    for (const key of ['"__proto__":{"x":1}', '"constructor":{"prototype":{"x":1}}']) {
      expect(problemOf(await post(`{"label":"x","ops":[{"fields":{${key}}}]}`))).toEqual([400, 'bad-json']);
    }
  });

  it('[V54] a changeset needs its id as Idempotency-Key', async () => {
    const changeset = changesetOf([create('component p1', pump('P-101'))], { base: 1 });
    const ask = (headers: Readonly<Record<string, string>>): Promise<ServiceAnswer> =>
      plant.ask('/changesets', { method: 'POST', body: changeset, headers });
    expect(problemOf(await ask({}))).toEqual([428, 'precondition-required']);
    expect(problemOf(await ask({ 'idempotency-key': 'other' }))).toEqual([400, 'idempotency-key-mismatch']);
    expect((await plant.ask('/changes?since=1')).json()).toMatchObject({ entries: [] });
  });

  it('[V55] a plant is made once under its id, whoever tries again', async () => {
    const { url } = plant;
    const ask = (name: string, headers: Readonly<Record<string, string>> = { 'if-none-match': '*' }) =>
      askService(url, { method: 'PUT', token: service.tenant.tokens.editor, headers, body: { name } });
    expect((await ask('Works')).status).toBe(200);
    expect(problemOf(await ask('Other'))).toEqual([412, 'precondition-failed']);
    expect(problemOf(await ask('Works', {}))).toEqual([428, 'precondition-required']);
  });

  it('[V56] who asks too often is told when to come again, and nobody else suffers', async () => {
    const limits = { perToken: { perSecond: 1, burst: 3 } };
    const strict = await startTestService({ limits });
    try {
      const ask = (token: string): Promise<ServiceAnswer> => askService(`${strict.address}/v1/me`, { token });
      const { viewer, editor } = strict.tenant.tokens;
      const statuses = [];
      for (let count = 0; count < 4; count += 1) {
        const answer = await ask(viewer);
        statuses.push(answer.status);
        if (answer.status === 429) {
          expect(problemOf(answer)).toEqual([429, 'rate-limited']);
          expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
        }
      }
      expect(statuses).toContain(429);
      expect((await ask(editor)).status).toBe(200);
    } finally {
      await strict.dispose();
    }
  });

  it('[V56] nobody makes the service look for keys without end, and who has a token notices nothing', async () => {
    const guessing = await startTestService({ now: () => 0 });
    try {
      const ask = (token: string): Promise<ServiceAnswer> => askService(`${guessing.address}/v1/me`, { token });
      const { viewer } = guessing.tenant.tokens;
      expect((await ask(viewer)).status).toBe(200);
      const guesses = Array.from({ length: 1_001 }, (_, place) =>
        ask(`sg_${place.toString(16).padStart(16, '0')}_${'x'.repeat(43)}`),
      );
      const statuses = new Set((await Promise.all(guesses)).map(({ status }) => status));
      expect(statuses).toEqual(new Set([401, 429]));
      expect((await ask(viewer)).status).toBe(200);
    } finally {
      await guessing.dispose();
    }
  });

  it('[V57] a log that was seen further than it goes, or differently, is said to be another', async () => {
    const ahead = changesetOf([create('component p7', pump('P-107'))], { base: 99 });
    expect(problemOf(await plant.push(ahead))).toEqual([410, 'epoch-diverged']);
    expect(problemOf(await plant.ask('/changes?since=99'))).toEqual([410, 'epoch-diverged']);
    expect(problemOf(await plant.ask(`/changes?since=1&hash=${'0'.repeat(64)}`))).toEqual([410, 'epoch-diverged']);
    const { head } = (await plant.ask('/changes?since=0')).json<{ head: { seq: number; hash: string } }>();
    expect((await plant.ask(`/changes?since=${head.seq}&hash=${head.hash}`)).status).toBe(200);
    expect((await plant.ask(`/changes?since=0&hash=${plant.id}`)).status).toBe(200);
    // It was not decided: once there is so much of the log it is judged.
    expect((await plant.push({ ...ahead, base: head.seq })).status).toBe(201);
  });

  it('[V57] a base that was read in another life of the service is not judged by', async () => {
    const told = (epoch: string): Promise<ServiceAnswer> => {
      const body = changesetOf([create(`component ${epoch}`, pump(''))], { base: 1 });
      const headers = { 'idempotency-key': body.id, [epochHeader]: epoch };
      return plant.ask('/changesets', { method: 'POST', headers, body });
    };
    const { head } = (await plant.ask('/changes?since=0')).json<{ head: { epoch: string } }>();
    expect(problemOf(await told('another'))).toEqual([410, 'epoch-diverged']);
    expect((await told(head.epoch)).status).toBe(201);
  });

  it('[V58] no answer names what it was asked with', async () => {
    const secret = service.tenant.tokens.editor.slice(-43);
    const answers = [await plant.ask('/changes?since=x'), await plant.push(firstChangeset())];
    expect(answers.some(({ text }) => text.includes(secret))).toBe(false);
  });
});
