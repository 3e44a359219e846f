import type { MappingGuess, SourceDiagnosis, SourceTrial } from '../../../shared/contract/sourceCalls';
import { type DatabaseShape, guessMappings } from '../../../shared/influx/guessMapping';
import { guessQualityEnding } from '../../../shared/influx/guessQuality';
import { explainDiagnosis, type SourceDiagnosis as Found } from '../../../shared/influx/sourceDiagnosis';
import type { SourceMapping } from '../../../shared/influx/sourceMapping';
import { diagnose } from '../influx/detectInflux';
import type { InfluxConnection } from '../influx/influxConnection';
import type { InfluxReader } from '../influx/influxReader';
import { openReader } from '../influx/openInflux';

function verdictOf({ failure, measurementCount }: Found, database: string): SourceDiagnosis['verdict'] {
  if (failure !== undefined) {
    return failure.reason;
  }
  if (database === '') {
    return 'no-database-chosen';
  }
  return measurementCount === 0 ? 'empty' : 'ok';
}

/** Tests a connection as it stands in the dialog: what answers, what it holds, what stands in the way. */
export async function testSource(
  connection: InfluxConnection,
  trial: Pick<SourceTrial, 'database' | 'retentionPolicy'>,
  signal: AbortSignal,
): Promise<SourceDiagnosis> {
  const found = await diagnose(connection, { place: trial }, signal);
  const { server, dialect, databases, latencyMs, clockSkewMs } = found;
  const choose = trial.database === '' && found.failure === undefined ? ' Choose a database.' : '';
  return {
    verdict: verdictOf(found, trial.database),
    sentence: `${explainDiagnosis(found)}${choose}`,
    ...(server === undefined ? {} : { server: { ...server, dialect, shortHistory: server.generation === 3 } }),
    databases: [...databases],
    retentionPolicies: [],
    ...(server === undefined ? {} : { latencyMs, clockSkewMs }),
  };
}

/** Tags are looked into in so many measurements: the others are alike. */
const mostMeasurements = 50;

/** What a guess needs to know of a database. */
async function shapeOf(
  reader: InfluxReader,
  place: Pick<SourceMapping, 'database' | 'retentionPolicy'>,
  signal: AbortSignal,
): Promise<DatabaseShape> {
  const measurements = await reader.listMeasurements(place, signal);
  const values = new Map<string, readonly string[]>();
  for (const { name, tagKeys } of measurements.slice(0, mostMeasurements)) {
    for (const tag of tagKeys) {
      values.set(JSON.stringify([name, tag]), await reader.listTagValues({ ...place, measurement: name, tag }, signal));
    }
  }
  return {
    ...place,
    measurements,
    tagValues: (measurement, tag) => values.get(JSON.stringify([measurement, tag])) ?? [],
  };
}

/** Guesses how the database of a connection keeps its sensors, most likely first. */
export async function guessSource(
  connection: InfluxConnection,
  trial: Pick<SourceTrial, 'database' | 'retentionPolicy'>,
  signal: AbortSignal,
): Promise<MappingGuess[]> {
  const { database, retentionPolicy } = trial;
  const nothing = { style: 'field', sensorTag: '', valueField: '', qualityField: '' } as const;
  const { reader } = await openReader(connection, { database, retentionPolicy, ...nothing }, { signal });
  try {
    const shape = await shapeOf(reader, { database, retentionPolicy }, signal);
    const ending = guessQualityEnding(shape.measurements.map(({ fields }) => fields.map(({ name }) => name)));
    return guessMappings(shape).map(({ mapping, confidence, reason, sensorCount, examples }) => ({
      mapping: mapping.style === 'field' ? { ...mapping, qualityField: ending } : mapping,
      ...{ confidence, reason, seriesCount: sensorCount, examples: [...examples] },
    }));
  } finally {
    reader.dispose();
  }
}
