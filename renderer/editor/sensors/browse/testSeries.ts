import type { BrowsedSeries } from '../../../../shared/contract/sourceCalls';

/** A series for tests, kept as a field of that name. */
export function testSeries(name: string): BrowsedSeries {
  const address = { database: 'plant', retentionPolicy: '', measurement: 'bldg0', field: name, tags: {} };
  return { address, name, where: `bldg0 › ${name}`, unit: '°C', kind: 'analog' };
}
