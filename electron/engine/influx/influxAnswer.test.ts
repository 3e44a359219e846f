import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { msgpackBytes, type Packable } from '../../../testing/msgpackBytes';
import { type AnswerReader, type AnswerSink, CutOffAnswer, type RowBlock, UnreadableAnswer } from './answerRows';
import { JsonAnswer } from './jsonAnswer';
import { MsgpackAnswer } from './msgpackAnswer';

/** Notes what a reader hands over, rows joined by series. */
function noteSink(): { readonly sink: AnswerSink; readonly said: () => readonly unknown[] } {
  const said: unknown[] = [];
  let last: { readonly head: string; readonly rows: unknown[] } | undefined;
  const rows = ({ statement, tags, columns, rowCount, cells, stride }: RowBlock): void => {
    const head = JSON.stringify([statement, tags, columns]);
    if (last?.head !== head) {
      last = { head, rows: [] };
      said.push(last);
    }
    for (let row = 0; row < rowCount; row += 1) {
      last.rows.push(columns.map((_, column) => cells[column * stride + row]));
    }
  };
  return {
    sink: {
      rows,
      error: (message) => void said.push({ error: message }),
      refused: (message) => void said.push({ refused: message }),
      ended: (statement) => void said.push({ ended: statement }),
      textCell: (text, isLast) => (isLast ? text.length + 0.5 : NaN),
    },
    said: () => said,
  };
}

function read(make: (sink: AnswerSink) => AnswerReader, parts: readonly Buffer[]): readonly unknown[] {
  const { sink, said } = noteSink();
  const reader = make(sink);
  parts.forEach((part) => reader.push(part));
  reader.finish();
  return said();
}

function cutAt(bytes: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((left, right) => left - right), bytes.length];
  return places.slice(1).map((end, at) => bytes.subarray(places[at], end));
}

const cell: fc.Arbitrary<Packable> = fc.oneof(
  // JSON.stringify, which makes the other text, writes -0 as 0.
  { weight: 6, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0) },
  { weight: 2, arbitrary: fc.maxSafeInteger() },
  fc.integer({ min: -200, max: 200 }),
  fc.constant(null),
  fc.boolean(),
  fc.string({ maxLength: 40 }),
);

/** A series whose rows have as many cells as it has columns. */
const series: fc.Arbitrary<Packable> = fc.integer({ min: 1, max: 20 }).chain((width) =>
  fc.record({
    name: fc.string(),
    tags: fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
    columns: fc.array(fc.string(), { minLength: width, maxLength: width }),
    values: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 12 }),
    partial: fc.boolean(),
  }),
);
const result: fc.Arbitrary<Packable> = fc.oneof(
  fc.record({ statement_id: fc.nat(5), series: fc.array(series, { maxLength: 3 }), partial: fc.boolean() }),
  fc.record({ statement_id: fc.nat(5), error: fc.string() }),
  fc.record({ statement_id: fc.nat(5) }),
);
const documents: fc.Arbitrary<readonly Packable[]> = fc.array(
  fc.oneof(fc.record({ results: fc.array(result, { maxLength: 3 }) }), fc.record({ error: fc.string() })),
  { minLength: 1, maxLength: 4 },
);
const cuts = fc.array(fc.nat(), { maxLength: 12 });

