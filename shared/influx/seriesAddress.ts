import { z } from 'zod';

const name = z.string().max(2_000);

/** The form of an address, where it comes in from outside. */
export const seriesAddressSchema = z.strictObject({
  database: name.min(1),
  retentionPolicy: name,
  measurement: name.min(1),
  field: name.min(1),
  tags: z.record(z.string().min(1).max(2_000), name).readonly(),
});

// An alias, not an interface: only an alias passes as a value of a model's field.
/** Where one sensor's samples are kept in an InfluxDB. Every part is data: no quoting, no pattern. */
export type SeriesAddress = {
  /** On 2.x the bucket; on 1.x and 3.x the database. */
  readonly database: string;
  /** Empty: the database's own default. Always empty on 2.x. */
  readonly retentionPolicy: string;
  readonly measurement: string;
  readonly field: string;
  /** The tags that tell the series from its neighbours; others may be left out when they never differ. */
  readonly tags: Readonly<Record<string, string>>;
};

function byKey([left]: readonly [string, string], [right]: readonly [string, string]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** An address as one text, the same text for the same series: how a history source over an InfluxDB names its series. */
export function seriesKeyOf({ database, retentionPolicy, measurement, field, tags }: SeriesAddress): string {
  return JSON.stringify([database, retentionPolicy, measurement, field, ...Object.entries(tags).sort(byKey).flat()]);
}

/** The address that a key was made of; undefined for any other text. */
export function addressOfSeriesKey(key: string): SeriesAddress | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(key);
  } catch {
    return undefined;
  }
  const parsed = z.array(z.string()).min(4).safeParse(parts);
  if (!parsed.success || parsed.data.length % 2 !== 0) {
    return undefined;
  }
  const [database = '', retentionPolicy = '', measurement = '', field = '', ...pairs] = parsed.data;
  const tags = Object.fromEntries(
    pairs.flatMap((tag, at) => (at % 2 === 0 ? [[tag, pairs[at + 1] ?? ''] as const] : [])),
  );
  return { database, retentionPolicy, measurement, field, tags };
}

/** An address in a few words for a person: `bldg0 › s0001`, `sensors › value, sensor=s0001`. */
export function describeAddress({ measurement, field, tags }: SeriesAddress): string {
  const pairs = Object.entries(tags)
    .sort(byKey)
    .map(([tag, value]) => `, ${tag}=${value}`);
  return `${measurement} › ${field}${pairs.join('')}`;
}
