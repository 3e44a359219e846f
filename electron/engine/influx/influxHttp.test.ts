import { createServer, type Server } from 'node:net';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { connectionTo, reasonOf } from '../../../testing/influxConnections';
import {
  answerJson,
  type ScriptedRequest,
  type ScriptedServer,
  startScriptedServer,
} from '../../../testing/scriptedServer';
import { testCertificates } from '../../../testing/testCertificates';
import type { InfluxCredentials } from './influxConnection';
import { InfluxHttp, type InfluxHttpOptions } from './influxHttp';
import { InfluxQlClient } from './influxQlClient';

const never = new AbortController().signal;
const secret: InfluxCredentials = { kind: 'password', user: 'reader', password: 'hunter2&=' };
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) {
    await close();
  }
});

async function serve(
  answer: (request: ScriptedRequest, response: ServerResponse) => void,
  isSecure = false,
): Promise<ScriptedServer> {
  const server = await startScriptedServer(answer, isSecure);
  closing.push(() => server.dispose());
  return server;
}

function http(url: string, options: InfluxHttpOptions = {}, credentials?: InfluxCredentials): InfluxHttp {
  const made = new InfluxHttp(connectionTo(url, credentials), options);
  closing.push(() => made.dispose());
  return made;
}

function ask(from: InfluxHttp, signal = never): Promise<unknown> {
  return new InfluxQlClient(from).ask({ database: 'plant', retentionPolicy: '' }, 'SHOW FIELD KEYS', signal);
}

async function read(from: InfluxHttp, signal = never): Promise<number> {
  const sink = { rows: () => undefined, failed: () => undefined, textCell: () => NaN };
  let steps = 0;
  const request = { database: 'plant', retentionPolicy: '', statements: ['SELECT v FROM m'] };
  for await (const step of new InfluxQlClient(from).stream(request, sink, signal)) {
    void step;
    steps += 1;
  }
  return steps;
}

const nothing = { results: [{ statement_id: 0 }] };

