import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { EntityRecord } from '../../../shared/sync/entityRecord';
import {
  clientForHostility,
  hostileQuestions,
  hostileToken,
  littlePatienceMs,
} from '../../../testing/hostileService/hostileQuestions';
import { reasonOf } from '../../../testing/influxConnections';
import {
  answerJson,
  type ScriptedRequest,
  type ScriptedServer,
  startScriptedServer,
} from '../../../testing/scriptedServer';
import {
  honestAcceptance,
  honestEntry,
  honestHead,
  honestMe,
  honestPlant,
  problemOf,
  snapshotLines,
  testChangeset,
  testPlantId,
} from '../../../testing/serviceDocuments';
import { testCertificates } from '../../../testing/testCertificates';
import type { HttpServiceClient } from './httpServiceClient';

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
}

/** A service that says who the token belongs to, and the rest as it is told. */
async function scene(
  answer: (response: ServerResponse, request: ScriptedRequest) => void,
  idleTimeoutMs?: number,
): Promise<Scene> {
  const server = await startScriptedServer((request, response) => {
    if (request.url === '/v1/me') {
      answerJson(response, 200, honestMe());
    } else {
      answer(response, request);
    }
  });
  const client = clientForHostility({ address: server.url }, idleTimeoutMs);
  closing.push(server.dispose, () => client.dispose());
  return { server, client };
}

const asked = ({ server }: Scene): readonly string[] => server.requests.map(({ method, url }) => `${method} ${url}`);

describe('a service that is one', () => {
  test('[Y40] the token is in its header and nowhere else, and the tenant is asked for once', async () => {
    const opened = await scene((response) => answerJson(response, 200, { plants: [honestPlant()] }));
    expect(await opened.client.plants(never)).toEqual([honestPlant()]);
    await opened.client.plants(never);
    expect(asked(opened)).toEqual(['GET /v1/me', 'GET /v1/plants', 'GET /v1/plants']);
    for (const { url, text, headers } of opened.server.requests) {
      expect(headers.authorization).toBe(`Bearer ${hostileToken}`);
      expect(JSON.stringify([url, text, { ...headers, authorization: '' }])).not.toContain(hostileToken);
    }
  });

  test('[Y40] a plant is made, and made again, only where there is none of another name', async () => {
    const opened = await scene((response) => answerJson(response, 201, honestPlant()));
    expect(await opened.client.createPlant(testPlantId, 'Pump house', never)).toEqual(honestPlant());
    const request = opened.server.requests.at(-1);
    expect(request?.headers['if-none-match']).toBe('*');
    expect(request?.text).toBe('{"name":"Pump house"}');
  });

  test('[Y40] a changeset is sent under its id, and what the service decides comes back', async () => {
    const answers: ((response: ServerResponse) => void)[] = [
      (response) => answerJson(response, 201, honestAcceptance()),
      (response) => {
        response.setHeader('idempotency-replayed', 'true');
        answerJson(response, 200, honestAcceptance());
      },
      (response) =>
        answerJson(response, 409, problemOf(409, 'conflict', { conflicts: [{ op: 0, kind: 'rule' }], head: 9 })),
      (response) =>
        answerJson(response, 423, problemOf(423, 'frozen', { conflicts: [{ op: 0, kind: 'frozen' }], head: 9 })),
    ];
    const opened = await scene((response) => answers.shift()?.(response));
    const push = () => opened.client.push(testPlantId, testChangeset, never);
    expect(await push()).toMatchObject({ kind: 'accepted', replayed: false, seq: 1, entry: honestEntry() });
    expect(await push()).toMatchObject({ kind: 'accepted', replayed: true, seq: 1 });
    const refused = { conflicts: [{ op: 0, kind: 'rule' }], head: 9 };
    expect(await push()).toEqual({ kind: 'rejected', status: 409, rejection: refused });
    expect(await push()).toMatchObject({ kind: 'rejected', status: 423 });
    const request = opened.server.requests.at(-1);
    expect(request?.headers['idempotency-key']).toBe(testChangeset.id);
    expect(JSON.parse(request?.text ?? '')).toEqual(testChangeset);
  });

  test('[Y40] the log is asked for from where it is known, and waited for', async () => {
    const opened = await scene((response) => {
      // Longer than a silence may last: the wait was asked for.
      setTimeout(() => answerJson(response, 200, { entries: [honestEntry()], head: honestHead }), 600);
    }, littlePatienceMs);
    const page = await opened.client.changes(testPlantId, { since: 4, hash: 'a b', limit: 9, waitSeconds: 30 }, never);
    expect(page).toEqual({ entries: [honestEntry()], head: honestHead });
    expect(asked(opened).at(-1)).toBe(`GET /v1/plants/${testPlantId}/changes?since=4&limit=9&wait=30&hash=a+b`);
  });

  test('[Y43] a page that is too large is asked for again with fewer entries, and more again afterwards', async () => {
    const limits: number[] = [];
    const opened = await scene((response, { url }) => {
      const limit = Number(new URL(url, 'http://x').searchParams.get('limit'));
      limits.push(limit);
      const label = limit > 20 ? 'x'.repeat(9e6) : '';
      answerJson(response, 200, { entries: [], head: honestHead, label });
    });
    const read = () => opened.client.changes(testPlantId, { since: 0, hash: '', limit: 1_000, waitSeconds: 0 }, never);
    await read();
    await read();
    expect(limits).toEqual([1_000, 125, 15, 30, 3]);
  });

  test('[Y40] a snapshot comes in bunches, each when the one before is put away, whole to the last line', async () => {
    const opened = await scene((response) => response.end(`${snapshotLines(20_000).join('\n')}\n`));
    const seen: EntityRecord[] = [];
    let busy = 0;
    const header = await opened.client.snapshot(
      testPlantId,
      {
        at: 12,
        after: { kind: 'component', id: 'a&b' },
        onRecords: async (records) => {
          expect((busy += 1)).toBe(1);
          await new Promise((resolve) => setImmediate(resolve));
          seen.push(...records);
          busy -= 1;
        },
      },
      never,
    );
    expect(header).toEqual({ head: honestHead, count: 20_000 });
    expect(seen.map(({ id }) => id)).toEqual(Array.from({ length: 20_000 }, (_, index) => String(index)));
    expect(asked(opened).at(-1)).toBe(`GET /v1/plants/${testPlantId}/snapshot?at=rev%3A12&after=component+a%26b`);
  });

  test('[Y40] what throws while it takes records ends the reading, and the connection', async () => {
    const opened = await scene((response) => response.write(`${snapshotLines(200).slice(0, -1).join('\n')}\n`));
    const onRecords = (): void => {
      throw new Error('the disk is full');
    };
    const reading = opened.client.snapshot(testPlantId, { at: undefined, after: undefined, onRecords }, never);
    await expect(reading).rejects.toThrow('the disk is full');
    await vi.waitUntil(() => opened.server.openSockets() === 0);
  });

  test('[Y40] its own authority is believed where its file was given', async () => {
    const server = await startScriptedServer((_, response) => answerJson(response, 200, honestMe()), true);
    const client = clientForHostility({ address: server.url, authorityPem: testCertificates.authorityPem });
    closing.push(server.dispose, () => client.dispose());
    expect(await client.me(never)).toEqual(honestMe());
  });
});

