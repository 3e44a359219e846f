import { expect, test } from 'vitest';
import { addressOf, all } from '../../../testing/influxSamples';
import { csvOf } from '../../../testing/scriptedFluxServer';
import { startScriptedServer } from '../../../testing/scriptedServer';
import { testCertificates } from '../../../testing/testCertificates';
import { FluxClient } from './fluxClient';
import { fluxReader } from './fluxReader';
import { influxWriter } from './influxWriter';

const { signal } = new AbortController();
const { authorityPem } = testCertificates;
const point = { measurement: 'm', tags: {}, fields: { value: 1 }, timeMs: 1 };
const queued = { sourceId: 's', database: 'plant', retentionPolicy: '', ...point };

test('[I57] [I71] over TLS only a server of the chosen authority, by its own name, is told anything', async () => {
  const server = await startScriptedServer(({ url }, response) => {
    if (url.startsWith('/api/v2/write')) {
      response.writeHead(204).end();
    } else {
      response.writeHead(200, { 'content-type': 'text/csv' }).end(`${csvOf(3)}\r\n`);
    }
  }, true);
  const places = [
    { url: server.url, authorityPem: undefined },
    { url: server.url.replace('localhost', '127.0.0.1'), authorityPem },
    { url: server.url, authorityPem },
  ];
  const outcomes: string[] = [];
  for (const place of places) {
    const connection = { ...place, organization: 'o', credentials: { kind: 'token', token: 't' } } as const;
    const reader = fluxReader(new FluxClient(connection));
    const writer = influxWriter(connection, { door: 'api/v2/write' });
    const read = await all(reader.readRaw([addressOf()], { startMs: 0, endMs: 9_000 }, signal)).then(
      (blocks) => `read ${blocks[0]?.timesMs.length ?? 0}`,
      (failure: { readonly error: { readonly reason: string } }) => failure.error.reason,
    );
    const wrote = await writer.write([queued], signal);
    outcomes.push(read, wrote.kind === 'retry-later' ? wrote.reason : wrote.kind);
    reader.dispose();
    writer.dispose();
  }
  expect(outcomes).toEqual(['tls', 'tls', 'tls', 'tls', 'read 3', 'written']);
  expect(server.requests).toHaveLength(2);
  await server.dispose();
});
