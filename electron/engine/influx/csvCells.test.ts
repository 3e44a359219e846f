import fc from 'fast-check';
import { expect, test } from 'vitest';
import { booleanOfCell, GarbledAnswer, numberOfCell, textOfCell, timeOfCell } from './csvCells';

type CellReader = (bytes: Uint8Array, start: number, end: number) => number;

/** Reads a cell that has neighbours, so that a look beyond its ends shows. */
function read(reader: CellReader, text: string): number {
  const bytes = new TextEncoder().encode(`7,${text},7`);
  return reader(bytes, 2, bytes.length - 2);
}

/** All digits, without an exponent, as InfluxDB writes numbers. */
function decimals(value: number): string {
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const shift = Number(exponent) + 1;
  const padded = shift <= 0 ? `${'0'.repeat(1 - shift)}${digits}` : digits.padEnd(shift, '0');
  const point = Math.max(1, shift);
  const text = padded.length > point ? `${padded.slice(0, point)}.${padded.slice(point)}` : padded;
  return Object.is(value, -0) || value < 0 ? `-${text}` : text;
}

test('[I59] every number comes back as the same double, with an exponent and without', () => {
  fc.assert(
    fc.property(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()), (value) => {
      expect(read(numberOfCell, decimals(value))).toBe(value);
      expect(read(numberOfCell, value.toExponential())).toBe(value === 0 ? 0 : value);
    }),
    { numRuns: 2_000 },
  );
  for (const tenths of Array.from({ length: 2_000 }, (_, at) => at - 1_000)) {
    expect(read(numberOfCell, decimals(tenths / 10))).toBe(tenths / 10);
  }
});

test('[I59] what is no finite number is read as Flux means it', () => {
  expect(read(numberOfCell, '+Inf')).toBe(Infinity);
  expect(read(numberOfCell, '-Inf')).toBe(-Infinity);
  expect(read(numberOfCell, 'NaN')).toBe(NaN);
  expect(read(numberOfCell, '')).toBe(NaN);
  expect(read(numberOfCell, '18446744073709551615')).toBe(18446744073709551615);
  expect([read(booleanOfCell, 'true'), read(booleanOfCell, 'false'), read(booleanOfCell, '')]).toEqual([1, 0, NaN]);
});

test('[I53] a cell that is neither number, boolean nor moment is garbage', () => {
  for (const text of ['abc', '1.2.3', '0x10', '1e', '--1', '.', '-', ' 1', '1 ', '1,5', '<b>', 'Infinity']) {
    expect(() => read(numberOfCell, text)).toThrow(GarbledAnswer);
  }
  for (const text of ['True', '1', 'yes']) {
    expect(() => read(booleanOfCell, text)).toThrow(GarbledAnswer);
  }
  for (const text of [
    '2026-01-05',
    '1767225600000',
    '2026-01-05T00:00:00',
    '2026-01-05 00:00:00Z',
    '2026-01-05T00:00:00.Z',
  ]) {
    expect(() => read(timeOfCell, text)).toThrow(GarbledAnswer);
  }
});

test('[I59] moments are read to the millisecond before', () => {
  const anyTime = fc.date({ min: new Date(-9.2e12), max: new Date(9.2e12), noInvalidDate: true });
  fc.assert(
    fc.property(anyTime, fc.integer({ min: 0, max: 999_999 }), (date, finer) => {
      const text = date.toISOString();
      expect(read(timeOfCell, text)).toBe(date.getTime());
      expect(read(timeOfCell, text.replace('Z', `${String(finer).padStart(6, '0')}Z`))).toBe(date.getTime());
      const second = Math.floor(date.getTime() / 1_000) * 1_000;
      expect(read(timeOfCell, text.replace(/\.\d+/, ''))).toBe(second);
    }),
  );
  expect(read(timeOfCell, '2026-01-05T00:00:00.5Z')).toBe(Date.UTC(2026, 0, 5) + 500);
  expect(read(timeOfCell, '1969-12-31T23:59:59.999999999Z')).toBe(-1);
  expect(read(timeOfCell, '')).toBe(NaN);
});

test('a quoted cell is what stands between the quotes', () => {
  const bytes = new TextEncoder().encode('"say ""hi"", Kühlturm\n"');
  expect(textOfCell({ bytes, start: 0, end: bytes.length })).toBe('say "hi", Kühlturm\n');
});