describe('answers of InfluxDB', () => {
  test('[I10] msgpack says the same as JSON, wherever the bytes are cut', () => {
    fc.assert(
      fc.property(documents, cuts, (all, places) => {
        const packed = Buffer.concat(all.map(msgpackBytes));
        const text = Buffer.from(all.map((one) => `${JSON.stringify(one)}\n`).join(''), 'utf8');
        const fromJson = read((sink) => new JsonAnswer(sink), cutAt(text, places));
        expect(read((sink) => new MsgpackAnswer(sink), cutAt(packed, places))).toEqual(fromJson);
        expect(
          read(
            (sink) => new MsgpackAnswer(sink),
            [...packed].map((byte) => Buffer.from([byte])),
          ),
        ).toEqual(fromJson);
      }),
      { numRuns: 600 },
    );
  });

  test('[I10] rows that come in more than one piece of memory are all there', () => {
    const rows = Array.from({ length: 40_000 }, (_, at) => [at * 1_000 + 1e12, at / 4]);
    const bytes = msgpackBytes({
      results: [{ statement_id: 0, series: [{ name: 'm', columns: ['time', 'v'], values: rows }] }],
    });
    const [block] = read((sink) => new MsgpackAnswer(sink), cutAt(bytes, [1_000, 77_777, 300_001]));
    expect((block as { rows: unknown }).rows).toEqual(rows);
  });

  test('[I11] [I79] an answer that stops in the middle is refused as one', () => {
    fc.assert(
      fc.property(documents, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
        const lengths = all.map((one) => msgpackBytes(one).length);
        const ends = new Set(lengths.map((_, at) => lengths.slice(0, at + 1).reduce((sum, length) => sum + length, 0)));
        const bytes = Buffer.concat(all.map(msgpackBytes));
        const length = 1 + Math.floor(share * (bytes.length - 1));
        fc.pre(!ends.has(length));
        expect(() => read((sink) => new MsgpackAnswer(sink), [bytes.subarray(0, length)])).toThrow(CutOffAnswer);
        const text = Buffer.from(all.map((one) => `${JSON.stringify(one)}\n`).join(''));
        const part = text.subarray(0, 1 + Math.floor(share * (text.length - 1)));
        // A whole document says all, also where its line has no end.
        const isWhole = part.at(-1) === 0x0a || text[part.length] === 0x0a;
        fc.pre(!isWhole);
        expect(() => read((sink) => new JsonAnswer(sink), [part])).toThrow(CutOffAnswer);
      }),
    );
  });

  test('[I11] bytes that are no answer are refused or waited for, never looped over or kept room for', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), cuts, (bytes, places) => {
        try {
          read((sink) => new MsgpackAnswer(sink), cutAt(Buffer.from(bytes), places));
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UnreadableAnswer);
        }
      }),
      { numRuns: 2_000 },
    );
    const announced = Buffer.concat([
      msgpackBytes('results').subarray(0, 0),
      Buffer.from([0x81]),
      msgpackBytes('results'),
      Buffer.from([0x91, 0x81]),
      msgpackBytes('series'),
      Buffer.from([0x91, 0x82]),
      msgpackBytes('columns'),
      msgpackBytes(['time', 'v']),
      msgpackBytes('values'),
      // Four thousand million rows.
      Buffer.from([0xdd, 0xff, 0xff, 0xff, 0xff]),
    ]);
    expect(() => read((sink) => new MsgpackAnswer(sink), [announced])).toThrow('a list is longer than any answer');
  });

  test('[I10] a tag that is null, as InfluxDB 3 says it, is one without a value; lines may end as on Windows', () => {
    const text =
      '{"results":[{"statement_id":0,"series":[{"name":"m","tags":{"a":null},"columns":["time","v"],"values":[[1,2]]}]}]}';
    const [block, ended] = read((sink) => new JsonAnswer(sink), [Buffer.from(`${text}\r\n`)]);
    expect(block).toEqual({ head: JSON.stringify([0, { a: '' }, ['time', 'v']]), rows: [[1, 2]] });
    expect(ended).toEqual({ ended: 0 });
  });

  test.each([
    ['{"results":[{"series":[{"columns":["time"],"values":[[1,2]]}]}]}'],
    ['{"results":[{"series":[{"columns":["time"],"values":[{}]}]}]}'],
    ['{"results":{}}'],
    ['[]'],
    ['<html></html>'],
  ])('[I11] %s is refused', (text) => {
    expect(() => read((sink) => new JsonAnswer(sink), [Buffer.from(text)])).toThrow(UnreadableAnswer);
  });
});
