import type { SeriesAddress } from './seriesAddress';

/** What a field of a point may hold. Numbers are written as floats: an integer field would refuse the first fraction. */
export type PointValue = number | boolean | string;

/** One point: what is stored of a series at a moment. */
export interface Point {
  readonly measurement: string;
  readonly tags: Readonly<Record<string, string>>;
  /** At least one. */
  readonly fields: Readonly<Record<string, PointValue>>;
  readonly timeMs: number;
}

/**
 * A name with what ends it made harmless. The protocol has no way to write a line break in a name, and a backslash at
 * its end would swallow what follows: both become something that reads alike.
 */
function escapeName(name: string, ending: RegExp): string {
  return name
    .replace(/[\r\n]+/g, ' ')
    .replace(/\\+$/, '/')
    .replace(ending, '\\$&');
}

const escapeMeasurement = (name: string): string => escapeName(name, /[, ]/g);
const escapeKey = (name: string): string => escapeName(name, /[,= ]/g);

function valueText(value: PointValue): string {
  switch (typeof value) {
    case 'number':
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'string':
      return `"${value.replace(/[\\"]/g, '\\$&')}"`;
  }
}

/** Measurement and tags of a line, the part that is the same for every point of a series. Empty tags are left out. */
export function seriesText({ measurement, tags }: Pick<SeriesAddress, 'measurement' | 'tags'>): string {
  const pairs = Object.entries(tags)
    .filter(([, value]) => value !== '')
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([tag, value]) => `,${escapeKey(tag)}=${escapeKey(value)}`);
  return `${escapeMeasurement(measurement)}${pairs.join('')}`;
}

/** One field of a line: `name=21.5`. The value must be finite. */
export function fieldText(name: string, value: PointValue): string {
  return `${escapeKey(name)}=${valueText(value)}`;
}

/** A point as a line of InfluxDB's line protocol with its time in milliseconds, without a line break. */
export function pointLine(point: Point): string {
  const fields = Object.entries(point.fields).map(([name, value]) => fieldText(name, value));
  return `${seriesText(point)} ${fields.join(',')} ${Math.round(point.timeMs)}`;
}
