import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { explainDiagnosis, type SourceDiagnosis } from '../../../shared/influx/sourceDiagnosis';
import { connectionTo, reasonOf } from '../../../testing/influxConnections';
import { findInfluxd, startInfluxServer } from '../../../testing/influxServer';
import {
  answerJson,
  type ScriptedRequest,
  type ScriptedServer,
  startScriptedServer,
} from '../../../testing/scriptedServer';
import { detectInflux, diagnose, influxQlOptionsFor } from './detectInflux';
import type { InfluxCredentials } from './influxConnection';
import { InfluxHttp } from './influxHttp';

const never = new AbortController().signal;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) {
    await close();
  }
});

type Answers = Readonly<Record<string, (response: ServerResponse, request: ScriptedRequest) => void>>;

/** A server that knows some paths; of the others it says 404, as servers do. */
async function serve(answers: Answers): Promise<ScriptedServer> {
  const server = await startScriptedServer((request, response) => {
    const answer = answers[new URL(request.url, 'http://x').pathname];
    if (answer === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
    } else {
      answer(response, request);
    }
  });
  closing.push(() => server.dispose());
  return server;
}

async function detected(answers: Answers): Promise<unknown> {
  const http = new InfluxHttp(connectionTo((await serve(answers)).url));
  closing.push(() => http.dispose());
  return detectInflux(http, never);
}

const ping =
  (version: string, build = 'OSS') =>
  (response: ServerResponse) =>
    void response.writeHead(204, { 'x-influxdb-version': version, 'x-influxdb-build': build }).end();
const health = (version: string) => (response: ServerResponse) =>
  answerJson(response, 200, { name: 'influxdb', message: 'ready for queries and writes', status: 'pass', version });

/** A 2.x whose bucket `mapped` answers InfluxQL and whose other buckets do not. */
const second: Answers = {
  '/ping': ping('v2.7.12'),
  '/health': health('v2.7.12'),
  '/api/v2/buckets': (response, { url }) => {
    const name = new URL(url, 'http://x').searchParams.get('name');
    if (name === 'nowhere') {
      answerJson(response, 404, { code: 'not found', message: 'bucket "nowhere" not found' });
    } else {
      const names = ['mapped', 'plain', '_monitoring'];
      answerJson(response, 200, {
        buckets: names.map((one) => ({ name: one, type: one.startsWith('_') ? 'system' : 'user' })),
      });
    }
  },
  '/query': (response, { form }) => {
    const series = [{ name: 'measurements', columns: ['name'], values: [['bldg0'], ['bldg1']] }];
    answerJson(response, 200, {
      results: [
        form.get('db') === 'mapped'
          ? { statement_id: 0, series }
          : { statement_id: 0, error: 'database not found: plain' },
      ],
    });
  },
};

describe('which InfluxDB answers', () => {
  test.each<[string, Answers, unknown]>([
    ['1.x', { '/ping': ping('1.8.10') }, { generation: 1, version: '1.8.10' }],
    ['a packaged 1.x', { '/ping': ping('1.6.7~rc0') }, { generation: 1, version: '1.6.7' }],
    ['2.x', { '/ping': ping('v2.7.12'), '/health': health('v2.7.12') }, { generation: 2, version: '2.7.12' }],
    [
      '2.x behind a proxy that drops headers',
      { '/ping': (response) => response.writeHead(204).end(), '/health': health('v2.0.9') },
      { generation: 2, version: '2.0.9' },
    ],
    [
      'a 1.x built by hand',
      { '/ping': ping('unknown'), '/health': health('unknown') },
      { generation: 1, version: 'unknown' },
    ],
    [
      'a 2.x built by hand',
      { '/ping': ping('dev'), '/api/v2/setup': (response) => answerJson(response, 200, { allowed: false }) },
      { generation: 2, version: 'unknown' },
    ],
    [
      '3 Core',
      {
        '/ping': (response) => {
          response.setHeader('x-influxdb-version', '3.10.1');
          answerJson(response, 200, { version: '3.10.1', revision: 'abc' });
        },
      },
      { generation: 3, version: '3.10.1' },
    ],
  ])('[I28] %s', async (_, answers, expected) => {
    expect(await detected(answers)).toEqual(expected);
  });

  test('[I28] anything else is no InfluxDB, and a server that wants credentials says so', async () => {
    const page = (response: ServerResponse) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    expect(await reasonOf(detected({ '/ping': page, '/health': page }))).toBe('not-influx');
    expect(await reasonOf(detected({}))).toBe('not-influx');
    expect(await reasonOf(detected({ '/health': (response) => answerJson(response, 200, { status: 'UP' }) }))).toBe(
      'not-influx',
    );
    expect(await reasonOf(detected({ '/ping': (response) => answerJson(response, 401, { error: 'no token' }) }))).toBe(
      'unauthorized',
    );
  });

  test('[I28] InfluxDB 3 is asked one statement at a time, in JSON', () => {
    expect(influxQlOptionsFor({ generation: 3, version: '3.0.0' })).toEqual({ format: 'json', mostStatements: 1 });
    expect(influxQlOptionsFor({ generation: 1, version: '1.8.10' })).toEqual({});
  });
});