describe('what stands between us and a server', () => {
  test('[I12] a port where nobody listens, a host that is none, an address that is none: unreachable', async () => {
    const gone = await startScriptedServer(() => undefined);
    await gone.dispose();
    expect(await reasonOf(ask(http(gone.url)))).toBe('unreachable');
    expect(await reasonOf(ask(http('http://no-such-host.invalid:8086')))).toBe('unreachable');
    expect(await reasonOf(ask(http('historian:8086')))).toBe('unreachable');
    expect(await reasonOf(ask(http('')))).toBe('unreachable');
  });

  test('[I12] something that does not speak HTTP is no InfluxDB', async () => {
    const server: Server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('SSH-2.0-OpenSSH_9.2\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    const { port } = server.address() as { readonly port: number };
    expect(await reasonOf(ask(http(`http://127.0.0.1:${String(port)}`)))).toBe('not-influx');
  });

  test("[I13] a certificate is checked against the system, or against the plant's own authority", async () => {
    const server = await serve((_, response) => answerJson(response, 200, nothing), true);
    expect(await reasonOf(ask(http(server.url)))).toBe('tls');
    const trusting = new InfluxHttp(connectionTo(server.url, { kind: 'none' }, testCertificates.authorityPem));
    closing.push(() => trusting.dispose());
    expect(await reasonOf(ask(trusting))).toBe('answered');
    const elsewhere = server.url.replace('localhost', '127.0.0.1');
    const misnamed = new InfluxHttp(connectionTo(elsewhere, { kind: 'none' }, testCertificates.authorityPem));
    closing.push(() => misnamed.dispose());
    expect(await reasonOf(ask(misnamed))).toBe('tls');
    const broken = new InfluxHttp(connectionTo(server.url, { kind: 'none' }, 'no certificate'));
    closing.push(() => broken.dispose());
    expect(await reasonOf(ask(broken))).toBe('tls');
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    [401, { error: 'authorization failed' }, 'unauthorized'],
    [403, { error: 'user not authorized to read plant' }, 'forbidden'],
    [404, { code: 'not found', message: 'unable to find DBRP' }, 'no-dbrp'],
    [404, { error: 'database not found: plant' }, 'database-missing'],
    [404, { code: 'not found', message: 'bucket "plant" not found' }, 'database-missing'],
    [500, { error: 'max-concurrent-queries limit exceeded(8, 8)' }, 'overloaded'],
    [500, { error: 'query-timeout limit exceeded' }, 'timeout'],
    [400, { error: 'error parsing query: found FROM' }, 'query-refused'],
    [413, { error: 'too large' }, 'limit'],
    [500, {}, 'query-refused'],
  ])('[I12] HTTP %i with %j: %s', async (status, document, reason) => {
    const server = await serve((_, response) => answerJson(response, status, document));
    expect(await reasonOf(ask(http(server.url)))).toBe(reason);
    expect(await reasonOf(read(http(server.url)))).toBe(reason);
  });

  test('[I12] a web page is no InfluxDB, with whatever status', async () => {
    for (const status of [200, 404, 500]) {
      const server = await serve((_, response) =>
        response.writeHead(status, { 'content-type': 'text/html' }).end('<html><body>It works</body></html>'),
      );
      expect(await reasonOf(ask(http(server.url)))).toBe('not-influx');
    }
  });

  test('[I12] no redirect is followed', async () => {
    const server = await serve((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    expect(await reasonOf(ask(http(server.url, {}, secret)))).toBe('not-influx');
    expect(server.requests).toHaveLength(1);
  });

  test('[I14] credentials are in the header, never in an address or in what is said of a failure', async () => {
    const server = await serve((request, response) =>
      answerJson(response, 401, { error: `no access for hunter2&= ${request.headers.authorization ?? ''}` }),
    );
    for (const credentials of [secret, { kind: 'token', token: 'reader:hunter2&=' } as const]) {
      const failure: unknown = await ask(http(server.url.replace('//', '//user:hunter2&=@'), {}, credentials)).catch(
        (thrown: unknown) => thrown,
      );
      expect(JSON.stringify(failure)).not.toContain('hunter2');
      expect(String(failure)).not.toContain('hunter2');
      expect(String(failure)).not.toContain(Buffer.from('reader:hunter2&=').toString('base64'));
    }
    expect(server.requests.map(({ url }) => url)).toEqual(['/query', '/query']);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Basic ${Buffer.from('reader:hunter2&=').toString('base64')}`,
      'Token reader:hunter2&=',
    ]);
    expect(await reasonOf(ask(http(server.url, {}, { kind: 'token', token: 'a\nb' })))).toBe('unauthorized');
  });

  test('[I15] a server that is too busy is asked again when it says, twice, and not before', async () => {
    let nowMs = 0;
    const waits: number[] = [];
    const options = {
      now: () => nowMs,
      sleep: async (timeMs: number) => {
        waits.push(timeMs);
        nowMs += timeMs;
      },
    };
    let busy = 1;
    const server = await serve((_, response) => {
      busy -= 1;
      if (busy >= 0) {
        response.writeHead(429, { 'retry-after': '2' }).end();
      } else {
        answerJson(response, 200, nothing);
      }
    });
    expect(await reasonOf(ask(http(server.url, options)))).toBe('answered');
    expect(waits).toEqual([2_000]);
    busy = 5;
    expect(await reasonOf(ask(http(server.url, options)))).toBe('overloaded');
    expect(waits).toEqual([2_000, 2_000, 2_000]);
    expect(server.requests).toHaveLength(5);
  });

  test('[I15] a server that asks for more patience than ten seconds is overloaded at once', async () => {
    const server = await serve((_, response) => response.writeHead(503, { 'retry-after': '600' }).end());
    expect(await reasonOf(ask(http(server.url)))).toBe('overloaded');
    expect(server.requests).toHaveLength(1);
  });
});

describe('answers that go wrong on the way', () => {
  test('[I16] an answer is cut off at the cap, with bounded memory, and the socket closes', async () => {
    const part = Buffer.alloc(65_536, '{"results":[');
    let sentBytes = 0;
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (sentBytes < 2e9 && !response.destroyed) {
          sentBytes += part.length;
          if (!response.write(part)) {
            response.once('drain', more);
            return;
          }
        }
        response.end();
      };
      more();
    });
    const before = process.memoryUsage().rss;
    expect(await reasonOf(read(http(server.url, { mostBytes: 32e6 })))).toBe('too-large');
    expect(sentBytes).toBeLessThan(200e6);
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
    await vi.waitUntil(() => server.openSockets() === 0);
  });

  test('[I16] the cap counts inflated bytes', async () => {
    const bomb = gzipSync(Buffer.alloc(80e6, ' '));
    const server = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb),
    );
    expect(await reasonOf(read(http(server.url, { mostBytes: 32e6 })))).toBe('too-large');
    const small = gzipSync(JSON.stringify(nothing));
    const honest = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(small),
    );
    expect(await reasonOf(read(http(honest.url)))).toBe('answered');
    const broken = await serve((_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .end(small.subarray(0, 20)),
    );
    expect(await reasonOf(read(http(broken.url)))).toBe('garbage');
  });

  test('[I17] a server that falls silent is given up, before its first byte and after', async () => {
    const mute = await serve(() => undefined);
    expect(await reasonOf(ask(http(mute.url, { idleTimeoutMs: 60 })))).toBe('timeout');
    const stalling = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"results":[');
    });
    expect(await reasonOf(read(http(stalling.url, { idleTimeoutMs: 60 })))).toBe('timeout');
    await vi.waitUntil(() => stalling.openSockets() === 0 && mute.openSockets() === 0);
  });

  test('[I11] a body that ends too early is no answer', async () => {
    const cut = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
      response.write('{"results":[');
      setImmediate(() => response.destroy());
    });
    expect(await reasonOf(read(http(cut.url)))).toBe('unreachable');
    const short = await serve((_, response) => answerJson(response, 200, { results: [] }));
    expect(await reasonOf(read(http(short.url)))).toBe('limit');
    const half = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end('{"results":['),
    );
    expect(await reasonOf(read(http(half.url)))).toBe('garbage');
  });

  test('[I11] bytes that are no history are garbage', async () => {
    for (const contentType of ['application/x-msgpack', 'application/json', 'application/octet-stream', '']) {
      const server = await serve((_, response) =>
        response
          .writeHead(200, contentType === '' ? {} : { 'content-type': contentType })
          .end(Buffer.from([0xc1, 0x00, 0xff, 0x80, 0x31])),
      );
      expect(await reasonOf(read(http(server.url)))).toBe('garbage');
    }
  });

  test('[I18] an abort closes the socket, while waiting and while reading', async () => {
    for (const isWriting of [false, true]) {
      const controller = new AbortController();
      const server = await serve((_, response) => {
        if (isWriting) {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.write('{"results":[');
        }
        setImmediate(() => controller.abort('an odd reason'));
      });
      expect(await reasonOf(read(http(server.url), controller.signal))).toBe('AbortError');
      await vi.waitUntil(() => server.openSockets() === 0);
    }
  });

  test('[I18] an abort ends the wait for a busy server', async () => {
    const controller = new AbortController();
    const server = await serve((_, response) => {
      response.writeHead(429, { 'retry-after': '9' }).end();
      setImmediate(() => controller.abort());
    });
    expect(await reasonOf(ask(http(server.url), controller.signal))).toBe('AbortError');
  });

  test('[I19] sockets are kept, and one that the server has closed meanwhile is replaced', async () => {
    const server = await serve((_, response) => answerJson(response, 200, nothing));
    const kept = http(server.url);
    await ask(kept);
    await ask(kept);
    expect(server.openSockets()).toBe(1);
    const closed = await serve((request, response) => {
      answerJson(response, 200, nothing);
      // After the answer, without a word: what a server does that was restarted.
      response.once('finish', () => setImmediate(() => response.socket?.destroy()));
      void request;
    });
    const again = http(closed.url);
    for (let round = 0; round < 20; round += 1) {
      expect(await reasonOf(ask(again))).toBe('answered');
    }
  });

  test('[I19] the difference of the clocks is known from the last answer', async () => {
    const nowMs = Date.UTC(2026, 0, 1);
    const server = await serve((_, response) => {
      response.setHeader('date', new Date(nowMs + 90_000).toUTCString());
      answerJson(response, 200, nothing);
    });
    const asking = http(server.url, { now: () => nowMs });
    expect(asking.clockSkewMs()).toBe(0);
    await ask(asking);
    expect(Math.abs(asking.clockSkewMs() - 90_000)).toBeLessThanOrEqual(500);
  });
});
