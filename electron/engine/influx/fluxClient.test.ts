import { afterEach, expect, test } from 'vitest';
import { addressOf, all } from '../../../testing/influxSamples';
import {
  fluxPlays,
  type FluxPlay,
  scriptedFluxServer,
  type ScriptedFluxServer,
} from '../../../testing/scriptedFluxServer';
import { FluxClient, type FluxClientOptions } from './fluxClient';
import { fluxReader } from './fluxReader';
import type { InfluxReader } from './influxReader';

const minute = { startMs: 0, endMs: 60_000 };
const { signal } = new AbortController();
const closing: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) {
    await close();
  }
});

interface Scene {
  readonly server: ScriptedFluxServer;
  readonly reader: InfluxReader;
  /** Samples of a minute; those of answers that failed would be among them if they were handed on. */
  readonly received: number[];
  readonly read: (fired?: AbortSignal) => Promise<unknown>;
}

async function scene(play: FluxPlay, options: FluxClientOptions = {}): Promise<Scene> {
  const server = await scriptedFluxServer(play);
  const reader = fluxReader(new FluxClient(server.connection, { idleTimeoutMs: 15_000, ...options }));
  closing.push(server.dispose, () => reader.dispose());
  const received: number[] = [];
  const read = async (fired = signal): Promise<void> => {
    for await (const { timesMs } of reader.readRaw([addressOf()], minute, fired)) {
      received.push(...timesMs);
    }
  };
  return { server, reader, received, read };
}

function failure(reason: string, detail: string | RegExp = /./): object {
  return { error: { code: 'source-failed', reason, detail: expect.stringMatching(detail) } };
}

test('an answer is read whole, within its range', async () => {
  const { server, received, read } = await scene(fluxPlays.rows(90));
  await read();
  expect(received).toEqual(Array.from({ length: 60 }, (_, k) => k * 1_000));
  const [request] = server.requests;
  expect(request?.head.url).toBe('/api/v2/query?org=works');
  expect(request?.head.headers.authorization).toBe('Token se==cret');
});

const nasty: readonly (readonly [what: string, play: FluxPlay, failure: object])[] = [
  [
    'an error table after rows',
    fluxPlays.errorAfterRows(50, 'storage is on fire'),
    failure('query-refused', 'on fire'),
  ],
  [
    'an error about memory after rows',
    fluxPlays.errorAfterRows(50, 'memory allocation limit reached'),
    failure('limit'),
  ],
  ['a connection that breaks', fluxPlays.truncated(50), failure('cut-off', 'broke off')],
  ['an answer that a proxy cut short', fluxPlays.shortened(50), failure('cut-off', 'breaks off')],
  ['a stall in the middle', fluxPlays.stalled(50), failure('timeout', 'silent for 0.3 s')],
  ['silence', fluxPlays.silent(), failure('timeout', 'no answer in 0.3 s')],
  ['a web page', fluxPlays.webPage(), failure('not-influx')],
  ['401', fluxPlays.refuse(401, 'unauthorized access'), failure('unauthorized')],
  ['403', fluxPlays.refuse(403, 'insufficient permissions'), failure('forbidden')],
  [
    'Flux that is switched off',
    fluxPlays.refuse(403, 'Flux query service disabled.'),
    failure('query-refused', 'Flux'),
  ],
  ['a bucket that is not there', fluxPlays.refuse(404, 'could not find bucket "x"'), failure('database-missing')],
  [
    'an organization that is not there',
    fluxPlays.refuse(404, 'organization name "x" not found'),
    failure('database-missing'),
  ],
  ['a compile error', fluxPlays.refuse(400, 'error @1:1: undefined identifier'), failure('query-refused', 'undefined')],
  ['500', fluxPlays.refuse(500, 'panic'), failure('query-refused', 'panic')],
  ['504', fluxPlays.refuse(504, 'gateway'), failure('timeout')],
  [
    'a redirect',
    (response) => void response.writeHead(302, { location: 'http://elsewhere/' }).end(),
    failure('not-influx'),
  ],
  ['nonsense that has no end', (response) => void response.writeHead(200).end('nonsense'), failure('garbage')],
  ['nonsense', (response) => void response.writeHead(200).end('\u0000\u0001\u0002\n'), failure('garbage')],
];

