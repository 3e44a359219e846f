import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { connectionTo, reasonOf } from '../../../testing/influxConnections';
import { ask, readAll, ScriptedInflux } from '../../../testing/scriptedInflux';
import { answerJson, startScriptedServer } from '../../../testing/scriptedServer';
import { testCertificates } from '../../../testing/testCertificates';
import type { InfluxCredentials } from './influxConnection';
import { InfluxHttp } from './influxHttp';

const scripted = new ScriptedInflux();
afterEach(() => scripted.close());
const secret: InfluxCredentials = { kind: 'password', user: 'reader', password: 'hunter2&=' };
const nothing = { results: [{ statement_id: 0 }] };

describe('what stands between us and a server', () => {
  test('[I12] a port where nobody listens, a host that is none, an address that is none: unreachable', async () => {
    const gone = await startScriptedServer(() => undefined);
    await gone.dispose();
    expect(await reasonOf(ask(scripted.http(gone.url)))).toBe('unreachable');
    expect(await reasonOf(ask(scripted.http('http://no-such-host.invalid:8086')))).toBe('unreachable');
    expect(await reasonOf(ask(scripted.http('historian:8086')))).toBe('unreachable');
    expect(await reasonOf(ask(scripted.http('')))).toBe('unreachable');
  });

  test('[I12] something that does not speak HTTP is no InfluxDB', async () => {
    const server: Server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('SSH-2.0-OpenSSH_9.2\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    scripted.closeLater(() => server.close());
    const { port } = server.address() as { readonly port: number };
    expect(await reasonOf(ask(scripted.http(`http://127.0.0.1:${String(port)}`)))).toBe('not-influx');
  });

  test("[I13] a certificate is checked against the system, or against the plant's own authority", async () => {
    const server = await scripted.serve((_, response) => answerJson(response, 200, nothing), true);
    expect(await reasonOf(ask(scripted.http(server.url)))).toBe('tls');
    const trusting = new InfluxHttp(connectionTo(server.url, { kind: 'none' }, testCertificates.authorityPem));
    scripted.closeLater(() => trusting.dispose());
    expect(await reasonOf(ask(trusting))).toBe('answered');
    const elsewhere = server.url.replace('localhost', '127.0.0.1');
    const misnamed = new InfluxHttp(connectionTo(elsewhere, { kind: 'none' }, testCertificates.authorityPem));
    scripted.closeLater(() => misnamed.dispose());
    expect(await reasonOf(ask(misnamed))).toBe('tls');
    const broken = new InfluxHttp(connectionTo(server.url, { kind: 'none' }, 'no certificate'));
    scripted.closeLater(() => broken.dispose());
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
    const server = await scripted.serve((_, response) => answerJson(response, status, document));
    expect(await reasonOf(ask(scripted.http(server.url)))).toBe(reason);
    expect(await reasonOf(readAll(scripted.http(server.url)))).toBe(reason);
  });

  test('[I12] a web page is no InfluxDB, with whatever status', async () => {
    for (const status of [200, 404, 500]) {
      const server = await scripted.serve((_, response) =>
        response.writeHead(status, { 'content-type': 'text/html' }).end('<html><body>It works</body></html>'),
      );
      expect(await reasonOf(ask(scripted.http(server.url)))).toBe('not-influx');
    }
  });

  test('[I12] no redirect is followed', async () => {
    const server = await scripted.serve((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    expect(await reasonOf(ask(scripted.http(server.url, {}, secret)))).toBe('not-influx');
    expect(server.requests).toHaveLength(1);
  });

  test('[I14] credentials are in the header, never in an address or in what is said of a failure', async () => {
    const server = await scripted.serve((request, response) =>
      answerJson(response, 401, { error: `no access for hunter2&= ${request.headers.authorization ?? ''}` }),
    );
    for (const credentials of [secret, { kind: 'token', token: 'reader:hunter2&=' } as const]) {
      const failure: unknown = await ask(
        scripted.http(server.url.replace('//', '//user:hunter2&=@'), {}, credentials),
      ).catch((thrown: unknown) => thrown);
      expect(JSON.stringify(failure)).not.toContain('hunter2');
      expect(String(failure)).not.toContain('hunter2');
      expect(String(failure)).not.toContain(Buffer.from('reader:hunter2&=').toString('base64'));
    }
    expect(server.requests.map(({ url }) => url)).toEqual(['/query', '/query']);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Basic ${Buffer.from('reader:hunter2&=').toString('base64')}`,
      'Token reader:hunter2&=',
    ]);
    expect(await reasonOf(ask(scripted.http(server.url, {}, { kind: 'token', token: 'a\nb' })))).toBe('unauthorized');
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
    const server = await scripted.serve((_, response) => {
      busy -= 1;
      if (busy >= 0) {
        response.writeHead(429, { 'retry-after': '2' }).end();
      } else {
        answerJson(response, 200, nothing);
      }
    });
    expect(await reasonOf(ask(scripted.http(server.url, options)))).toBe('answered');
    expect(waits).toEqual([2_000]);
    busy = 5;
    expect(await reasonOf(ask(scripted.http(server.url, options)))).toBe('overloaded');
    expect(waits).toEqual([2_000, 2_000, 2_000]);
    expect(server.requests).toHaveLength(5);
  });

  test('[I15] a server that asks for more patience than ten seconds is overloaded at once', async () => {
    const server = await scripted.serve((_, response) => response.writeHead(503, { 'retry-after': '600' }).end());
    expect(await reasonOf(ask(scripted.http(server.url)))).toBe('overloaded');
    expect(server.requests).toHaveLength(1);
  });
});
