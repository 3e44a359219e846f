import { InfluxHttp } from '../electron/engine/influx/influxHttp';
import { InfluxQlClient, type InfluxQlOptions } from '../electron/engine/influx/influxQlClient';
import { influxQlReader, type InfluxQlReaderOptions } from '../electron/engine/influx/influxQlReader';
import type { InfluxReader } from '../electron/engine/influx/influxReader';
import { noQualityField } from '../shared/influx/sourceMapping';
import type { SeriesAddress } from '../shared/influx/seriesAddress';
import { connectionTo } from './influxConnections';

const never = new AbortController().signal;

/** Where the tests' series are, unless they say otherwise. */
export const testPlace = { database: 'plant', retentionPolicy: '' } as const;

/** The address of a field in the tests' database. */
export function fieldOf(
  field: string,
  measurement: string,
  tags: Readonly<Record<string, string>> = {},
): SeriesAddress {
  return { ...testPlace, measurement, field, tags };
}

/** A reader of a server that needs no credentials. */
export function openReader(url: string, options: InfluxQlReaderOptions & InfluxQlOptions = {}): InfluxReader {
  const { qualityFieldOf = noQualityField, ...client } = options;
  return influxQlReader(new InfluxQlClient(new InfluxHttp(connectionTo(url)), client), { qualityFieldOf });
}

/** All samples of one series before a moment: time, value, quality. */
export async function rawOf(reader: InfluxReader, address: SeriesAddress, endMs = 4e12): Promise<number[][]> {
  const samples: number[][] = [];
  for await (const block of reader.readRaw([address], { startMs: 0, endMs }, never)) {
    block.timesMs.forEach((timeMs, at) => samples.push([timeMs, block.values[at] ?? NaN, block.qualities[at] ?? NaN]));
  }
  return samples;
}

/** The last sample of each series at or before a moment: time, value. */
export async function latestOf(
  reader: InfluxReader,
  addresses: readonly SeriesAddress[],
  moment: { readonly timeMs: number; readonly lookbackMs?: number },
): Promise<number[][]> {
  const { timesMs, values } = await reader.readLatest(addresses, { lookbackMs: undefined, ...moment }, never);
  return Array.from(timesMs, (timeMs, at) => [timeMs, values[at] ?? NaN]);
}

/** The values alone. */
export function valuesOf(samples: readonly (readonly number[])[]): readonly number[] {
  return samples.map(([, value]) => value ?? NaN);
}