describe('a diagnosis of a connection', () => {
  async function diagnosed(server: ScriptedServer, database: string): Promise<SourceDiagnosis> {
    return diagnose(connectionTo(server.url), { place: { database, retentionPolicy: '' } }, never);
  }

  test('[I29] a bucket with a DBRP mapping is read in InfluxQL, another in Flux', async () => {
    const server = await serve(second);
    const mapped = await diagnosed(server, 'mapped');
    expect(mapped).toMatchObject({ dialect: 'influxql', databases: ['mapped', 'plain'], measurementCount: 2 });
    expect(mapped.failure).toBeUndefined();
    const plain = await diagnosed(server, 'plain');
    expect(plain).toMatchObject({ dialect: 'flux', failure: undefined, measurementCount: undefined });
    expect(explainDiagnosis(plain)).toContain('no DBRP mapping, so Flux is used');
  });

  test('[I29] a bucket that is not there is told, with those that are', async () => {
    const found = await diagnosed(await serve(second), 'nowhere');
    expect(found.failure).toMatchObject({ reason: 'database-missing' });
    expect(explainDiagnosis(found)).toMatch(/no such database or bucket .* It has mapped, plain\.$/);
  });

  test('[I29] InfluxDB 3 is labelled as a short history', async () => {
    const server = await serve({
      '/ping': ping('3.0.1', 'Core'),
      '/query': (response, { form }) =>
        answerJson(response, 200, {
          results: [
            {
              statement_id: 0,
              series: [
                { name: 'x', columns: ['name'], values: [[form.get('q') === 'SHOW DATABASES' ? 'plant' : 'm']] },
              ],
            },
          ],
        }),
    });
    const found = await diagnosed(server, 'plant');
    expect(found).toMatchObject({ server: { generation: 3 }, measurementCount: 1, databases: ['plant'] });
    expect(explainDiagnosis(found)).toMatch(
      /^InfluxDB 3\.0\.1 answers in \d+ ms\. One measurement found\. It keeps a short history/,
    );
  });

  test('[I29] a clock that is off is told', async () => {
    const late = (response: ServerResponse) => {
      response.setHeader('date', new Date(Date.now() - 60_000).toUTCString());
      ping('1.8.10')(response);
    };
    const query = (response: ServerResponse) => {
      response.setHeader('date', new Date(Date.now() - 60_000).toUTCString());
      answerJson(response, 200, { results: [{ statement_id: 0 }] });
    };
    const found = await diagnosed(await serve({ '/ping': late, '/query': query }), '');
    expect(Math.round(found.clockSkewMs / 10_000)).toBe(-6);
    expect(explainDiagnosis(found)).toMatch(/Its clock is \d+ s behind this one/);
  });

  test('[I29] nothing that a network does is thrown', async () => {
    const gone = await serve({});
    await gone.dispose();
    const found = await diagnosed(gone, 'plant');
    expect(found).toMatchObject({ server: undefined, failure: { reason: 'unreachable' } });
    expect(explainDiagnosis(found)).toMatch(/^Cannot reach 127\.0\.0\.1:\d+/);
    const aborted = AbortSignal.abort();
    const asked = { place: { database: 'plant', retentionPolicy: '' } };
    expect(await reasonOf(diagnose(connectionTo(gone.url), asked, aborted))).toBe('AbortError');
  });

  test.skipIf(findInfluxd() === undefined)(
    '[I29] a real 1.x with and without credentials (needs influxd)',
    async () => {
      const server = await startInfluxServer({ authEnabled: true });
      closing.push(() => server.dispose());
      const create = `CREATE USER "admin" WITH PASSWORD 'it''s "me"' WITH ALL PRIVILEGES`.replace("it''s", "it\\'s");
      await server.query(create);
      const admin: InfluxCredentials = { kind: 'password', user: 'admin', password: `it's "me"` };
      const asAdmin = async (text: string): Promise<void> => {
        const authorization = `Basic ${Buffer.from(`admin:it's "me"`).toString('base64')}`;
        await fetch(`${server.url}/query`, {
          method: 'POST',
          headers: { authorization },
          body: new URLSearchParams({ q: text }),
        });
      };
      await asAdmin('CREATE DATABASE plant');
      const state = async (credentials: InfluxCredentials, database: string): Promise<string> => {
        const place = { database, retentionPolicy: '' };
        const { failure, measurementCount } = await diagnose(connectionTo(server.url, credentials), { place }, never);
        return failure?.reason ?? `${String(measurementCount)} measurements`;
      };
      expect(await state({ kind: 'none' }, 'plant')).toBe('unauthorized');
      expect(await state({ kind: 'password', user: 'admin', password: 'wrong' }, 'plant')).toBe('unauthorized');
      expect(await state(admin, 'plant')).toBe('0 measurements');
      expect(await state(admin, 'nowhere')).toBe('database-missing');
      await asAdmin(`CREATE USER "guest" WITH PASSWORD 'x'`);
      expect(await state({ kind: 'password', user: 'guest', password: 'x' }, 'plant')).toMatch(
        /^(forbidden|database-missing)$/,
      );
    },
  );
});
