import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { SeriesAddress } from '../../../shared/influx/seriesAddress';
import { fluxServerPath, type FluxServer, startFluxServer } from '../../../testing/fluxServer';
import { hostileNames } from '../../../testing/hostileNames';
import { keyText, measurementText } from '../../../testing/influxFixture';
import { addressOf as address, all, at } from '../../../testing/influxSamples';
import { FluxClient } from './fluxClient';
import { fluxReader } from './fluxReader';
import type { InfluxConnection } from './influxConnection';
import type { InfluxReader } from './influxReader';
import { influxWriter } from './influxWriter';

const { signal } = new AbortController();

function reasonOf(reason: string): object {
  return { error: { code: 'source-failed', reason } };
}

describe.skipIf(fluxServerPath() === undefined)('what Flux on a real server is asked, and by whom', () => {
  let server: FluxServer;
  let reader: InfluxReader;

  beforeAll(async () => {
    server = await startFluxServer();
    reader = fluxReader(new FluxClient(server.connection));
    await server.query('CREATE DATABASE "plant"');
    await server.write('plant', [
      `sensors,sensor=a,host=x value=1 ${at(0)}`,
      `sensors,sensor=b,host=x value=2 ${at(0)}`,
      `m value=1,count=1i,on=true,note="n" ${at(0)}`,
      `old value=2 -86400000`,
      `bare value=1 ${at(0)}`,
      `bare,sensor=s value=2 ${at(0)}`,
    ]);
  }, 60_000);

  afterAll(async () => {
    reader?.dispose();
    await server?.dispose();
  });

  async function latest(addresses: readonly SeriesAddress[], timeMs: number, fired = signal) {
    const found = await reader.readLatest(addresses, { timeMs, lookbackMs: undefined }, fired);
    return Array.from(found.timesMs, (time, k) => [time, found.values[k]]);
  }

  test('[I64] what there is is listed with its types, however old', async () => {
    await server.query(`CREATE DATABASE "Halle 3 'Nord'"`);
    expect(await reader.listDatabases(signal)).toEqual(["Halle 3 'Nord'", 'plant']);
    const place = { database: 'plant', retentionPolicy: '' };
    const found = await reader.listMeasurements(place, signal);
    expect(found.map(({ name }) => name)).toEqual(['bare', 'm', 'old', 'sensors']);
    expect(found.find(({ name }) => name === 'm')).toEqual({
      name: 'm',
      fields: [
        { name: 'count', type: 'integer' },
        { name: 'note', type: 'string' },
        { name: 'on', type: 'boolean' },
        { name: 'value', type: 'float' },
      ],
      tagKeys: [],
    });
    expect(found.find(({ name }) => name === 'sensors')?.tagKeys).toEqual(['host', 'sensor']);
    expect(await reader.listTagValues({ ...place, measurement: 'sensors', tag: 'sensor' }, signal)).toEqual(['a', 'b']);
    expect(await reader.listTagValues({ ...place, measurement: 'bare', tag: 'sensor' }, signal)).toEqual(['s']);
    expect(await reader.listTagValues({ ...place, measurement: 'bare', tag: 'nothing' }, signal)).toEqual([]);
  });

  test('[I57] what is not there is empty, a bucket that is not there is a failure', async () => {
    const range = { startMs: at(0), endMs: at(9) };
    expect(await all(reader.readRaw([address({ measurement: 'none' })], range, signal))).toEqual([]);
    expect(await all(reader.readRaw([address({ field: 'none' })], range, signal))).toEqual([]);
    const missing = address({ database: 'none' });
    await expect(latest([missing], at(0))).rejects.toMatchObject(reasonOf('database-missing'));
    await expect(all(reader.readRaw([missing], range, signal))).rejects.toMatchObject(reasonOf('database-missing'));
    await expect(reader.listMeasurements(missing, signal)).rejects.toMatchObject(reasonOf('database-missing'));
  });

  test('[I50] hostile names as measurement, field and tag reach their own series', async () => {
    const names = hostileNames(2_000).filter((name) => /^[^\n\\]+$/.test(name) && name.trim() === name);
    const some = names.filter((name) => !['time', '_field', '_measurement'].includes(name)).slice(0, 300);
    expect(some).toHaveLength(300);
    const tagged = some.map((name, k) => `hostile,sensor=${keyText(name)} value=${k} ${at(k)}`);
    const fields = some.map((name, k) => `hostileFields ${keyText(name)}=${k} ${at(k)}`);
    const measurements = some.slice(0, 50).map((name, k) => `${measurementText(`.${name}`)} value=${k} ${at(k)}`);
    await server.write('plant', [...tagged, ...fields, ...measurements]);
    const expected = some.map((_, k) => [at(k), k]);
    const ofTags = some.map((name) => address({ measurement: 'hostile', tags: { sensor: name } }));
    const ofFields = some.map((field) => address({ measurement: 'hostileFields', field }));
    const ofMeasurements = some.slice(0, 50).map((name) => address({ measurement: `.${name}` }));
    expect(await latest(ofTags, at(9_999))).toEqual(expected);
    expect(await latest(ofFields, at(9_999))).toEqual(expected);
    expect(await latest(ofMeasurements, at(9_999))).toEqual(expected.slice(0, 50));
    const listedNames = await reader.listTagValues(
      { database: 'plant', retentionPolicy: '', measurement: 'hostile', tag: 'sensor' },
      signal,
    );
    expect([...listedNames].sort()).toEqual([...some].sort());
  });

  test('[I58] a read whose signal has fired rejects, and leaves no question running', async () => {
    const lines = Array.from(
      { length: 200_000 },
      (_, k) => `load,sensor=s${k % 200} value=${k % 17} ${at(Math.floor(k / 200))}`,
    );
    await server.write('plant', lines);
    const asked = Array.from({ length: 200 }, (_, k) => address({ measurement: 'load', tags: { sensor: `s${k}` } }));
    const controller = new AbortController();
    const reading = all(
      reader.readBuckets(asked, { range: { startMs: at(0), endMs: at(1_000) }, bucketMs: 60_000 }, controller.signal),
    );
    await expect.poll(() => server.questionsRunning(), { timeout: 10_000 }).toBeGreaterThan(0);
    controller.abort('an odd reason');
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => server.questionsRunning(), { timeout: 10_000 }).toBe(0);
    const early = new AbortController();
    early.abort();
    await expect(latest([address()], at(0), early.signal)).rejects.toMatchObject({ name: 'AbortError' });
    await expect(all(reader.readRaw([], { startMs: 0, endMs: 1 }, early.signal))).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  test('[I65] the clock of the server is noticed', async () => {
    const late = fluxReader(new FluxClient(server.connection, { now: () => Date.now() - 3_600_000 }));
    expect(late.clockSkewMs()).toBe(0);
    await late.listDatabases(signal);
    expect(Math.abs(late.clockSkewMs() - 3_600_000)).toBeLessThan(2_000);
    late.dispose();
  });

  test('[I57] [I71] user and password are told as 1.8 wants them, and wrong ones are a failure that does not tell them', async () => {
    const guarded = await startFluxServer({ authEnabled: true });
    onTestFinished(() => guarded.dispose());
    await guarded.query(`CREATE USER "eng" WITH PASSWORD 'se-cr/et' WITH ALL PRIVILEGES`);
    const credentialsOf = (password: string) => ({ kind: 'password', user: 'eng', password }) as const;
    const right = { ...guarded.connection, credentials: credentialsOf('se-cr/et') };
    const create = new URLSearchParams({ q: 'CREATE DATABASE "plant"', u: 'eng', p: 'se-cr/et' });
    await fetch(`${guarded.url}/query?${create.toString()}`, { method: 'POST' });
    const point = { measurement: 'm', tags: {}, fields: { value: 4 }, timeMs: at(0) };
    for (const door of ['write', 'api/v2/write'] as const) {
      const queued = { sourceId: 's', database: 'plant', retentionPolicy: 'autogen', ...point };
      const writer = influxWriter(right, { door });
      expect(await writer.write([queued], signal)).toEqual({ kind: 'written' });
      const wrong = influxWriter({ ...right, credentials: credentialsOf('guessed') }, { door });
      expect(await wrong.write([queued], signal)).toMatchObject({ kind: 'retry-later', reason: 'unauthorized' });
    }
    const ask = (connection: InfluxConnection) =>
      fluxReader(new FluxClient(connection)).readLatest(
        [address({ retentionPolicy: 'autogen' })],
        { timeMs: at(1), lookbackMs: undefined },
        signal,
      );
    expect((await ask(right)).values).toEqual(Float64Array.of(4));
    const refused: unknown = await ask({ ...right, credentials: credentialsOf('guessed') }).catch(
      (thrown: unknown) => thrown,
    );
    expect(refused).toMatchObject(reasonOf('unauthorized'));
    expect(JSON.stringify(refused)).not.toContain('guessed');
  });
});
