import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reasonOf } from '../../../testing/influxConnections';
import { fieldOf, latestOf, openReader, rawOf, testPlace, valuesOf } from '../../../testing/influxReading';
import { findInfluxd, type InfluxServer, startInfluxServer } from '../../../testing/influxServer';
import type { InfluxReader } from './influxReader';

const never = new AbortController().signal;
const minuteMs = 60_000;
const dayMs = 86_400_000;
const startMs = 1_767_225_600_000;

// Without influxd on the PATH these are reported as skipped.
describe.skipIf(findInfluxd() === undefined)('reading a real InfluxDB in InfluxQL (needs influxd)', () => {
  let server: InfluxServer;
  let reader: InfluxReader;
  beforeAll(async () => {
    server = await startInfluxServer();
    await server.query('CREATE DATABASE plant');
    reader = openReader(server.url);
  });
  afterAll(async () => {
    reader.dispose();
    await server.dispose();
  });

  test('[I20] each field has its own last time, and a lookback reaches exactly as far as it says', async () => {
    await server.write('plant', [`ages a=1 ${startMs}`, `ages b=2 ${startMs + 10}`, `ages a=3 ${startMs + 20}`]);
    const both = [fieldOf('a', 'ages'), fieldOf('b', 'ages')];
    expect(await latestOf(reader, both, { timeMs: startMs + 19 })).toEqual([
      [startMs, 1],
      [startMs + 10, 2],
    ]);
    expect(await latestOf(reader, both, { timeMs: startMs + 20, lookbackMs: 10 })).toEqual([
      [startMs + 20, 3],
      [startMs + 10, 2],
    ]);
    expect((await latestOf(reader, both, { timeMs: startMs + 20, lookbackMs: 9 }))[1]).toEqual([NaN, NaN]);
    expect(valuesOf(await latestOf(reader, both, { timeMs: startMs - 1 }))).toEqual([NaN, NaN]);
    const asked = [...both, fieldOf('c', 'ages')];
    expect(Array.from(await reader.readFirstTimes(asked, never))).toEqual([startMs, startMs + 10, NaN]);
  });

  test('[I3] samples within one millisecond are one, the last, in snapshots and samples alike', async () => {
    const ns = (offset: number): string => `${String(startMs)}${String(offset).padStart(6, '0')}`;
    const lines = [`fine v=1 ${ns(100)}`, `fine v=2 ${ns(999_999)}`].join('\n');
    await fetch(`${server.url}/write?db=plant`, { method: 'POST', body: lines });
    await server.write('plant', [`fine v=3 ${startMs + 1}`]);
    const address = fieldOf('v', 'fine');
    expect(await latestOf(reader, [address], { timeMs: startMs })).toEqual([[startMs, 2]]);
    expect(await rawOf(reader, address)).toEqual([
      [startMs, 2, 0],
      [startMs + 1, 3, 0],
    ]);
    expect(await rawOf(reader, address, startMs + 1)).toEqual([[startMs, 2, 0]]);
  });

  test('[I5] an address that leaves tags out means all series that agree with it', async () => {
    await server.write('plant', [
      `tagged,site=a,unit=1,host=x v=1 ${startMs}`,
      `tagged,site=a,unit=2,host=x v=2 ${startMs + 1}`,
      `tagged,site=b,unit=1,host=x v=3 ${startMs + 2}`,
      `tagged,site=b,unit=1,host=y v=4 ${startMs + 3}`,
    ]);
    const tags = [{ site: 'a' }, { site: 'b', unit: '1' }, { unit: '1' }, {}, { site: 'b', unit: '2' }, { nope: 'x' }];
    const asked = tags.map((some) => fieldOf('v', 'tagged', some));
    expect(valuesOf(await latestOf(reader, asked, { timeMs: startMs + 9 }))).toEqual([2, 4, 4, 4, NaN, NaN]);
    expect(await rawOf(reader, fieldOf('v', 'tagged', { unit: '1' }))).toHaveLength(3);
  });

  test('[I21] measurements, databases and retention policies do not mix', async () => {
    await server.query('CREATE RETENTION POLICY "year" ON plant DURATION 5200w REPLICATION 1');
    await server.write('plant', [`twice v=1 ${startMs}`, `other v=3 ${startMs}`]);
    await server.write('plant', [`twice v=2 ${startMs}`], 'year');
    const asked = [
      fieldOf('v', 'twice'),
      { ...fieldOf('v', 'twice'), retentionPolicy: 'year' },
      fieldOf('v', 'other'),
      fieldOf('v', 'third'),
    ];
    expect(valuesOf(await latestOf(reader, asked, { timeMs: startMs }))).toEqual([1, 2, 3, NaN]);
  });

  test('[I22] an unknown database or retention policy is a failure, anything else unknown is empty', async () => {
    const here = { timeMs: startMs };
    expect(await reasonOf(rawOf(reader, { ...fieldOf('a', 'm'), database: 'nowhere' }))).toBe('database-missing');
    expect(await reasonOf(latestOf(reader, [{ ...fieldOf('a', 'm'), retentionPolicy: 'no' }], here))).toBe(
      'database-missing',
    );
    expect(await rawOf(reader, fieldOf('nothing', 'nowhere'))).toEqual([]);
    expect(await latestOf(reader, [], here)).toEqual([]);
  });

  test('[I23] integers and booleans are numbers, texts are no samples', async () => {
    await server.write('plant', [
      `kinds i=9007199254740993i,b=true,t="on",f=1.5 ${startMs}`,
      `kinds i=-4i,b=false,t="off",f=-0.5 ${startMs + minuteMs}`,
    ]);
    expect(valuesOf(await rawOf(reader, fieldOf('i', 'kinds')))).toEqual([9_007_199_254_740_992, -4]);
    expect(valuesOf(await rawOf(reader, fieldOf('b', 'kinds')))).toEqual([1, 0]);
    expect(await rawOf(reader, fieldOf('t', 'kinds'))).toEqual([]);
    const asked = [fieldOf('t', 'kinds'), fieldOf('b', 'kinds')];
    expect(valuesOf(await latestOf(reader, asked, { timeMs: startMs + minuteMs }))).toEqual([NaN, 0]);
  });

  test('[I23] what InfluxDB cannot aggregate is aggregated here', async () => {
    await server.write('plant', [
      `mixed i=3i,b=true,t="on",f=1.5 ${startMs}`,
      `mixed i=-4i,b=false,t="off",f=-0.5 ${startMs + minuteMs}`,
    ]);
    const asked = ['b', 'f', 't', 'i'].map((field) => fieldOf(field, 'mixed'));
    const read = async (bucketMs: number): Promise<Map<number, readonly number[]>> => {
      const found = new Map<number, readonly number[]>();
      const range = { startMs, endMs: startMs + 10 * minuteMs };
      for await (const block of reader.readBuckets(asked, { range, bucketMs }, never)) {
        const { first, last, minimum, maximum, mean, count } = block;
        found.set(
          block.index,
          [first, last, minimum, maximum, mean, count].map((column) => column[0] ?? NaN),
        );
      }
      return found;
    };
    const expected = new Map([
      [0, [1, 0, 0, 1, 0.5, 2]],
      [1, [1.5, -0.5, -0.5, 1.5, 0.5, 2]],
      [3, [3, -4, -4, 3, -0.5, 2]],
    ]);
    expect(await read(10 * minuteMs)).toEqual(expected);
    // No whole number of milliseconds.
    expect(await read(startMs / 2_945_374.5)).toEqual(expected);
  });

  test('[I24] the quality beside a value comes with it, as number or as text', async () => {
    const said = ['"Good"', '"UncertainLastUsableValue"', '"Bad (0x80000000)"', '"192"'];
    await server.write(
      'plant',
      said.map((text, at) => `opcua,id=a value=${at},Quality=${text} ${startMs + at}`),
    );
    await server.write('plant', [`opcua,id=a value=9 ${startMs + 9}`, `opcua,id=b Quality="Bad" ${startMs + 10}`]);
    const codes = [192, 64, 0, 8];
    await server.write(
      'plant',
      codes.map((code, at) => `codes,id=a value=${at},Quality=${code} ${startMs + at}`),
    );
    const judging = openReader(server.url, { qualityFieldOf: () => 'Quality' });
    const qualities = async (measurement: string): Promise<unknown> =>
      (await rawOf(judging, fieldOf('value', measurement, { id: 'a' }))).map(([, , code]) => code);
    expect(await qualities('opcua')).toEqual([0, 1, 2, 0, 0]);
    expect(await qualities('codes')).toEqual([0, 1, 0, 2]);
    const moment = { timeMs: startMs + 2, lookbackMs: undefined };
    const last = await judging.readLatest([fieldOf('value', 'opcua', { id: 'a' })], moment, never);
    expect(Array.from(last.qualities)).toEqual([2]);
    // A quality alone ends the value.
    expect(await rawOf(judging, fieldOf('value', 'opcua', { id: 'b' }))).toEqual([[startMs + 10, NaN, 2]]);
    judging.dispose();
  });

  test('[I25] a field whose type has changed answers what it has; a measurement that is dropped is empty', async () => {
    await server.write('plant', [`turned v=1.5 ${startMs}`]);
    await server.write('plant', [`turned v="broken" ${startMs + 30 * dayMs}`]);
    const address = fieldOf('v', 'turned');
    expect(await reasonOf(latestOf(reader, [address], { timeMs: startMs + 31 * dayMs }))).toBe('answered');
    const near = { timeMs: startMs + minuteMs, lookbackMs: 3_600_000 };
    expect(await latestOf(reader, [address], near)).toEqual([[startMs, 1.5]]);
    expect(valuesOf(await rawOf(reader, address))).toEqual([1.5]);
    await server.query('DROP MEASUREMENT turned', 'plant');
    expect(await rawOf(reader, address)).toEqual([]);
    expect(valuesOf(await latestOf(reader, [address], near))).toEqual([NaN]);
  });

  test('[I10] JSON and one statement a request answer the same', async () => {
    const sensors = ['a', 'b', 'c'];
    await server.write(
      'plant',
      sensors.map((sensor, at) => `same,sensor=${sensor} value=${at},w=${at / 3} ${startMs}`),
    );
    const asked = [...sensors, 'd'].flatMap((sensor) =>
      ['value', 'w'].map((field) => fieldOf(field, 'same', { sensor })),
    );
    const plain = openReader(server.url, { format: 'json', mostStatements: 1 });
    const moment = { timeMs: startMs };
    expect(valuesOf(await latestOf(reader, asked, moment))).toEqual([0, 0, 1, 1 / 3, 2, 2 / 3, NaN, NaN]);
    expect(await latestOf(plain, asked, moment)).toEqual(await latestOf(reader, asked, moment));
    expect(await rawOf(plain, fieldOf('w', 'same'))).toEqual(await rawOf(reader, fieldOf('w', 'same')));
    plain.dispose();
  });

  test("[I26] what is there is listed: databases without the server's own, fields with types, tags, sets of tags", async () => {
    await server.query('CREATE DATABASE listed');
    await server.write('listed', [
      `ahu,site=a,host=x temp=1,on=true,note="x",n=3i ${startMs}`,
      `ahu,site=b\\,\\ c\\=d,host=x temp=1 ${startMs}`,
      `plain v=1 ${startMs}`,
    ]);
    const place = { ...testPlace, database: 'listed' };
    expect(await reader.listDatabases(never)).toEqual(['listed', 'plant']);
    const types = { n: 'integer', note: 'string', on: 'boolean', temp: 'float' };
    expect(await reader.listMeasurements(place, never)).toEqual([
      { name: 'ahu', fields: Object.entries(types).map(([name, type]) => ({ name, type })), tagKeys: ['host', 'site'] },
      { name: 'plain', fields: [{ name: 'v', type: 'float' }], tagKeys: [] },
    ]);
    const ahu = { ...place, measurement: 'ahu' };
    expect(await reader.listTagValues({ ...ahu, tag: 'site' }, never)).toEqual(['a', 'b, c=d']);
    expect(await reader.listTagSets?.(ahu, never)).toEqual([
      { host: 'x', site: 'a' },
      { host: 'x', site: 'b, c=d' },
    ]);
  });
});