describe('what is not done', () => {
  test('[Y44] nothing of a plant is asked or sent where the token belongs to another tenant', async () => {
    const server = await startScriptedServer((_, response) => answerJson(response, 200, honestMe()));
    const client = clientForHostility({ address: server.url, tenantId: 'mill' });
    closing.push(server.dispose, () => client.dispose());
    for (const ask of Object.values(hostileQuestions)) {
      expect(await reasonOf(ask(client))).toBe('other-tenant');
    }
    expect(new Set(server.requests.map(({ url }) => url))).toEqual(new Set(['/v1/me']));
  });

  test('[Y41] no redirect is followed', async () => {
    const opened = await scene((response) => response.writeHead(307, { location: '/v1/me' }).end());
    expect(await reasonOf(opened.client.plants(never))).toBe('not-a-service');
    expect(asked(opened)).toEqual(['GET /v1/me', 'GET /v1/plants']);
  });

  test('[Y41] no setting of the environment makes it believe a certificate', async () => {
    const server = await startScriptedServer((_, response) => answerJson(response, 200, honestMe()), true);
    closing.push(server.dispose, () => vi.unstubAllEnvs());
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const client = clientForHostility({ address: server.url });
    expect(await reasonOf(client.me(never))).toBe('certificate');
    expect(server.requests).toHaveLength(0);
  });

  test('[Y41] a token that no header can hold is not sent', async () => {
    const server = await startScriptedServer((_, response) => answerJson(response, 200, honestMe()));
    closing.push(server.dispose);
    for (const token of ['', 'a b', 'a\r\nx: y', 'Schlüssel']) {
      const client = clientForHostility({ address: server.url, token });
      expect(await reasonOf(client.me(never))).toBe('signed-out');
    }
    expect(server.requests).toHaveLength(0);
  });

  test('[Y40] an abort closes the connection, while waiting and while reading', async () => {
    for (const begins of [false, true]) {
      const controller = new AbortController();
      const opened = await scene((response) => {
        if (begins) {
          response.write(`${snapshotLines(5)[0] ?? ''}\n`);
        }
        setImmediate(() => controller.abort());
      });
      const query = { at: undefined, after: undefined, onRecords: () => undefined };
      expect(await reasonOf(opened.client.snapshot(testPlantId, query, controller.signal))).toBe('AbortError');
      await vi.waitUntil(() => opened.server.openSockets() === 0);
    }
  });
});
