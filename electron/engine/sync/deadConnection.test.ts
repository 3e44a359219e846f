import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { hostileToken } from '../../../testing/hostileService/hostileQuestions';
import { reasonOf } from '../../../testing/influxConnections';
import { answerJson, type ScriptedServer, startScriptedServer } from '../../../testing/scriptedServer';
import { honestAcceptance, honestHead, honestMe, testChangeset, testPlantId } from '../../../testing/serviceDocuments';
import { HttpServiceClient, type HttpServiceOptions } from './httpServiceClient';

// Rule numbers refer to docs/spec/tenants.md.

const never = new AbortController().signal;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) {
    await close();
  }
});

interface Scene {
  readonly server: ScriptedServer;
  readonly client: HttpServiceClient;
  /** Nothing comes any more over the connections that there are now, and nobody closes them. */
  goDead(): void;
}

/** A service behind a network that can lose connections without a word. */
async function scene(answer: (response: ServerResponse) => void, options: HttpServiceOptions): Promise<Scene> {
  const sockets = new Set<Socket>();
  const dead = new Set<Socket>();
  const server = await startScriptedServer(({ url }, response) => {
    if (response.socket !== null) {
      sockets.add(response.socket);
    }
    if (response.socket !== null && dead.has(response.socket)) {
      return;
    }
    if (url === '/v1/me') {
      answerJson(response, 200, honestMe());
    } else {
      answer(response);
    }
  });
  const connection = { address: server.url, token: hostileToken, tenantId: undefined, authorityPem: undefined };
  const client = new HttpServiceClient(connection, options);
  closing.push(server.dispose, () => client.dispose());
  return { server, client, goDead: () => sockets.forEach((socket) => dead.add(socket)) };
}

const asked = ({ server }: Scene): readonly string[] => server.requests.map(({ method, url }) => `${method} ${url}`);
const query = { since: 0, hash: '', limit: 9 };

test('[Y72] what a dead connection does not answer is asked again over a new one, and no failure', async () => {
  const opened = await scene((response) => answerJson(response, 201, honestAcceptance()), { silenceMs: 250 });
  await opened.client.me(never);
  opened.goDead();
  expect(await opened.client.push(testPlantId, testChangeset, never)).toMatchObject({ kind: 'accepted', seq: 1 });
  const path = `POST /v1/plants/${testPlantId}/changesets`;
  expect(asked(opened)).toEqual(['GET /v1/me', path, path]);
  await vi.waitUntil(() => opened.server.openSockets() === 1);
});

test('[Y72] no kept connection is tried after one of them went dead', async () => {
  const held: ServerResponse[] = [];
  const page = { entries: [], head: honestHead };
  const opened = await scene((response) => void held.push(response), { silenceMs: 250 });
  const listening = [1, 2, 3].map(() => opened.client.changes(testPlantId, { ...query, waitSeconds: 30 }, never));
  await vi.waitUntil(() => held.length === 3);
  held.splice(0).forEach((response) => answerJson(response, 200, page));
  await Promise.all(listening);
  opened.goDead();
  const looking = opened.client.changes(testPlantId, { ...query, waitSeconds: 0 }, never);
  await vi.waitUntil(() => held.length === 1);
  held.forEach((response) => answerJson(response, 200, page));
  expect(await looking).toEqual(page);
  expect(opened.server.requests).toHaveLength(5);
  await vi.waitUntil(() => opened.server.openSockets() === 1);
});

test('[Y72] a service that never answers is asked three times, each twice as long, within one time limit', async () => {
  const opened = await scene(() => undefined, { silenceMs: 40, idleTimeoutMs: 290 });
  const failure = await opened.client.plants(never).catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({ error: { reason: 'timeout', detail: 'no answer in 0.29 s' } });
  expect(asked(opened)).toEqual(Array.from({ length: 3 }, () => 'GET /v1/plants'));
});

test('[Y72] an answer that stops in the middle is given up at once', async () => {
  const opened = await scene((response) => void response.writeHead(200).write('{"plants'), { silenceMs: 250 });
  const failure = await opened.client.plants(never).catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({ error: { reason: 'timeout', detail: 'silent for 0.25 s' } });
  expect(asked(opened)).toEqual(['GET /v1/plants']);
  await vi.waitUntil(() => opened.server.openSockets() === 0);
});

test('[Y72] who waits for news, or for a whole plant, is not asked again', async () => {
  const opened = await scene((response) => void setTimeout(() => response.end('x'), 300), { silenceMs: 40 });
  const onRecords = (): void => undefined;
  await reasonOf(opened.client.changes(testPlantId, { ...query, waitSeconds: 30 }, never));
  await reasonOf(opened.client.snapshot(testPlantId, { at: undefined, after: undefined, onRecords }, never));
  expect(opened.server.requests).toHaveLength(2);
});

test('[Y72] whoever does not want to know any more is not asked again for', async () => {
  const controller = new AbortController();
  const opened = await scene(() => controller.abort(), { silenceMs: 40 });
  expect(await reasonOf(opened.client.plants(controller.signal))).toBe('AbortError');
  await vi.waitUntil(() => opened.server.openSockets() === 0);
  expect(opened.server.requests).toHaveLength(1);
});