for (const [what, play, expected] of nasty) {
  test(`[I53] [I57] ${what} is a failure with its reason, and nothing of the answer is handed on`, async () => {
    const isSilent = what === 'silence' || what.startsWith('a stall');
    const { server, received, read } = await scene(play, isSilent ? { idleTimeoutMs: 300 } : {});
    await expect(read()).rejects.toMatchObject(expected);
    expect(received).toEqual([]);
    expect(server.requests.length).toBeGreaterThan(0);
  });
}

test('[I53] slices that were whole stand; the one that fails is not handed on in part', async () => {
  const plays = fluxPlays.inTurn(fluxPlays.rows(30), fluxPlays.errorAfterRows(60, 'lost'));
  const { server, reader } = await scene(plays);
  const received: number[] = [];
  const reading = (async () => {
    for await (const { timesMs } of reader.readRaw([addressOf()], { startMs: 0, endMs: 5e10 }, signal)) {
      received.push(...timesMs);
    }
  })();
  await expect(reading).rejects.toMatchObject(failure('query-refused', 'lost'));
  expect(received).toHaveLength(30);
  expect(server.requests).toHaveLength(2);
});

test('[I54] a silent server is given up after our own time, and its socket is closed', async () => {
  for (const play of [fluxPlays.silent(), fluxPlays.stalled(9)]) {
    const { server, read } = await scene(play, { idleTimeoutMs: 300 });
    await expect(read()).rejects.toMatchObject(failure('timeout'));
    await expect.poll(() => server.abortedCount()).toBe(1);
  }
});

test('[I54] a slow server is not given up as long as it says something', async () => {
  const play: FluxPlay = (response) => {
    const text = '\r\n';
    response.writeHead(200, { 'content-type': 'text/csv' });
    let left = 8;
    const timer = setInterval(() => {
      left -= 1;
      response.write(text);
      if (left === 0) {
        clearInterval(timer);
        response.end();
      }
    }, 300);
  };
  const { received, read } = await scene(play, { idleTimeoutMs: 1_500 });
  await read();
  expect(received).toEqual([]);
});

test('[I55] 2 GB are cut at the bound, with little in memory', async () => {
  const { server, received, read } = await scene(fluxPlays.endless(2e9), { mostBytes: 2e7 });
  const before = process.memoryUsage();
  await expect(read()).rejects.toMatchObject(failure('too-large', 'more than 20 MB'));
  const after = process.memoryUsage();
  expect(received).toEqual([]);
  await expect.poll(() => server.abortedCount()).toBe(server.requests.length);
  // The range is asked for in ever shorter parts before it is given up.
  expect(server.sentBytes()).toBeLessThan(3e8);
  expect(after.rss - before.rss).toBeLessThan(3e8);
});

test('[I55] a row and an error without end are cut, too', async () => {
  const row = await scene(fluxPlays.endlessRow(2e9));
  await expect(row.read()).rejects.toMatchObject(failure('garbage', 'without end'));
  const error = await scene(fluxPlays.endlessError(500, 5e6));
  await expect(error.read()).rejects.toMatchObject(failure('query-refused'));
  const endless = await scene(fluxPlays.endlessError(401, 1e12), { idleTimeoutMs: 300 });
  await expect(endless.read()).rejects.toMatchObject(failure('unauthorized'));
  await expect.poll(() => endless.server.abortedCount()).toBe(1);
});

test('[I56] Retry-After is obeyed, in seconds, by every question', async () => {
  const waits: number[] = [];
  let nowMs = 1e6;
  const sleep = async (timeMs: number): Promise<void> => {
    waits.push(timeMs);
    nowMs += timeMs;
  };
  const plays = fluxPlays.inTurn(fluxPlays.busy('2'), fluxPlays.busy('7'), fluxPlays.rows(1));
  const { server, received, read } = await scene(plays, { now: () => nowMs, sleep });
  await read();
  expect(waits).toEqual([2_000, 7_000]);
  expect(server.requests).toHaveLength(3);
  expect(received).toEqual([0]);
});

