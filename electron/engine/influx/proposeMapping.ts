import { guessMappings, type MappingGuess } from '../../../shared/influx/guessMapping';
import type { SourceMapping } from '../../../shared/influx/sourceMapping';
import type { InfluxMeasurement, InfluxReader } from './influxReader';

/** Measurements of one kind look alike: a few tell the style. */
const mostMeasurements = 12;
const mostTags = 8;

/** The measurements to look at: some of those with the most different shapes. */
function examplesOf(measurements: readonly InfluxMeasurement[]): readonly InfluxMeasurement[] {
  const shapes = new Map(
    measurements.map((one) => [
      JSON.stringify([one.tagKeys, one.fields.length < 8 ? one.fields : one.fields.length]),
      one,
    ]),
  );
  return [...shapes.values()].slice(0, mostMeasurements);
}

/** Looks at a database and says how it might keep its sensors, the likeliest first. */
export async function proposeMappings(
  reader: InfluxReader,
  place: Pick<SourceMapping, 'database' | 'retentionPolicy'>,
  signal: AbortSignal,
): Promise<readonly MappingGuess[]> {
  const measurements = await reader.listMeasurements(place, signal);
  const values = new Map<string, readonly string[]>();
  for (const { name, tagKeys } of examplesOf(measurements)) {
    for (const tag of tagKeys.slice(0, mostTags)) {
      const asked = { ...place, measurement: name, tag };
      values.set(JSON.stringify([name, tag]), await reader.listTagValues(asked, signal));
    }
  }
  return guessMappings({
    ...place,
    measurements,
    tagValues: (measurement, tag) => values.get(JSON.stringify([measurement, tag])) ?? [],
  });
}
