import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BucketBlock } from '../../../shared/history/historySource';
import type { SeriesAddress } from '../../../shared/influx/seriesAddress';
import { fluxServerPath, type FluxServer, startFluxServer } from '../../../testing/fluxServer';
import { addressOf as address, all, at, pairsOf } from '../../../testing/influxSamples';
import { FluxClient } from './fluxClient';
import { fluxReader, type FluxReaderOptions } from './fluxReader';
import type { InfluxReader } from './influxReader';

const minuteMs = 60_000;
const { signal } = new AbortController();

function sensor(name: string): SeriesAddress {
  return address({ measurement: 'sensors', tags: { sensor: name } });
}

describe.skipIf(fluxServerPath() === undefined)('Flux on a real server', () => {
  let server: FluxServer;
  let reader: InfluxReader;

  function open(options: FluxReaderOptions = {}): InfluxReader {
    return fluxReader(new FluxClient(server.connection), options);
  }

  beforeAll(async () => {
    server = await startFluxServer();
    reader = open();
    await server.query('CREATE DATABASE "plant"');
    await server.query('CREATE RETENTION POLICY "year" ON "plant" DURATION INF REPLICATION 1');
    const minutes = Array.from({ length: 300 }, (_, k) => k);
    await server.write('plant', [
      ...minutes.map((k) => `sensors,sensor=a,host=x value=${k / 4} ${at(k)}`),
      `sensors,sensor=b,host=x value=10.5 ${at(1) + 1}`,
      `sensors,sensor=b,host=x value=-3 ${at(7)}`,
      ...minutes.map((k) => `m value=${k},count=${k}i,on=${k % 2 === 0},note="n${k}" ${at(k)}`),
      `old value=1 ${Date.UTC(1999, 0, 1)}`,
      `old value=2 -86400000`,
      `twins,sensor=t,host=x value=1 ${at(0)}`,
      `twins,sensor=t,host=y value=2 ${at(1)}`,
      `twins,sensor=t,host=x value=3 ${at(2)}`,
      `twins,sensor=t,host=y value=4 ${at(2)}`,
      `bare value=1 ${at(0)}`,
      `bare,sensor=s value=2 ${at(0)}`,
      `opcua,id=p value=1,Quality="The operation succeeded. StatusGood (0x0)" ${at(0)}`,
      `opcua,id=p value=2,Quality="Bad (0x80000000)" ${at(1)}`,
      `opcua,id=p Quality="Uncertain" ${at(2)}`,
      `opcua,id=q value=5 ${at(1)}`,
    ]);
    await server.write('plant', [`m value=77 ${at(0)}`], 'year');
  }, 60_000);

  afterAll(async () => {
    reader?.dispose();
    await server?.dispose();
  });

  async function latest(addresses: readonly SeriesAddress[], timeMs: number, lookbackMs?: number) {
    const found = await reader.readLatest(addresses, { timeMs, lookbackMs }, signal);
    return Array.from(found.timesMs, (time, k) => [time, found.values[k]]);
  }

  test('[I60] the latest is the last at or before the moment, with its own time', async () => {
    const asked = [sensor('b'), sensor('a'), sensor('nobody'), sensor('a')];
    const nothing = [NaN, NaN];
    expect(await latest(asked, at(1))).toEqual([nothing, [at(1), 0.25], nothing, [at(1), 0.25]]);
    expect((await latest(asked, at(1) + 1))[0]).toEqual([at(1) + 1, 10.5]);
    expect((await latest(asked, at(7) - 1))[0]).toEqual([at(1) + 1, 10.5]);
    expect((await latest(asked, at(7)))[0]).toEqual([at(7), -3]);
    expect(await latest(asked, at(1e6))).toEqual([[at(7), -3], [at(299), 74.75], nothing, [at(299), 74.75]]);
    expect(await latest([], at(3))).toEqual([]);
  });

  test('[I60] a sample just after the moment does not stand in for the one before it', async () => {
    // 1.8 takes the end of a range as part of it: here both samples are within.
    await server.write('plant', [`edge value=1 ${at(0)}`, `edge value=2 ${at(0) + 1}`]);
    expect(await latest([address({ measurement: 'edge' })], at(0))).toEqual([[at(0), 1]]);
    expect(await latest([address({ measurement: 'edge' })], at(0) + 1)).toEqual([[at(0) + 1, 2]]);
  });

  test('[I60] a lookback keeps older samples out; without one any age is found', async () => {
    expect(await latest([sensor('b')], at(10), 3 * minuteMs)).toEqual([[at(7), -3]]);
    expect(await latest([sensor('b')], at(10), 3 * minuteMs - 1)).toEqual([[NaN, NaN]]);
    expect(await latest([address({ measurement: 'old' })], at(0))).toEqual([[Date.UTC(1999, 0, 1), 1]]);
    expect(await latest([address({ measurement: 'old' })], 0)).toEqual([[-86_400_000, 2]]);
  });

  test('[I59] integers and booleans are numbers, texts are no samples', async () => {
    const fields = ['value', 'count', 'on', 'note'].map((field) => address({ field }));
    expect(await latest(fields, at(4))).toEqual([
      [at(4), 4],
      [at(4), 4],
      [at(4), 1],
      [NaN, NaN],
    ]);
    const pairs = pairsOf(await all(reader.readRaw(fields, { startMs: at(1), endMs: at(3) }, signal)));
    const expected = (values: readonly number[]) => values.map((value, k) => [at(k + 1), value]);
    expect(pairs).toEqual({ 0: expected([1, 2]), 1: expected([1, 2]), 2: expected([0, 1]) });
  });

  test('[I52] [I61] raw ranges are half open and in time order', async () => {
    const times = async (rangeStartMs: number, endMs: number) => {
      const range = { startMs: rangeStartMs, endMs };
      return (pairsOf(await all(reader.readRaw([sensor('a')], range, signal)))[0] ?? []).map(([timeMs]) => timeMs);
    };
    expect(await times(at(10), at(12))).toEqual([at(10), at(11)]);
    expect(await times(at(10) + 1, at(12) + 1)).toEqual([at(11), at(12)]);
    expect(await times(at(10), at(10))).toEqual([]);
    expect(await times(at(-100), at(-1))).toEqual([]);
    expect(await times(-1e14, 1e14)).toHaveLength(300);
    expect(await times(at(10) - 0.5, at(11) + 0.5)).toEqual([at(10), at(11)]);
  });

  test('[I61] several series that agree with an address are one, in time order, each moment once', async () => {
    const twins = address({ measurement: 'twins', tags: { sensor: 't' } });
    const asked = [twins, { ...twins, tags: { sensor: 't', host: 'y' } }];
    const pairs = pairsOf(await all(reader.readRaw(asked, { startMs: at(0), endMs: at(9) }, signal)));
    expect(pairs[0]?.slice(0, 2)).toEqual([
      [at(0), 1],
      [at(1), 2],
    ]);
    expect(pairs[0]?.map(([timeMs]) => timeMs)).toEqual([at(0), at(1), at(2)]);
    expect(pairs[1]).toEqual([
      [at(1), 2],
      [at(2), 4],
    ]);
    expect((await latest(asked, at(1)))[0]).toEqual([at(1), 2]);
    const [buckets] = await all(
      reader.readBuckets([twins], { range: { startMs: at(0), endMs: at(1) }, bucketMs: 5 * minuteMs }, signal),
    );
    expect(buckets).toMatchObject({ minimum: Float64Array.of(1), maximum: Float64Array.of(4) });
    expect(buckets).toMatchObject({ first: Float64Array.of(1), mean: Float64Array.of(2.5), count: Uint32Array.of(4) });
  });

  test('[I61] a tag that is stated empty means the series without it', async () => {
    const asked = ['', 's'].map((value) => address({ measurement: 'bare', tags: { sensor: value } }));
    expect(await latest(asked, at(1))).toEqual([
      [at(0), 1],
      [at(0), 2],
    ]);
    expect(await latest(asked.slice(0, 1), at(1))).toEqual([[at(0), 1]]);
  });

  test('[I61] a retention policy is where the samples are', async () => {
    expect(await latest([address({ retentionPolicy: 'year' }), address()], at(0))).toEqual([
      [at(0), 77],
      [at(0), 0],
    ]);
  });

  test('[I61] the quality field says how good the sample of its moment is; alone, that there is none from there on', async () => {
    const rated = open({ qualityFieldOf: () => 'Quality' });
    const asked = ['p', 'q'].map((id) => address({ measurement: 'opcua', tags: { id } }));
    const blocks = await all(rated.readRaw(asked, { startMs: at(0), endMs: at(9) }, signal));
    const [p, q] = [0, 1].map((index) => blocks.find((block) => block.index === index));
    expect([p?.timesMs, p?.values]).toEqual([Float64Array.of(at(0), at(1), at(2)), Float64Array.of(1, 2, NaN)]);
    expect(p?.qualities).toEqual(Uint8Array.of(0, 2, 1));
    expect([q?.values, q?.qualities]).toEqual([Float64Array.of(5), Uint8Array.of(0)]);
    for (const [timeMs, values, qualities] of [
      [at(0), [1, NaN], [0, 0]],
      [at(1), [2, 5], [2, 0]],
      [at(3), [NaN, 5], [1, 0]],
    ] as const) {
      const found = await rated.readLatest(asked, { timeMs, lookbackMs: undefined }, signal);
      expect([[...found.values], [...found.qualities]]).toEqual([values, qualities]);
    }
    rated.dispose();
  });

  function expectedBuckets(range: { startMs: number; endMs: number }, bucketMs: number) {
    const buckets = new Map<number, number[]>();
    for (let k = 0; k < 300; k += 1) {
      const start = Math.floor(at(k) / bucketMs) * bucketMs;
      if (start + bucketMs > range.startMs && start < range.endMs) {
        buckets.set(start, [...(buckets.get(start) ?? []), k / 4]);
      }
    }
    return [...buckets].map(([start, values]) => ({
      start,
      first: values[0],
      last: values.at(-1),
      minimum: Math.min(...values),
      maximum: Math.max(...values),
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
      count: values.length,
    }));
  }

  function listed(block: BucketBlock | undefined) {
    return Array.from(block?.startsMs ?? [], (start, k) => ({
      start,
      first: block?.first[k],
      last: block?.last[k],
      minimum: block?.minimum[k],
      maximum: block?.maximum[k],
      mean: block?.mean[k],
      count: block?.count[k],
    }));
  }

  test('[I62] buckets are whole, aligned to the epoch, and empty ones are left out', async () => {
    for (const bucketMs of [minuteMs, 7 * minuteMs, 16 * minuteMs, 2_592_000, 86_400_000, 100_000.5]) {
      for (const range of [
        { startMs: at(3), endMs: at(100) + 1 },
        { startMs: at(-9_000), endMs: at(9_000) },
      ]) {
        const blocks = await all(reader.readBuckets([sensor('nobody'), sensor('a')], { range, bucketMs }, signal));
        expect(blocks.map(({ index }) => index)).toEqual([1]);
        expect(listed(blocks[0])).toEqual(expectedBuckets(range, bucketMs));
      }
    }
  });

  test('[I62] what the server cannot aggregate is aggregated here', async () => {
    const range = { startMs: at(0), endMs: at(10) };
    const fields = ['on', 'value', 'note'].map((field) => address({ field }));
    const blocks = await all(reader.readBuckets(fields, { range, bucketMs: 10 * minuteMs }, signal));
    const byIndex = new Map(blocks.map((block) => [block.index, block]));
    expect(byIndex.get(0)).toMatchObject({ mean: Float64Array.of(0.5), count: Uint32Array.of(10) });
    expect(byIndex.get(1)).toMatchObject({ mean: Float64Array.of(4.5), maximum: Float64Array.of(9) });
    expect(byIndex.has(2)).toBe(false);
  });

  test('[I63] step lasts are the last value of every step that is not empty', async () => {
    const range = { startMs: at(3), endMs: at(31) };
    const steps = await all(
      reader.readStepLasts([sensor('a'), sensor('b'), sensor('c')], { range, stepMs: 10 * minuteMs }, signal),
    );
    const byIndex = new Map(steps.map((step) => [step.index, step]));
    const starts = [0, 10, 20, 30].map((k) => Math.floor(at(k) / (10 * minuteMs)) * 10 * minuteMs);
    expect(byIndex.get(0)?.startsMs).toEqual(Float64Array.from(starts));
    expect(byIndex.get(0)?.values).toEqual(Float64Array.of(9 / 4, 19 / 4, 29 / 4, 39 / 4));
    expect(byIndex.get(1)).toEqual({ index: 1, startsMs: Float64Array.of(at(0)), values: Float64Array.of(-3) });
    expect(byIndex.has(2)).toBe(false);
  });

  test('[I63] first times reach back to the oldest sample', async () => {
    const asked = [sensor('a'), address({ measurement: 'old' }), sensor('nobody'), sensor('b')];
    expect(await reader.readFirstTimes(asked, signal)).toEqual(Float64Array.of(at(0), -86_400_000, NaN, at(1) + 1));
  });
});
