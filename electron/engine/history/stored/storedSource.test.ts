import { type FixtureSeries, testSourceConformance } from '../sourceConformance';
import { storedFixture, type StoredFixture } from './storedFixture';

const never = new AbortController().signal;
const afterwardsMs = 1_800_000_000_000;
const kind = { holdsGaps: true, holdsQualities: true, holdsUnits: true, countsSamples: true };

function fixtureOf(series: readonly FixtureSeries[]): StoredFixture {
  return storedFixture(series, { nowMs: afterwardsMs });
}

testSourceConformance({
  name: 'stored, nothing read before',
  ...kind,
  make: async (series) => {
    const fixture = fixtureOf(series);
    return { source: fixture.source, dispose: async () => fixture.dispose() };
  },
});

testSourceConformance({
  name: 'stored, read before and opened again without the remote',
  ...kind,
  make: async (series) => {
    const fixture = fixtureOf(series);
    await fixture.source.describe(never);
    const names = [...series.map(({ name }) => name), 'nobody'];
    await fixture.source.readSnapshot(names, -1, never);
    for await (const block of fixture.source.readRaw(names, { startMs: 0, endMs: afterwardsMs - 1e9 }, never)) {
      void block;
    }
    await fixture.cache.settled();
    fixture.restart();
    fixture.remote.failure = new Error('the network is gone');
    return { source: fixture.source, dispose: async () => fixture.dispose() };
  },
});
