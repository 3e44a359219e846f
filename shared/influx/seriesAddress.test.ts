import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressOfSeriesKey, describeAddress, type SeriesAddress, seriesKeyOf } from './seriesAddress';

// Rule numbers refer to docs/spec/model.md.

const text = fc.string({ unit: 'grapheme', minLength: 1 });
const address: fc.Arbitrary<SeriesAddress> = fc.record({
  database: text,
  retentionPolicy: fc.string(),
  measurement: text,
  field: text,
  tags: fc.dictionary(
    text.filter((tag) => tag !== '__proto__'),
    fc.string(),
  ),
});

test('[M36] an address and its key say the same, whatever the names hold', () => {
  fc.assert(
    fc.property(address, (one) => {
      expect(addressOfSeriesKey(seriesKeyOf(one))).toEqual(one);
    }),
  );
});

test('[M36] the same series has the same key, in whatever order its tags are listed', () => {
  const parts = { database: 'plant', retentionPolicy: '', measurement: 'sensors', field: 'value' };
  expect(seriesKeyOf({ ...parts, tags: { site: 'a', sensor: 'T1' } })).toBe(
    seriesKeyOf({ ...parts, tags: { sensor: 'T1', site: 'a' } }),
  );
});

test('[M36] other texts are no keys', () => {
  for (const key of ['', 'T-101', '{}', '[]', '["a","b","c"]', '["a","b","c","d","odd"]', '["a","b","c",4]']) {
    expect(addressOfSeriesKey(key)).toBeUndefined();
  }
});

test('[M36] an address reads as words', () => {
  const parts = { database: 'plant', retentionPolicy: '', measurement: 'bldg0', field: 's0001' };
  expect(describeAddress({ ...parts, tags: {} })).toBe('bldg0 › s0001');
  expect(describeAddress({ ...parts, tags: { sensor: 'T1', area: 'x' } })).toBe('bldg0 › s0001, area=x, sensor=T1');
});
