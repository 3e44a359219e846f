import { z } from 'zod';
import { fluxTimes } from './fluxLiteral';
import type { Point } from './lineProtocol';

const name = z.string().max(2_000);

/** The form of a point, where it comes in from outside. */
export const writeBackPointSchema = z.strictObject({
  sourceId: z.string().min(1).max(200),
  database: name.min(1),
  retentionPolicy: name,
  measurement: name,
  tags: z.record(z.string(), name).readonly(),
  fields: z.record(z.string(), z.union([z.number(), z.boolean(), z.string().max(60_000)])).readonly(),
  timeMs: z.number(),
});

/**
 * Something of ours to be written to a data source: one moment of a derived series, an event, a note. Written twice it is
 * there once: measurement, tags and time say which point it is.
 */
export interface WriteBackPoint extends Point {
  readonly sourceId: string;
  /** On 2.x the bucket. */
  readonly database: string;
  /** Empty: the database's own default. Always empty on 2.x. */
  readonly retentionPolicy: string;
}

/** Keys that InfluxDB keeps for itself. */
const ownKeys: readonly string[] = ['', 'time', '_time', '_field', '_measurement', '_value', '_start', '_stop'];

/** Why no InfluxDB can hold a point, in a few words; undefined: one can. */
export function complaintAboutPoint({ measurement, tags, fields, timeMs }: Point): string | undefined {
  const ownKey = [...Object.keys(tags), ...Object.keys(fields)].find((key) => ownKeys.includes(key));
  if (ownKey !== undefined) {
    return ownKey === '' ? 'a tag or field has no name' : `InfluxDB keeps the name ${ownKey} for itself`;
  }
  if (measurement === '' || measurement.startsWith('#')) {
    return measurement === '' ? 'the measurement has no name' : 'a measurement cannot begin with #';
  }
  if (Object.keys(fields).length === 0) {
    return 'it has no fields';
  }
  const odd = Object.entries(fields).find(([, value]) => typeof value === 'number' && !Number.isFinite(value));
  if (odd !== undefined) {
    return `${odd[0].slice(0, 60)} is no finite number`;
  }
  return timeMs >= fluxTimes.startMs && timeMs < fluxTimes.endMs ? undefined : 'its time is out of range';
}
