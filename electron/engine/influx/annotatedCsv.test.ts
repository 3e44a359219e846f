import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnnotatedCsvReader, FluxError } from './annotatedCsv';
import { GarbledAnswer } from './csvCells';
import { type NameRow, nameSink, sampleSink } from './fluxRows';

type Sample = readonly [stream: string, label: string, timeMs: number, value: number];

const head = [
  '#datatype,string,long,dateTime:RFC3339,double,string',
  '#group,false,false,false,false,true',
  '#default,_result,,,,',
  ',result,table,_time,_value,sensor',
];
const answer = [
  ...head,
  ',,0,1970-01-01T00:00:01Z,4.5,FT-101',
  ',,0,1970-01-01T00:00:02Z,+Inf,FT-101',
  ',,1,1970-01-01T00:00:01Z,,"say ""hi"", Kühlturm\nNord"',
  '',
  '#datatype,string,long,dateTime:RFC3339,boolean,string',
  '#group,false,false,false,false,true',
  '#default,other,,,,fallback',
  ',result,table,_time,_value,sensor',
  ',,0,1970-01-01T00:00:03Z,true,',
  '',
  '',
].join('\r\n');

const errorTable = [
  '#datatype,string,string',
  '#group,true,true',
  '#default,,',
  ',error,reference',
  ',"ran out, of memory",897',
  '',
];

/** Reads an answer in pieces of the given lengths, the last one repeated. */
function samplesOf(text: string, lengths: readonly number[] = [text.length]): readonly Sample[] {
  const samples: Sample[] = [];
  let stream = '';
  let label = '';
  const reader = new AnnotatedCsvReader(
    sampleSink({
      begin: (nextStream, labelOf) => {
        stream = nextStream;
        label = labelOf('sensor');
        return 'values';
      },
      add: (timeMs, value) => void samples.push([stream, label, timeMs, value]),
    }),
  );
  const bytes = Buffer.from(text);
  for (let at = 0, part = 0; at < bytes.length; part += 1) {
    const length = Math.max(1, lengths[Math.min(part, lengths.length - 1)] ?? 1);
    const piece = Buffer.from(bytes.subarray(at, at + length));
    reader.push(piece);
    // What was given away may be overwritten.
    piece.fill(0x2c);
    at += length;
  }
  reader.end();
  return samples;
}

const expected: readonly Sample[] = [
  ['_result', 'FT-101', 1_000, 4.5],
  ['_result', 'FT-101', 2_000, Infinity],
  ['_result', 'say "hi", Kühlturm\nNord', 1_000, NaN],
  ['other', 'fallback', 3_000, 1],
];

test('[I59] tables, quotes, line ends, odd values and empty cells are read as Flux means them', () => {
  expect(samplesOf(answer)).toEqual(expected);
  expect(samplesOf(answer.replaceAll('\r\n', '\n'))).toEqual(expected);
});

test('[I59] it does not matter where the pieces of an answer are cut', () => {
  for (const length of [1, 2, 3, 7, 64]) {
    expect(samplesOf(answer, [length])).toEqual(expected);
  }
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (lengths) => {
      expect(samplesOf(answer, lengths)).toEqual(expected);
    }),
  );
});

test('[I53] an error table makes the answer an error, alone or after rows, with annotations or without', () => {
  const whole = answer.slice(0, -2);
  const texts = [
    errorTable.join('\r\n'),
    whole + errorTable.join('\r\n'),
    `${whole}error,reference\r\n"ran out, of memory",\r\n`,
    `${head.join('\r\n')}\r\n,,0,1970-01-01T00:00:01Z,1,a\r\n${errorTable.join('\r\n')}`,
  ];
  for (const text of texts) {
    expect(() => samplesOf(text)).toThrow(new FluxError('ran out, of memory'));
  }
  expect(() => samplesOf(errorTable.slice(0, 4).join('\r\n') + '\r\n')).toThrow(FluxError);
});

test('[I53] an answer that breaks off anywhere is not whole', () => {
  // Every table ends with an empty line; an answer that stops before it is cut.
  for (let length = 1; length < answer.length; length += 1) {
    const cut = answer.slice(0, length);
    if (!cut.endsWith('\r\n\r\n')) {
      expect(() => samplesOf(cut), cut).toThrow(GarbledAnswer);
    }
  }
  expect(samplesOf('\r\n')).toEqual([]);
  expect(samplesOf('')).toEqual([]);
});

test('[I53] anything that is no annotated CSV is garbage', () => {
  const row = ',,0,1970-01-01T00:00:01Z,4.5,FT-101';
  const texts = [
    '<html><body>Sign in</body></html>\n',
    '{"results":[]}\n',
    'time,value\n1,2\n\n',
    `${head[3]}\r\n${row}\r\n\r\n`,
    `${head.join('\r\n')}\r\n${row},more\r\n\r\n`,
    `${head.join('\r\n')}\r\n,,0,yesterday,4.5,FT-101\r\n\r\n`,
    `${head.join('\r\n')}\r\n,,0,1970-01-01T00:00:01Z,warm,FT-101\r\n\r\n`,
    `${head.join('\r\n')}\r\n,,zero,1970-01-01T00:00:01Z,4.5,FT-101\r\n\r\n`,
    `${head.join('\r\n').replaceAll('_time', 'when')}\r\n${row}\r\n\r\n`,
    '\u0000\u0001\u0002\n',
    `${','.repeat(100_000)}\n`,
  ];
  for (const text of texts) {
    expect(() => samplesOf(text), text.slice(0, 200)).toThrow(GarbledAnswer);
  }
});

test('[I55] a row without end is given up before it fills the memory', () => {
  const reader = new AnnotatedCsvReader(nameSink(() => undefined));
  const piece = Buffer.alloc(1_000_000, 'x');
  expect(() => {
    for (let pieces = 0; pieces < 100; pieces += 1) {
      reader.push(piece);
    }
  }).toThrow(GarbledAnswer);
});

test('strings are no samples; as names they are read with their columns', () => {
  const texts = answer.replace('dateTime:RFC3339,double', 'dateTime:RFC3339,string');
  expect(samplesOf(texts)).toEqual(expected.slice(3));
  const rows: NameRow[] = [];
  const reader = new AnnotatedCsvReader(nameSink((row) => void rows.push(row)));
  reader.push(Buffer.from(texts));
  reader.end();
  expect(rows.map(({ valueType, cells }) => [valueType, cells.get('sensor'), cells.get('_value')])).toEqual([
    ['string', 'FT-101', '4.5'],
    ['string', 'FT-101', '+Inf'],
    ['string', 'say "hi", Kühlturm\nNord', ''],
    ['boolean', 'fallback', 'true'],
  ]);
});

test('labels are looked for after the columns that every answer has', () => {
  const columns = ['', 'result', 'table', '_time', '_value', 'table'];
  const text = [...head.slice(0, 3), columns.join(','), ',,0,1970-01-01T00:00:01Z,1,a', '', ''].join('\r\n');
  const labels: string[] = [];
  const reader = new AnnotatedCsvReader(
    sampleSink({
      begin: (_, labelOf) => {
        labels.push(labelOf('table'), labelOf('missing'));
        return 'nothing';
      },
      add: () => expect.fail(),
    }),
  );
  reader.push(Buffer.from(text));
  reader.end();
  expect(labels).toEqual(['a', '']);
});
