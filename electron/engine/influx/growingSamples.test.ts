import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GrowingSamples } from './growingSamples';

const samples = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer()), { maxLength: 100 });

test('[I61] samples that came in any order stand in order of time, of each moment the one that came last', () => {
  fc.assert(
    fc.property(samples, (pairs) => {
      const growing = new GrowingSamples();
      pairs.forEach(([timeMs, value]) => growing.add(timeMs, value));
      const { timesMs, values } = growing.unique();
      const expected = [...new Map(pairs)].sort(([left], [right]) => left - right);
      expect(Array.from(timesMs, (timeMs, at) => [timeMs, values[at]])).toEqual(expected);
      // Memory of their own, so that they can be given away.
      expect(timesMs.buffer.byteLength).toBe(timesMs.byteLength);
    }),
  );
});

test('all samples of one moment are kept where they are to be added up, in the order they came', () => {
  fc.assert(
    fc.property(samples, (pairs) => {
      const growing = new GrowingSamples();
      pairs.forEach(([timeMs, value]) => growing.add(timeMs, value));
      const { timesMs, values } = growing.sorted();
      const expected = pairs
        .map((pair, at) => ({ pair, at }))
        .sort((left, right) => left.pair[0] - right.pair[0] || left.at - right.at);
      expect(Array.from(timesMs, (timeMs, at) => [timeMs, values[at]])).toEqual(expected.map(({ pair }) => pair));
    }),
  );
});
