import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { quality } from '../../../shared/history/historySource';
import type { RemoteSource } from '../../../shared/history/remoteSource';
import { seriesKeyOf } from '../../../shared/influx/seriesAddress';
import { reasonOf } from '../../../testing/influxConnections';
import { fixtureMapping } from '../../../testing/influxFixture';
import { fieldOf, openReader } from '../../../testing/influxReading';
import { findInfluxd, type InfluxServer, startInfluxServer } from '../../../testing/influxServer';
import { listSeries } from './browseSeries';
import type { InfluxReader } from './influxReader';
import { influxSource } from './influxSource';
import { proposeMappings } from './proposeMapping';

const never = new AbortController().signal;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const startMs = 1_767_225_600_000;
const endMs = startMs + 60 * dayMs;
const at = (timeMs: number): string => String(timeMs);

function key(field: string, measurement = 'bldg0'): string {
  return seriesKeyOf(fieldOf(field, measurement));
}

// Without influxd on the PATH these are reported as skipped.
describe.skipIf(findInfluxd() === undefined)('reads of a source over InfluxDB (needs influxd)', () => {
  let server: InfluxServer;
  let reader: InfluxReader;
  let source: RemoteSource;
  /** The lookbacks of the reads of last samples, with how many series each asked for. */
  let looks: (readonly [lookbackMs: number | undefined, count: number])[];
  let nowMs: number;

  beforeAll(async () => {
    server = await startInfluxServer();
    await server.query('CREATE DATABASE plant');
    const minutes = Array.from({ length: 600 }, (_, minute) => endMs - minute * minuteMs);
    await server.write('plant', [
      ...minutes.map((timeMs) => `bldg0 steady=${(timeMs - startMs) / minuteMs} ${at(timeMs)}`),
      `bldg0 rare=1 ${at(startMs)}`,
      `bldg0 rare=2 ${at(endMs - 3 * dayMs)}`,
      `bldg0 old=1 ${at(startMs)}`,
      `bldg0 old=2 ${at(startMs + 7)}`,
    ]);
  });
  afterAll(async () => {
    reader.dispose();
    await server.dispose();
  });
  beforeEach(() => {
    reader = openReader(server.url);
    looks = [];
    nowMs = endMs;
    const counted: InfluxReader = {
      ...reader,
      readLatest: (addresses, moment, signal) => {
        looks.push([moment.lookbackMs, addresses.length]);
        return reader.readLatest(addresses, moment, signal);
      },
    };
    source = influxSource(counted, { mapping: fixtureMapping('field', 'plant'), now: () => nowMs });
  });

  const names = [key('steady'), key('rare'), key('old'), key('nothing')];
  const valuesAt = async (timeMs: number): Promise<readonly number[]> =>
    Array.from((await source.readSnapshot(names, timeMs, never)).values);

  test('[I40] it looks back a little first, and further only for the series still missing', async () => {
    expect(await valuesAt(endMs)).toEqual([60 * 1_440, 2, 2, NaN]);
    expect(looks).toEqual([
      [hourMs, 4],
      [dayMs, 3],
      [7 * dayMs, 3],
      [30 * dayMs, 2],
      [endMs - startMs + 1, 1],
    ]);
  });

  test('[I40] it remembers how far it had to look, and what is not there', async () => {
    await valuesAt(endMs);
    looks = [];
    expect(await valuesAt(endMs - minuteMs)).toEqual([60 * 1_440 - 1, 2, 2, NaN]);
    expect(looks).toEqual([
      [hourMs, 1],
      [61 * dayMs - 7, 2],
    ]);
    // What was missing is looked for again after a while.
    nowMs += 2 * minuteMs;
    looks = [];
    await valuesAt(endMs);
    expect(looks.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(3);
  });

  test('[I40] before the first sample nothing is asked once that is known', async () => {
    await source.describe(never, names);
    looks = [];
    expect(await valuesAt(startMs - 1)).toEqual([NaN, NaN, NaN, NaN]);
    expect(looks).toEqual([]);
  });

  test('[I41] a series is described by its ends and its period; one without a sample is not there', async () => {
    const described = await source.describe(never, names);
    expect(described.map(({ name }) => name)).toEqual([key('old'), key('rare'), key('steady')]);
    expect(described[2]).toEqual({
      name: key('steady'),
      unit: '',
      description: 'bldg0 › steady',
      sampleCount: undefined,
      firstMs: endMs - 599 * minuteMs,
      lastMs: endMs,
      typicalPeriodMs: minuteMs,
    });
    expect(described[1]).toMatchObject({ firstMs: startMs, lastMs: endMs - 3 * dayMs, typicalPeriodMs: undefined });
    expect(await source.describe(never)).toEqual(described);
  });

  test('[I42] names of another database, and texts that are no name of a series, are empty', async () => {
    const fakes = [
      'steady',
      '',
      '[]',
      '["plant","","bldg0","steady"] ',
      '["plant", "", "bldg0", "steady"]',
      seriesKeyOf({ ...fieldOf('steady', 'bldg0'), database: 'nowhere' }),
      seriesKeyOf({ ...fieldOf('steady', 'bldg0'), retentionPolicy: 'nope' }),
    ];
    const snapshot = await source.readSnapshot(fakes, endMs, never);
    expect(Array.from(snapshot.timesMs)).toEqual(fakes.map(() => NaN));
    expect(await source.describe(never, fakes)).toEqual([]);
    const grid = { startMs, stepMs: dayMs, frameCount: 3 };
    expect(Array.from((await source.readFrames(fakes, grid, never)).values)).not.toContain(0);
    expect(Array.from((await source.readCoarseFrames(fakes, grid, never)).values)).not.toContain(0);
    expect(looks).toEqual([]);
  });

  test('[I43] coarse frames are never of the future, at most a step old, and all approximate', async () => {
    const grid = { startMs: endMs - 300 * minuteMs, stepMs: 10 * minuteMs + 0.25, frameCount: 20 };
    const tile = await source.readCoarseFrames(names, grid, never);
    const exact = await source.readFrames(names, grid, never);
    expect(new Set(tile.qualities)).toEqual(new Set([quality.approximate]));
    for (let frame = 0; frame < grid.frameCount; frame += 1) {
      const entry = frame * names.length;
      const lag = (exact.values[entry] ?? NaN) - (tile.values[entry] ?? NaN);
      // A minute counts 1.
      expect(lag).toBeGreaterThanOrEqual(0);
      expect(lag).toBeLessThanOrEqual(11);
      expect(tile.agesMs[entry]).toBeGreaterThanOrEqual(0);
      expect([tile.values[entry + 1], tile.values[entry + 3]]).toEqual([2, NaN]);
    }
  });

  test('[I44] how fast samples come is learned from long reads', async () => {
    const before = source.rawSamplesPerSecond();
    await server.write(
      'plant',
      Array.from({ length: 6_000 }, (_, second) => `fast v=${second} ${at(startMs + second * 1_000)}`),
    );
    for await (const block of source.readRaw([key('v', 'fast')], { startMs, endMs }, never)) {
      expect(block.index).toBe(0);
    }
    expect(source.rawSamplesPerSecond()).not.toBe(before);
    expect(source.rawSamplesPerSecond()).toBeGreaterThan(0);
  });

  test('[I45] a source that dies in the middle fails as unreachable, and answers again when it is back', async () => {
    const own = await startInfluxServer();
    const lost = influxSource(openReader(own.url), { mapping: fixtureMapping('field', 'plant'), now: () => nowMs });
    await own.query('CREATE DATABASE plant');
    await own.write('plant', [`bldg0 steady=1 ${at(endMs)}`]);
    expect(Array.from((await lost.readSnapshot([key('steady')], endMs, never)).values)).toEqual([1]);
    await own.dispose();
    expect(await reasonOf(lost.readSnapshot([key('steady')], endMs, never))).toBe('unreachable');
    expect(await reasonOf(source.readSnapshot([key('steady')], endMs, never))).toBe('answered');
  });

  test('[I46] all series of a mapping are listed: fields by sets of tags, sensors by their tag', async () => {
    await server.query('CREATE DATABASE mixed');
    await server.write('mixed', [
      ...['a', 'b'].map((site) => `ahu,site=${site},host=x,unit=1 temp=1,on=true,note="n" ${at(startMs)}`),
      `plain v=1i ${at(startMs)}`,
      `notes text="x" ${at(startMs)}`,
      ...Array.from({ length: 3_000 }, (_, sensor) => `sensors,sensor=s${sensor},host=x value=1 ${at(startMs)}`),
    ]);
    const place = { database: 'mixed', retentionPolicy: '' };
    const fields = [...(await listSeries(reader, fixtureMapping('field', 'mixed'), never)).values()];
    // `host` and `unit` never differ: they tell nothing apart.
    expect(fields.filter(({ measurement }) => measurement === 'ahu')).toEqual(
      ['on', 'temp'].flatMap((field) =>
        ['a', 'b'].map((site) => ({ ...place, measurement: 'ahu', field, tags: { site } })),
      ),
    );
    expect(fields.filter(({ measurement }) => measurement === 'plain')).toEqual([
      { ...place, measurement: 'plain', field: 'v', tags: {} },
    ]);
    const sensors = await listSeries(reader, fixtureMapping('tag', 'mixed'), never);
    expect(sensors.size).toBe(3_000);
    expect(
      sensors.get(seriesKeyOf({ ...place, measurement: 'sensors', field: 'value', tags: { sensor: 's7' } })),
    ).toBeDefined();
    const [best] = await proposeMappings(reader, place, never);
    expect(best?.mapping).toEqual(fixtureMapping('tag', 'mixed'));
    expect(best?.sensorCount).toBe(3_000);
  });
});
