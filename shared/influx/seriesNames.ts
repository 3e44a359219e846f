import { type SeriesAddress, seriesKeyOf } from './seriesAddress';
import type { SourceMapping } from './sourceMapping';

/** The parts of an address that may name its series, the most telling first. */
function namingParts({ measurement, field, tags }: SeriesAddress, mapping: SourceMapping): readonly string[] {
  const values = Object.entries(tags)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, value]) => value);
  if (mapping.style === 'field') {
    return [field, measurement, ...values];
  }
  const own = tags[mapping.sensorTag] ?? '';
  return [own, measurement, ...values.filter((value) => value !== own), field];
}

function namesTaking(parts: readonly (readonly string[])[], count: number): readonly string[] {
  return parts.map((one) => one.slice(0, count).toReversed().join('.'));
}

/**
 * What sensors of these series would be called, in their order: as short as keeps them apart. A series whose own name
 * stands once has that name; else its measurement, and then its tags, stand before it.
 */
export function nameSeries(addresses: readonly SeriesAddress[], mapping: SourceMapping): readonly string[] {
  const parts = addresses.map((address) => namingParts(address, mapping));
  const names = [...namesTaking(parts, 1)];
  const longest = parts.reduce((most, one) => Math.max(most, one.length), 0);
  for (let count = 2; count <= longest; count += 1) {
    const seen = new Map<string, number>();
    names.forEach((name) => seen.set(name, (seen.get(name) ?? 0) + 1));
    const longer = namesTaking(parts, count);
    names.forEach((name, at) => {
      names[at] = (seen.get(name) ?? 0) > 1 ? (longer[at] ?? name) : name;
    });
  }
  return names.map((name, at) => (name === '' ? seriesKeyOf(addresses[at] ?? unnamed) : name));
}

const unnamed: SeriesAddress = { database: '', retentionPolicy: '', measurement: '', field: '', tags: {} };
