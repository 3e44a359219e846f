import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { WriteBackPoint } from '../../../shared/influx/writeBackPoint';
import { fluxServerPath } from '../../../testing/fluxServer';
import { hostileNames } from '../../../testing/hostileNames';
import { findInfluxd, type InfluxServer, startInfluxServer } from '../../../testing/influxServer';
import {
  type FluxPlay,
  fluxPlays,
  scriptedFluxServer,
  type ScriptedFluxServer,
} from '../../../testing/scriptedFluxServer';
import { influxWriter, type InfluxWriterOptions, type PointWriter, type WriteBatch } from './influxWriter';

const { signal } = new AbortController();
const closing: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) {
    await close();
  }
});

function point(overrides: Partial<WriteBackPoint> = {}): WriteBackPoint {
  return {
    sourceId: 'src1',
    database: 'plant',
    retentionPolicy: '',
    measurement: 'derived',
    tags: { sensor: 'a' },
    fields: { value: 1 },
    timeMs: 1_767_225_600_000,
    ...overrides,
  };
}

async function scene(
  play: FluxPlay,
  options: Partial<InfluxWriterOptions> = {},
): Promise<{ readonly server: ScriptedFluxServer; readonly writer: PointWriter }> {
  const server = await scriptedFluxServer(play);
  const writer = influxWriter(server.connection, { door: 'api/v2/write', ...options });
  closing.push(server.dispose, () => writer.dispose());
  return { server, writer };
}

const accept: FluxPlay = (response) => void response.writeHead(204).end();

test('[I71] points go out as one request, once, to the door of the version', async () => {
  const { server, writer } = await scene(accept);
  expect(await writer.write([point(), point({ timeMs: 5, retentionPolicy: 'year' })], signal)).toEqual({
    kind: 'written',
  });
  const old = influxWriter(server.connection, { door: 'write' });
  await old.write([point({ retentionPolicy: 'a year' })], signal);
  old.dispose();
  expect(server.requests.map(({ head }) => head.url)).toEqual([
    '/api/v2/write?org=works&bucket=plant&precision=ms',
    '/write?db=plant&rp=a%20year&precision=ms',
  ]);
  expect(server.requests[0]?.question).toBe('derived,sensor=a value=1 1767225600000\nderived,sensor=a value=1 5');
  expect(server.requests.map(({ head }) => head.headers.authorization)).toEqual(['Token se==cret', 'Token se==cret']);
});

test('[I71] a batch of any size is one request, and is over when the server has answered', async () => {
  let finish: () => void = () => undefined;
  const { server, writer } = await scene((response) => {
    finish = () => void response.writeHead(204).end();
  });
  const many = Array.from({ length: 20_000 }, (_, k) => point({ timeMs: k }));
  let outcome: unknown;
  const writing = writer.write([point(), ...many], signal).then((done) => (outcome = done));
  await expect.poll(() => server.requests.length).toBe(1);
  expect(outcome).toBe(undefined);
  finish();
  expect(await writing).toEqual({ kind: 'written' });
  expect(server.requests[0]?.question.split('\n')).toHaveLength(20_001);
});

const later: readonly (readonly [what: string, play: FluxPlay, expected: object])[] = [
  ['429', fluxPlays.busy('7'), { reason: 'overloaded', afterMs: 7_000 }],
  ['503 without a time', fluxPlays.refuse(503, 'shutting down'), { reason: 'overloaded', afterMs: 0 }],
  ['500', fluxPlays.refuse(500, 'engine is closed'), { reason: 'query-refused', afterMs: 0 }],
  ['401', fluxPlays.refuse(401, 'unauthorized access'), { reason: 'unauthorized' }],
  ['403', fluxPlays.refuse(403, 'read only'), { reason: 'forbidden' }],
  ['a missing bucket', fluxPlays.refuse(404, 'bucket "plant" not found'), { reason: 'database-missing' }],
  ['a broken connection', (response) => void response.destroy(), { reason: 'unreachable' }],
  ['silence', fluxPlays.silent(), { reason: 'timeout', detail: 'no answer in 0.3 s' }],
  ['a web page', (response) => void response.writeHead(302, { location: '/' }).end(), { reason: 'not-influx' }],
  ['an error without end', fluxPlays.endlessError(500, 1e12), { reason: 'timeout' }],
];

for (const [what, play, expected] of later) {
  test(`[I71] ${what} means that the same points may go well later, and is tried no more by itself`, async () => {
    const isSilent = what === 'silence' || what.endsWith('without end');
    const { server, writer } = await scene(play, isSilent ? { answerTimeoutMs: 300 } : {});
    expect(await writer.write([point()], signal)).toMatchObject({ kind: 'retry-later', ...expected });
    expect(server.requests).toHaveLength(1);
    if (isSilent) {
      await expect.poll(() => server.abortedCount()).toBe(1);
    }
  });
}