test('[I56] a server that stays busy, or asks for much patience, is told as overloaded and left alone', async () => {
  let nowMs = 1e6;
  const clock = { now: () => nowMs, sleep: async (timeMs: number) => void (nowMs += timeMs) };
  const always = await scene(fluxPlays.busy('1'), clock);
  await expect(always.read()).rejects.toMatchObject(failure('overloaded'));
  expect(always.server.requests).toHaveLength(3);
  const long = await scene(fluxPlays.busy('60'), clock);
  await expect(long.read()).rejects.toMatchObject(failure('overloaded'));
  await expect(long.read()).rejects.toMatchObject(failure('overloaded', '60 s of patience'));
  expect(long.server.requests).toHaveLength(1);
  nowMs += 60_001;
  await expect(long.read()).rejects.toMatchObject(failure('overloaded'));
  expect(long.server.requests).toHaveLength(2);
});

test('[I57] no failure tells the secrets of the connection', async () => {
  const { read } = await scene(fluxPlays.refuse(500, 'token se==cret of se==cret is odd'));
  const thrown: unknown = await read().catch((reason: unknown) => reason);
  expect(JSON.stringify(thrown)).not.toContain('se==cret');
  expect(thrown).toMatchObject(failure('query-refused', 'is odd'));
});

test('[I57] a server that is not there, or no server at all, is unreachable', async () => {
  const { server, read } = await scene(fluxPlays.rows(1));
  await server.dispose();
  await expect(read()).rejects.toMatchObject(failure('unreachable', 'nothing listens there'));
  for (const url of ['ftp://somewhere', 'not an address', 'http://']) {
    const reader = fluxReader(new FluxClient({ ...server.connection, url }));
    await expect(all(reader.readRaw([addressOf()], minute, signal))).rejects.toMatchObject(failure('unreachable'));
  }
  const odd = { ...server.connection, credentials: { kind: 'token', token: 'tök\nen' } } as const;
  const reader = fluxReader(new FluxClient(odd));
  await expect(all(reader.readRaw([addressOf()], minute, signal))).rejects.toMatchObject(failure('unauthorized'));
});

test('[I57] a server that does not say who it is, in TLS, gets nothing', async () => {
  const { server } = await scene(fluxPlays.rows(1));
  const url = server.connection.url.replace('http:', 'https:');
  const reader = fluxReader(new FluxClient({ ...server.connection, url }));
  await expect(all(reader.readRaw([addressOf()], minute, signal))).rejects.toMatchObject(failure('tls'));
  expect(server.requests).toEqual([]);
});

test('[I58] an abort rejects at once, closes the socket, and hands nothing on', async () => {
  for (const play of [fluxPlays.silent(), fluxPlays.stalled(50)]) {
    const { server, received, read } = await scene(play, { idleTimeoutMs: 60_000 });
    const controller = new AbortController();
    const reading = read(controller.signal);
    await expect.poll(() => server.requests.length).toBe(1);
    controller.abort('an odd reason');
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => server.abortedCount()).toBe(1);
    expect(received).toEqual([]);
  }
});

test('[I58] a reader who leaves early closes the socket', async () => {
  const many = Array.from({ length: 3 }, (_, k) => addressOf({ measurement: `m${k}` }));
  const plays: FluxPlay = (response, request) =>
    (request.count === 0 ? fluxPlays.rows(9) : fluxPlays.stalled(9))(response, request);
  const { server, reader } = await scene(plays, { idleTimeoutMs: 60_000 });
  for await (const { timesMs } of reader.readRaw(many, minute, signal)) {
    expect(timesMs).toHaveLength(9);
    break;
  }
  await expect.poll(() => server.abortedCount()).toBe(server.requests.length - 1);
});

test('a kept connection that the server has closed is no failure', async () => {
  const plays: FluxPlay = (response, request) => {
    response.shouldKeepAlive = true;
    fluxPlays.rows(1)(response, request);
    response.once('finish', () => setImmediate(() => response.socket?.destroy()));
  };
  const { received, read } = await scene(plays);
  for (let round = 0; round < 20; round += 1) {
    await read();
  }
  expect(received).toHaveLength(20);
});
