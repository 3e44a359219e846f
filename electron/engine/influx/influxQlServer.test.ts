import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { identifierText } from '../../../shared/influx/influxQlText';
import { hostileNames } from '../../../testing/hostileNames';
import { reasonOf } from '../../../testing/influxConnections';
import { keyText } from '../../../testing/influxFixture';
import { fieldOf, latestOf, openReader, rawOf, testPlace, valuesOf } from '../../../testing/influxReading';
import { findInfluxd, type InfluxServer, startInfluxServer } from '../../../testing/influxServer';
import type { InfluxReader } from './influxReader';

const never = new AbortController().signal;
const startMs = 1_767_225_600_000;
const minuteMs = 60_000;

// Without influxd on the PATH these are reported as skipped.
describe.skipIf(findInfluxd() === undefined)('what a real InfluxDB does with our questions (needs influxd)', () => {
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

  test('[I1] 2,000 hostile names that are not there answer as empty and break nothing', async () => {
    const names = hostileNames(2_000);
    await server.write('plant', [`canary,sensor=yellow value=7 ${startMs}`]);
    const asked = names.flatMap((name) => [
      fieldOf(name, 'canary'),
      fieldOf('value', 'canary', { sensor: name }),
      fieldOf('value', 'canary', { [name]: 'x' }),
      fieldOf('value', name),
    ]);
    const judging = openReader(server.url, { qualityFieldOf: () => 'Quality' });
    const found = await latestOf(judging, [...asked, fieldOf('value', 'canary', { sensor: 'yellow' })], {
      timeMs: startMs,
    });
    expect(found.slice(0, -1).filter(([, value]) => !Number.isNaN(value))).toEqual([]);
    expect(found.at(-1)).toEqual([startMs, 7]);
    for (const name of names.slice(0, 100)) {
      expect(await reader.listTagValues({ ...testPlace, measurement: name, tag: name }, never)).toEqual([]);
    }
    judging.dispose();
  });

  test('[I1] hostile names that are there are found, each with its own value', async () => {
    // What line protocol can hold as the value of a tag.
    const tags = hostileNames(2_000).filter((name) => !/[\n\\]/.test(name));
    expect(tags.length).toBeGreaterThan(500);
    await server.write(
      'plant',
      tags.map((name, at) => `hostile,sensor=${keyText(name)} value=${at} ${startMs}`),
    );
    const asked = tags.map((sensor) => fieldOf('value', 'hostile', { sensor }));
    expect(valuesOf(await latestOf(reader, asked, { timeMs: startMs }))).toEqual(tags.map((_, at) => at));
    const listed = await reader.listTagValues({ ...testPlace, measurement: 'hostile', tag: 'sensor' }, never);
    expect(listed).toEqual([...tags].sort());
  });

  test('[I1] hostile names of fields that are there are found, each with its own value', async () => {
    const names = hostileNames(2_000)
      .filter((name) => name !== 'time')
      .slice(0, 400);
    await server.write('plant', [`source value=0 ${startMs}`]);
    for (let from = 0; from < names.length; from += 50) {
      const part = names.slice(from, from + 50);
      const columns = part.map((name, at) => `"value" + ${from + at} AS ${identifierText(name) ?? ''}`);
      await server.query(`SELECT ${columns.join(', ')} INTO "hostileFields" FROM "source"`, 'plant');
    }
    const stored = (await reader.listMeasurements(testPlace, never)).find(({ name }) => name === 'hostileFields');
    // InfluxDB itself changes some names with a backslash while it copies.
    const known = new Set(stored?.fields.map(({ name }) => name));
    const fields = names.filter((name) => known.has(name));
    expect(fields.length).toBeGreaterThan(200);
    const asked = fields.map((name) => fieldOf(name, 'hostileFields'));
    expect(valuesOf(await latestOf(reader, asked, { timeMs: startMs }))).toEqual(
      fields.map((name) => names.indexOf(name)),
    );
  });

  test('[I18] an abort leaves no query running', async () => {
    const fields = Array.from({ length: 100 }, (_, at) => `s${String(at)}=${String(at + 0.125)}`).join(',');
    await server.write(
      'plant',
      Array.from({ length: 20_000 }, (_, at) => `wide ${fields} ${startMs + at * 1_000}`),
    );
    const asked = Array.from({ length: 100 }, (_, at) => fieldOf(`s${String(at)}`, 'wide'));
    const range = { startMs, endMs: startMs + 86_400_000 };
    const queries = async (): Promise<number> =>
      JSON.stringify(await server.query('SHOW QUERIES')).split('FROM wide').length - 1;
    const controller = new AbortController();
    // Long to work out, and nothing to say before the end.
    const buckets = reader.readBuckets(asked, { range, bucketMs: 86_400_000 }, controller.signal);
    const first = reasonOf(buckets[Symbol.asyncIterator]().next());
    await vi.waitUntil(async () => (await queries()) === 1, { timeout: 5_000, interval: 5 });
    controller.abort();
    expect(await first).toBe('AbortError');
    await vi.waitUntil(async () => (await queries()) === 0, { timeout: 5_000 });
  });
});

