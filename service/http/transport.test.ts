import { once } from 'node:events';
import { createServer, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { create, pump } from '../../shared/sync/syncFixture';
import { startTestService, type TestService } from '../../testing/runningService';
import { askService, changesetOf, type PlantCaller, startedPlant } from '../../testing/serviceCaller';
import { watchUnusedConnections } from './unusedConnections';
import { testCertificates } from '../../testing/testCertificates';

async function usingService(
  options: Parameters<typeof startTestService>[0],
  use: (service: TestService) => Promise<void>,
): Promise<void> {
  const service = await startTestService(options);
  try {
    await use(service);
  } finally {
    await service.dispose();
  }
}

/** The bytes of an answer as they came. */
async function bytesOf(url: string, headers: Readonly<Record<string, string>>) {
  const question = plainRequest(url, { headers }).end();
  const [answer] = (await once(question, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) {
    chunks.push(chunk as Buffer);
  }
  return { headers: answer.headers, body: Buffer.concat(chunks) };
}

/** Makes a plant larger than what lies between two sockets. */
async function addLargePumps(plant: PlantCaller): Promise<void> {
  const large = Object.fromEntries(
    Array.from({ length: 8 }, (_, place) => [`properties.p${place}`, 'x'.repeat(4_000)]),
  );
  for (let from = 0; from < 500; from += 50) {
    const ops = Array.from({ length: 50 }, (_, place) => create(`component c${from + place}`, pump('', large)));
    const { status } = await plant.push(changesetOf(ops, { base: 1 }));
    expect(status).toBe(201);
  }
}

describe('how answers travel', () => {
  it('[V90] a snapshot is compressed for who can read that', () =>
    usingService({}, async ({ address, tenant }) => {
      const plant = await startedPlant(address, tenant.tokens.editor);
      const authorization = `Bearer ${tenant.tokens.viewer}`;
      const plain = await bytesOf(`${plant.url}/snapshot`, { authorization });
      expect(plain.headers).toMatchObject({ 'content-type': 'application/x-ndjson', vary: 'accept-encoding' });
      expect(plain.headers['content-encoding']).toBeUndefined();
      const packed = await bytesOf(`${plant.url}/snapshot`, { authorization, 'accept-encoding': 'br, gzip;q=0.5' });
      expect(packed.headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
      const refused = await bytesOf(`${plant.url}/snapshot`, { authorization, 'accept-encoding': 'gzip;q=0' });
      expect(refused.body.equals(plain.body)).toBe(true);
    }));

  it('[V91] clients that do not read hold up nobody but themselves, and are let go', () =>
    usingService({ limits: { snapshotsPerTenant: 1 } }, async ({ address, tenant }) => {
      const plant = await startedPlant(address, tenant.tokens.editor);
      await addLargePumps(plant);
      const { port, pathname } = new URL(`${plant.url}/snapshot`);
      const stalled = connect(Number(port), '127.0.0.1');
      stalled.pause();
      stalled.write(
        `GET ${pathname} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${tenant.tokens.viewer}\r\nconnection: close\r\n\r\n`,
      );
      const status = async (): Promise<number> => {
        const headers = { authorization: `Bearer ${tenant.tokens.viewer}` };
        const answer = await fetch(`${plant.url}/snapshot`, { headers });
        await answer.body?.cancel();
        return answer.status;
      };
      await vi.waitUntil(async () => (await status()) === 503, { timeout: 10_000 });
      expect((await plant.push(changesetOf([create('component more', pump(''))], { base: 1 }))).status).toBe(201);
      expect((await plant.ask('/changes?since=1&limit=1')).status).toBe(200);
      stalled.destroy();
      await vi.waitUntil(async () => (await status()) === 200, { timeout: 10_000 });
    }));

  it('[V47] a connection that was opened ahead of any question does not keep the service from stopping', async () => {
    const server = createServer();
    const unused = watchUnusedConnections(server, false);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(server, 'connection');
    server.close();
    server.closeIdleConnections();
    unused.close();
    await once(server, 'close');
    socket.destroy();
  });

  it('[V92] with a certificate it speaks TLS 1.2 or later, and nothing else', () => {
    const tls = { certificate: testCertificates.serverPem, key: testCertificates.serverKeyPem };
    return usingService({ tls }, async ({ address }) => {
      expect(address).toMatch(/^https:/);
      const { port } = new URL(address);
      const ask = async (maxVersion: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'): Promise<number | undefined> => {
        const options = { host: '127.0.0.1', port, servername: 'localhost', path: '/healthz', agent: false } as const;
        const question = tlsRequest({
          ...options,
          ...{ ca: testCertificates.authorityPem, minVersion: 'TLSv1', maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' },
        }).end();
        const [answer] = (await once(question, 'response')) as [IncomingMessage];
        answer.resume();
        return answer.statusCode;
      };
      expect([await ask('TLSv1.2'), await ask('TLSv1.3')]).toEqual([200, 200]);
      await expect(ask('TLSv1.1')).rejects.toThrow();
      await expect(askService(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
    });
  });
});
