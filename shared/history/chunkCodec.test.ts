import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DamagedSamplesError } from './byteCursor';
import {
  type ChunkSamples,
  countBefore,
  decodeChunk,
  encodeChunk,
  peekChunk,
  sealBytes,
  sliceChunk,
} from './chunkCodec';
import type { SampleColumns } from './historySource';

function columns(values: readonly number[], timesMs?: readonly number[], qualities?: readonly number[]): SampleColumns {
  return {
    timesMs: Float64Array.from(timesMs ?? values.map((_, index) => 1_700_000_000_000 + index * 60_000)),
    values: Float64Array.from(values),
    qualities: Uint8Array.from(qualities ?? values.map(() => 0)),
  };
}

function expectRoundTrip(samples: SampleColumns): void {
  const chunk = decodeChunk(encodeChunk(samples));
  const back = sliceChunk(chunk, 0, chunk.count);
  expect(Array.from(back.values)).toEqual(Array.from(samples.values));
  expect(Array.from(back.timesMs)).toEqual(Array.from(samples.timesMs));
  expect(Array.from(back.qualities)).toEqual(Array.from(samples.qualities));
}

const decimals = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })))
  .map(([digits, integers]) => integers.map((integer) => integer / 10 ** digits));
const odd = fc.constantFrom(NaN, -0, 0, Infinity, -Infinity, 5e-324, -5e-324, 1.7976931348623157e308, 2 ** 53, 0.1);
const anyValues = fc.oneof(
  fc.array(fc.double(), { maxLength: 300 }),
  fc.array(fc.float(), { maxLength: 300 }),
  decimals,
  fc.array(fc.oneof(odd, fc.integer({ min: -5, max: 5 })), { maxLength: 300 }),
  fc.array(fc.maxSafeInteger(), { maxLength: 50 }),
  fc.tuple(fc.double(), fc.nat(2_000)).map(([value, length]) => Array.from({ length }, () => value)),
);
const ascending = fc
  .tuple(fc.integer({ min: -4e12, max: 4e12 }), fc.array(fc.oneof(fc.nat(5), fc.constantFrom(1_000, 60_000), fc.nat())))
  .map(([startMs, steps]) => {
    let timeMs = startMs;
    return [startMs, ...steps.map((step) => (timeMs += step + 1))];
  });

test('[H1] every double comes back as it was, also NaN, -0, infinities and denormals', () => {
  fc.assert(
    fc.property(anyValues, (values) => expectRoundTrip(columns(values))),
    { numRuns: 500 },
  );
});

test('[H1] every list of times comes back as it was', () => {
  const fractional = fc.array(fc.double({ noNaN: true }).filter((timeMs) => !Object.is(timeMs, -0)));
  fc.assert(
    fc.property(fc.oneof(ascending, fractional), (timesMs) =>
      expectRoundTrip(
        columns(
          timesMs.map(() => 1),
          timesMs,
        ),
      ),
    ),
  );
});

test('[H1] qualities come back as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(255)), (qualities) => {
      expectRoundTrip(
        columns(
          qualities.map(() => 2.5),
          undefined,
          qualities,
        ),
      );
    }),
  );
});

test('[H2] a minute grid of tenths takes about a byte a sample, a resting value almost none', () => {
  const tenths = Array.from({ length: 1_024 }, (_, index) => Math.round(200 + 30 * Math.sin(index / 40)) / 10);
  expect(encodeChunk(columns(tenths)).length).toBeLessThan(1_024);
  expect(encodeChunk(columns(tenths.map(() => 7))).length).toBeLessThan(40);
  const withGap = tenths.map((value, index) => (index > 300 && index < 500 ? NaN : value));
  expect(encodeChunk(columns(withGap)).length).toBeLessThan(1_024);
});

test('[H2] measurements in single precision take fewer bytes than doubles', () => {
  const singles = Array.from({ length: 1_024 }, (_, index) => Math.fround(20 + Math.sin(index * 7.3)));
  expect(encodeChunk(columns(singles)).length).toBeLessThan(4 * 1_024);
});

test('[H3] bytes that nobody wrote throw a clear error and never hang', () => {
  const blob = encodeChunk(columns([1.5, 2.5, NaN, 9.25, 1 / 3]));
  for (let length = 0; length < blob.length; length += 1) {
    expect(() => decodeChunk(blob.subarray(0, length))).toThrow(DamagedSamplesError);
  }
  for (let bit = 0; bit < blob.length * 8; bit += 1) {
    const flipped = blob.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => decodeChunk(flipped)).toThrow(DamagedSamplesError);
  }
});

test('[H3] a right checksum around wrong bytes does not help them', () => {
  const hostile = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(hostile, (bytes) => {
      const blob = sealBytes(2, (sink) => bytes.forEach((byte) => sink.writeByte(byte)));
      try {
        expect(decodeChunk(blob).values.length).toBeLessThanOrEqual(65_536);
      } catch (error) {
        expect(error).toBeInstanceOf(DamagedSamplesError);
      }
    }),
    { numRuns: 3_000 },
  );
});

test('a version from the future is refused by its number', () => {
  expect(() => decodeChunk(sealBytes(9, () => undefined))).toThrow('version 9');
});

function countByWalking(chunk: ChunkSamples, timeMs: number, inclusive: boolean): number {
  const { timesMs } = sliceChunk(chunk, 0, chunk.count);
  return timesMs.filter((at) => at < timeMs || (inclusive && at === timeMs)).length;
}

test('the place of a moment is found on grids and in lists alike', () => {
  const grid = fc
    .tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 60 }))
    .map(([startMs, stepMs, length]) => Array.from({ length }, (_, index) => startMs + index * stepMs));
  fc.assert(
    fc.property(fc.oneof(grid, ascending), fc.nat(), fc.boolean(), (timesMs, pick, inclusive) => {
      const chunk = decodeChunk(
        encodeChunk(
          columns(
            timesMs.map(() => 0),
            timesMs,
          ),
        ),
      );
      const near = (timesMs[pick % timesMs.length] ?? 0) + (pick % 3) - 1;
      expect(countBefore(chunk, near, inclusive)).toBe(countByWalking(chunk, near, inclusive));
    }),
  );
});

test('[H10] a peek finds the same sample as unpacking the whole chunk', () => {
  const memory = new Float64Array(2_000);
  fc.assert(
    fc.property(anyValues, fc.integer({ min: -2, max: 2_010 }), (values, minute) => {
      const blob = encodeChunk(columns(values));
      const timeMs = 1_700_000_000_000 + minute * 60_000 + 1;
      const chunk = decodeChunk(blob);
      const index = countBefore(chunk, timeMs, true) - 1;
      const expected =
        index < 0 ? undefined : { timeMs: 1_700_000_000_000 + index * 60_000, value: values[index], quality: 0 };
      expect(peekChunk(blob, timeMs, memory)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