test('[I71] refused points are told with what the server said, without secrets', async () => {
  for (const status of [400, 413, 422]) {
    const { writer } = await scene(fluxPlays.refuse(status, 'field type conflict, se==cret'));
    expect(await writer.write([point()], signal)).toEqual({ kind: 'rejected', detail: 'field type conflict, …' });
  }
});

test('[I71] a server that is not there, and a token that none would take, are outcomes too', async () => {
  const { server, writer } = await scene(accept);
  await server.dispose();
  expect(await writer.write([point()], signal)).toMatchObject({ kind: 'retry-later', reason: 'unreachable' });
  for (const url of ['ftp://somewhere', 'not an address']) {
    const nowhere = influxWriter({ ...server.connection, url }, { door: 'write' });
    expect(await nowhere.write([point()], signal)).toMatchObject({ kind: 'retry-later', reason: 'unreachable' });
  }
  const credentials = { kind: 'token', token: 'tök\nen' } as const;
  const odd = influxWriter({ ...server.connection, credentials }, { door: 'write' });
  expect(await odd.write([point()], signal)).toMatchObject({ kind: 'retry-later', reason: 'unauthorized' });
});

test('[I71] an abort closes the socket', async () => {
  const { server, writer } = await scene(fluxPlays.silent());
  const controller = new AbortController();
  const writing = writer.write([point()], controller.signal);
  await expect.poll(() => server.requests.length).toBe(1);
  controller.abort();
  await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
  await expect.poll(() => server.abortedCount()).toBe(1);
});

const doors = [
  { name: 'InfluxDB 1.x on the PATH', binary: findInfluxd(), door: 'write' },
  { name: 'InfluxDB 1.8.10, by the door of 1.x', binary: fluxServerPath(), door: 'write' },
  { name: 'InfluxDB 1.8.10, by the door of 2.x', binary: fluxServerPath(), door: 'api/v2/write' },
] as const;

for (const { name, binary, door } of doors) {
  describe.skipIf(binary === undefined)(`writing to ${name}`, () => {
    let server: InfluxServer;
    let writer: PointWriter;

    beforeAll(async () => {
      server = await startInfluxServer(binary === undefined ? {} : { binary });
      const connection = {
        url: server.url,
        organization: '',
        credentials: { kind: 'none' },
        authorityPem: undefined,
      } as const;
      writer = influxWriter(connection, { door });
      await server.query('CREATE DATABASE "plant"');
      await server.query('CREATE RETENTION POLICY "year" ON "plant" DURATION INF REPLICATION 1');
    }, 60_000);

    afterAll(async () => {
      writer?.dispose();
      await server?.dispose();
    });

    async function valuesOf(statement: string): Promise<unknown> {
      const answer = (await server.query(statement, 'plant')) as { results: { series?: { values: unknown }[] }[] };
      return answer.results[0]?.series?.[0]?.values;
    }

    test('[I72] points are stored at their time, and the same point twice is there once', async () => {
      const batch: WriteBatch = [
        point(),
        point({ timeMs: 1_000, fields: { value: 2.5, on: true, text: 'say "hi"\n' } }),
      ];
      expect(await writer.write(batch, signal)).toEqual({ kind: 'written' });
      expect(await writer.write(batch, signal)).toEqual({ kind: 'written' });
      expect(await valuesOf('SELECT "on", text, value FROM derived')).toEqual([
        [1_000, true, 'say "hi"\n', 2.5],
        [1_767_225_600_000, null, null, 1],
      ]);
      expect(await writer.write([point({ retentionPolicy: 'year' })], signal)).toEqual({ kind: 'written' });
      expect(await valuesOf('SELECT value FROM year.derived')).toEqual([[1_767_225_600_000, 1]]);
    });

    test('[I70] hostile names in tags come back as they were', async () => {
      const names = hostileNames(2_000).filter((tag) => !/[\n\r]|\\$/.test(tag));
      const points = names.map((tag, k) => point({ measurement: 'hostile', tags: { sensor: tag }, timeMs: k }));
      expect(await writer.write([point(), ...points], signal)).toEqual({ kind: 'written' });
      const found = await valuesOf('SELECT sensor, value FROM hostile');
      expect(found).toEqual(names.map((tag, k) => [k, tag, 1]));
    });

    test('[I71] a point that the server refuses is rejected, a database that is not there is not its fault', async () => {
      expect(await writer.write([point({ measurement: 'typed' })], signal)).toEqual({ kind: 'written' });
      const conflict = point({ measurement: 'typed', fields: { value: 'a text' } });
      expect(await writer.write([conflict], signal)).toMatchObject({
        kind: 'rejected',
        detail: expect.stringContaining('field type conflict'),
      });
      expect(await writer.write([point({ database: 'none' })], signal)).toMatchObject({
        kind: 'retry-later',
        reason: 'database-missing',
      });
    });
  });
}
