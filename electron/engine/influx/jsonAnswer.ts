import { z } from 'zod';
import { type AnswerReader, type AnswerSink, CutOffAnswer, rowsAtOnce, UnreadableAnswer } from './answerRows';

const series = z.object({
  name: z.string().optional(),
  // InfluxDB 3 says null for a tag that a series lacks, the others an empty text.
  tags: z.record(z.string(), z.string().nullable()).optional(),
  columns: z.array(z.string()),
  // Rows are checked where they are read: there may be millions.
  values: z.array(z.unknown()).optional(),
  partial: z.boolean().optional(),
});
const answer = z.object({
  error: z.string().optional(),
  results: z
    .array(
      z.object({
        statement_id: z.number().int().optional(),
        series: z.array(series).optional(),
        partial: z.boolean().optional(),
        error: z.string().optional(),
      }),
    )
    .optional(),
});

/** One document of an answer in JSON. */
export type JsonDocument = z.infer<typeof answer>;
type Series = z.infer<typeof series>;

/**
 * Takes a line for a document of an answer. Throws `UnreadableAnswer` for any other text; `CutOffAnswer` for one that may be
 * the beginning of a document, where the line has no end.
 */
export function parseAnswer(text: string, hasEnd: boolean): JsonDocument {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw !hasEnd && text.startsWith('{') ? new CutOffAnswer() : new UnreadableAnswer('it is not JSON');
  }
  const checked = answer.safeParse(parsed);
  if (!checked.success) {
    throw new UnreadableAnswer('it is JSON, but not of an InfluxDB');
  }
  return checked.data;
}

const newline = 0x0a;

/** Reads answers in JSON, a document a line, for servers that do not speak msgpack. */
export class JsonAnswer implements AnswerReader {
  readonly #sink: AnswerSink;
  #line: Buffer[] = [];

  constructor(sink: AnswerSink) {
    this.#sink = sink;
  }

  push(bytes: Buffer): void {
    let from = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
      this.#line.push(bytes.subarray(from, end));
      this.#readLine(true);
      from = end + 1;
    }
    this.#line.push(bytes.subarray(from));
  }

  finish(): void {
    this.#readLine(false);
  }

  #readLine(hasEnd: boolean): void {
    const text = Buffer.concat(this.#line).toString('utf8').trim();
    this.#line = [];
    if (text === '') {
      return;
    }
    const { error, results } = parseAnswer(text, hasEnd);
    if (error !== undefined) {
      this.#sink.refused(error);
    }
    for (const result of results ?? []) {
      const statement = result.statement_id ?? 0;
      result.series?.forEach((one) => this.#handOver(statement, one));
      const isPartial = result.partial === true || (result.series ?? []).some(({ partial }) => partial === true);
      if (result.error !== undefined) {
        this.#sink.error(result.error);
      } else if (!isPartial) {
        this.#sink.ended(statement);
      }
    }
  }

  #handOver(statement: number, { tags: said = {}, columns, values = [] }: Series): void {
    const tags = Object.fromEntries(Object.entries(said).map(([key, value]) => [key, value ?? '']));
    const atOnce = rowsAtOnce(values.length, columns.length);
    for (let from = 0; from < values.length; from += atOnce) {
      const rows = values.slice(from, from + atOnce);
      const stride = rows.length;
      const cells = new Float64Array(stride * columns.length);
      rows.forEach((row, at) => {
        if (!Array.isArray(row) || row.length !== columns.length) {
          throw new UnreadableAnswer('a row has not the columns that were announced');
        }
        row.forEach((value: unknown, column) => {
          cells[column * stride + at] = this.#numberOf(value, column === columns.length - 1);
        });
      });
      this.#sink.rows({ statement, tags, columns, rowCount: stride, cells, stride });
    }
  }

  #numberOf(value: unknown, isLast: boolean): number {
    switch (typeof value) {
      case 'number':
        return value;
      case 'boolean':
        return value ? 1 : 0;
      case 'string':
        return this.#sink.textCell(value, isLast);
      default:
        return NaN;
    }
  }
}
