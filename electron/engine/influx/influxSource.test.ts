import { afterAll, beforeAll, describe } from 'vitest';
import { fixtureAddress, fixtureMapping, loadFixture } from '../../../testing/influxFixture';
import { findInfluxd, type InfluxServer, startInfluxServer } from '../../../testing/influxServer';
import { namedSource } from '../../../testing/namedSource';
import { addressOfSeriesKey, seriesKeyOf } from '../../../shared/influx/seriesAddress';
import { mappingStyles, qualityFields, type SourceMapping } from '../../../shared/influx/sourceMapping';
import { testSourceConformance } from '../history/sourceConformance';
import { InfluxHttp } from './influxHttp';
import { InfluxQlClient } from './influxQlClient';
import { influxQlReader } from './influxQlReader';
import { influxSource } from './influxSource';

function nameIn(mapping: SourceMapping, key: string): string {
  const address = addressOfSeriesKey(key);
  return (mapping.style === 'field' ? address?.field : address?.tags[mapping.sensorTag]) ?? key;
}

// Without influxd on the PATH these are reported as skipped.
describe.skipIf(findInfluxd() === undefined)('a history source over a real InfluxDB (needs influxd)', () => {
  let server: InfluxServer;
  let databases = 0;
  beforeAll(async () => {
    server = await startInfluxServer();
  });
  afterAll(() => server.dispose());

  for (const style of mappingStyles) {
    testSourceConformance({
      name: `InfluxDB 1.x, ${style}`,
      holdsGaps: false,
      holdsQualities: style === 'opcua',
      holdsUnits: false,
      countsSamples: false,
      make: async (series) => {
        databases += 1;
        const mapping = fixtureMapping(style, `plant${String(databases)}`);
        await loadFixture(server, mapping, series);
        const connection = {
          url: server.url,
          organization: '',
          credentials: { kind: 'none' },
          authorityPem: undefined,
        } as const;
        const qualityFieldOf = qualityFields(mapping);
        const reader = influxQlReader(new InfluxQlClient(new InfluxHttp(connection)), { qualityFieldOf });
        const source = influxSource(reader, { mapping, now: () => Date.UTC(2026, 1, 1) });
        const keyOf = (name: string): string => seriesKeyOf(fixtureAddress(mapping, name));
        return {
          source: namedSource(source, keyOf, (key) => nameIn(mapping, key)),
          dispose: async () => reader.dispose(),
        };
      },
    });
  }
});
