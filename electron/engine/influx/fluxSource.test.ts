import { afterAll, beforeAll, describe, vi } from 'vitest';
import { addressOfSeriesKey, seriesKeyOf } from '../../../shared/influx/seriesAddress';
import { mappingStyles, qualityFields, type SourceMapping } from '../../../shared/influx/sourceMapping';
import { type FluxServer, fluxServerPath, startFluxServer } from '../../../testing/fluxServer';
import { fixtureAddress, fixtureMapping, loadFixture } from '../../../testing/influxFixture';
import { namedSource } from '../../../testing/namedSource';
import { testSourceConformance } from '../history/sourceConformance';
import { FluxClient } from './fluxClient';
import { fluxReader } from './fluxReader';
import { influxSource } from './influxSource';

// A Flux engine takes its time with buckets, more so on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

function nameIn(mapping: SourceMapping, key: string): string {
  const address = addressOfSeriesKey(key);
  return (mapping.style === 'field' ? address?.field : address?.tags[mapping.sensorTag]) ?? key;
}

describe.skipIf(fluxServerPath() === undefined)('a history source over a real Flux engine', () => {
  let server: FluxServer;
  let databases = 0;
  beforeAll(async () => {
    server = await startFluxServer();
  }, 60_000);
  afterAll(() => server.dispose());

  for (const style of mappingStyles) {
    testSourceConformance({
      name: `Flux, ${style}`,
      holdsGaps: false,
      holdsQualities: style === 'opcua',
      holdsUnits: false,
      countsSamples: false,
      make: async (series) => {
        databases += 1;
        const mapping = fixtureMapping(style, `plant${databases}`);
        await loadFixture(server, mapping, series);
        const reader = fluxReader(new FluxClient(server.connection), { qualityFieldOf: qualityFields(mapping) });
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
