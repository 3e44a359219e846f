import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { reasonOf } from '../../../testing/influxConnections';
import { ask, readAll, ScriptedInflux } from '../../../testing/scriptedInflux';
import { answerJson } from '../../../testing/scriptedServer';

const scripted = new ScriptedInflux();
afterEach(() => scripted.close());
const nothing = { results: [{ statement_id: 0 }] };

describe('answers that go wrong on the way', () => {
  test('[I16] an answer is cut off at the cap, with bounded memory, and the socket closes', async () => {
    const part = Buffer.alloc(65_536, '{"results":[');
    let sentBytes = 0;
    const server = await scripted.serve((_, response) => {
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
    expect(await reasonOf(readAll(scripted.http(server.url, { mostBytes: 32e6 })))).toBe('too-large');
    expect(sentBytes).toBeLessThan(200e6);
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
    await vi.waitUntil(() => server.openSockets() === 0);
  });

  test('[I16] the cap counts inflated bytes', async () => {
    const bomb = gzipSync(Buffer.alloc(80e6, ' '));
    const server = await scripted.serve((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb),
    );
    expect(await reasonOf(readAll(scripted.http(server.url, { mostBytes: 32e6 })))).toBe('too-large');
    const small = gzipSync(JSON.stringify(nothing));
    const honest = await scripted.serve((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(small),
    );
    expect(await reasonOf(readAll(scripted.http(honest.url)))).toBe('answered');
    const broken = await scripted.serve((_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .end(Buffer.from(small).fill(0xff, 10, 20)),
    );
    expect(await reasonOf(readAll(scripted.http(broken.url)))).toBe('garbage');
  });

  test('[I17] a server that falls silent is given up, before its first byte and after', async () => {
    const mute = await scripted.serve(() => undefined);
    expect(await reasonOf(ask(scripted.http(mute.url, { idleTimeoutMs: 60 })))).toBe('timeout');
    const stalling = await scripted.serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"results":[');
    });
    expect(await reasonOf(readAll(scripted.http(stalling.url, { idleTimeoutMs: 60 })))).toBe('timeout');
    await vi.waitUntil(() => stalling.openSockets() === 0 && mute.openSockets() === 0);
  });

  test('[I11] a body that ends too early is no answer', async () => {
    const cut = await scripted.serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
      response.write('{"results":[');
      setImmediate(() => response.destroy());
    });
    expect(await reasonOf(readAll(scripted.http(cut.url)))).toBe('cut-off');
    const short = await scripted.serve((_, response) => answerJson(response, 200, { results: [] }));
    expect(await reasonOf(readAll(scripted.http(short.url)))).toBe('limit');
    const half = await scripted.serve((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end('{"results":['),
    );
    expect(await reasonOf(readAll(scripted.http(half.url)))).toBe('cut-off');
  });

  const wholeText = `${JSON.stringify({ results: [{ statement_id: 0, series: [{ name: 'm', columns: ['time'] }] }] })}\n`;
  const json = { 'content-type': 'application/json' };
  const packed = { ...json, 'content-encoding': 'gzip' };
  const cuts: readonly (readonly [string, (response: ServerResponse) => void])[] = [
    ['a chunk', (response) => response.writeHead(200, json).write(wholeText.slice(0, 20), () => response.destroy())],
    ['a whole line', (response) => response.writeHead(200, json).write(wholeText, () => response.destroy())],
    [
      'the length that was told',
      (response) =>
        response
          .writeHead(200, { ...json, 'content-length': '5000' })
          .write(wholeText.slice(0, 20), () => response.destroy()),
    ],
    [
      'a connection that is reset',
      (response) =>
        response.writeHead(200, json).write(wholeText.slice(0, 20), () => response.socket?.resetAndDestroy()),
    ],
    ['a package', (response) => response.writeHead(200, packed).end(gzipSync(wholeText).subarray(0, 30))],
    [
      'a package and its connection',
      (response) =>
        response.writeHead(200, packed).write(gzipSync(wholeText).subarray(0, 30), () => response.destroy()),
    ],
    ['a document, in good form', (response) => response.writeHead(200, json).end(wholeText.slice(0, 20))],
  ];
  test.each(cuts)('[I79] an answer that breaks off is told as one: %s', async (_what, play) => {
    const server = await scripted.serve((_, response) => play(response));
    for (let round = 0; round < 5; round += 1) {
      expect(await reasonOf(readAll(scripted.http(server.url)))).toBe('cut-off');
      expect(await reasonOf(ask(scripted.http(server.url)))).toBe('cut-off');
    }
  });

  test('[I79] a connection that breaks off before the head of an answer is not reached', async () => {
    const server = await scripted.serve((_, response) => response.destroy());
    expect(await reasonOf(readAll(scripted.http(server.url)))).toBe('unreachable');
  });

  test('[I11] bytes that are no history are garbage', async () => {
    for (const contentType of ['application/x-msgpack', 'application/json', 'application/octet-stream', '']) {
      const server = await scripted.serve((_, response) =>
        response
          .writeHead(200, contentType === '' ? {} : { 'content-type': contentType })
          .end(Buffer.from([0xc1, 0x00, 0xff, 0x80, 0x31])),
      );
      expect(await reasonOf(readAll(scripted.http(server.url)))).toBe('garbage');
    }
  });

  test('[I18] an abort closes the socket, while waiting and while reading', async () => {
    for (const isWriting of [false, true]) {
      const controller = new AbortController();
      const server = await scripted.serve((_, response) => {
        if (isWriting) {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.write('{"results":[');
        }
        setImmediate(() => controller.abort('an odd reason'));
      });
      expect(await reasonOf(readAll(scripted.http(server.url), controller.signal))).toBe('AbortError');
      await vi.waitUntil(() => server.openSockets() === 0);
    }
  });

  test('[I18] a reader that leaves early closes the socket', async () => {
    const server = await scripted.serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(`${JSON.stringify({ results: [{ statement_id: 0, partial: true }] })}\n`);
    });
    expect(await readAll(scripted.http(server.url), undefined, 1)).toBe(1);
    await vi.waitUntil(() => server.openSockets() === 0);
  });

  test('[I18] an abort ends the wait for a busy server', async () => {
    const controller = new AbortController();
    const server = await scripted.serve((_, response) => {
      response.writeHead(429, { 'retry-after': '9' }).end();
      setImmediate(() => controller.abort());
    });
    expect(await reasonOf(ask(scripted.http(server.url), controller.signal))).toBe('AbortError');
  });

  test('[I19] sockets are kept, and one that the server has closed meanwhile is replaced', async () => {
    const server = await scripted.serve((_, response) => answerJson(response, 200, nothing));
    const kept = scripted.http(server.url);
    await ask(kept);
    await ask(kept);
    expect(server.openSockets()).toBe(1);
    const closed = await scripted.serve((request, response) => {
      answerJson(response, 200, nothing);
      // After the answer, without a word: what a server does that was restarted.
      response.once('finish', () => setImmediate(() => response.socket?.destroy()));
      void request;
    });
    const again = scripted.http(closed.url);
    for (let round = 0; round < 20; round += 1) {
      expect(await reasonOf(ask(again))).toBe('answered');
    }
  });

  test('[I19] the difference of the clocks is known from the last answer', async () => {
    const nowMs = Date.UTC(2026, 0, 1);
    const server = await scripted.serve((_, response) => {
      response.setHeader('date', new Date(nowMs + 90_000).toUTCString());
      answerJson(response, 200, nothing);
    });
    const asking = scripted.http(server.url, { now: () => nowMs });
    expect(asking.clockSkewMs()).toBe(0);
    await ask(asking);
    expect(Math.abs(asking.clockSkewMs() - 90_000)).toBeLessThanOrEqual(500);
  });
});