describe.skipIf(findInfluxd() === undefined)('an InfluxDB with limits (needs influxd)', () => {
  const lines = Array.from({ length: 600 }, (_, at) =>
    ['a', 'b', 'c'].map((sensor) => `m,sensor=${sensor} v=${at},w=${-at} ${startMs + at * minuteMs}`),
  ).flat();
  const asked = ['a', 'b', 'c'].flatMap((sensor) => ['v', 'w'].map((field) => fieldOf(field, 'm', { sensor })));
  const range = { startMs, endMs: startMs + 600 * minuteMs };

  async function limited(settings: readonly string[]): Promise<{ server: InfluxServer; reader: InfluxReader }> {
    const server = await startInfluxServer({ coordinator: settings });
    await server.query('CREATE DATABASE plant');
    await server.write('plant', lines);
    return { server, reader: openReader(server.url) };
  }

  test('[I27] a range with too many points is read in halves, each sample once and in order', async () => {
    const { server, reader } = await limited(['max-select-point = 500']);
    try {
      for (const address of asked) {
        const samples = await rawOf(reader, address);
        expect(samples.map(([timeMs]) => timeMs)).toEqual(
          Array.from({ length: 600 }, (_, at) => startMs + at * minuteMs),
        );
      }
      const counts = asked.map(() => 0);
      for await (const { index, timesMs } of reader.readRaw(asked, range, never)) {
        counts[index] = (counts[index] ?? 0) + timesMs.length;
      }
      expect(counts).toEqual(asked.map(() => 600));
      const moment = { timeMs: range.endMs, lookbackMs: 600 * minuteMs };
      expect(valuesOf(await latestOf(reader, asked, moment))).toEqual([599, -599, 599, -599, 599, -599]);
      const found = new Map<number, number>();
      for await (const { index, count } of reader.readBuckets(asked, { range, bucketMs: 16 * minuteMs }, never)) {
        found.set(
          index,
          count.reduce((sum, one) => sum + one, 0),
        );
      }
      expect([...found.values()]).toEqual(asked.map(() => 600));
    } finally {
      reader.dispose();
      await server.dispose();
    }
  });

  test('[I27] too many series and too many buckets at once are asked for in parts', async () => {
    const { server, reader } = await limited(['max-select-series = 2', 'max-select-buckets = 20']);
    try {
      expect(valuesOf(await latestOf(reader, asked, { timeMs: range.endMs }))).toHaveLength(6);
      expect(valuesOf(await latestOf(reader, asked, { timeMs: range.endMs }))).not.toContain(NaN);
      let buckets = 0;
      for await (const { startsMs } of reader.readBuckets(asked, { range, bucketMs: 5 * minuteMs }, never)) {
        buckets += startsMs.length;
      }
      expect(buckets).toBe(6 * 120);
    } finally {
      reader.dispose();
      await server.dispose();
    }
  });
});
