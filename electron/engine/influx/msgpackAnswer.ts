import { type AnswerReader, type AnswerSink, CutOffAnswer, rowsAtOnce } from './answerRows';
import { MsgpackCursor, type Waiting } from './msgpackCursor';
import { decodeRows } from './msgpackRows';

/** A series while its rows arrive. */
interface OpenSeries {
  tags: Record<string, string>;
  columns: readonly string[];
  isPartial: boolean;
}

/**
 * Reads answers in msgpack, one document after the other, straight into columns. Structure is read by generators that
 * wait for bytes; rows, which are nearly all of it, by one loop over those that have arrived whole.
 */
export class MsgpackAnswer implements AnswerReader {
  readonly #sink: AnswerSink;
  readonly #cursor = new MsgpackCursor();
  readonly #reading: Generator<undefined, never>;
  #isInDocument = false;
  #cells = new Float64Array(0);

  constructor(sink: AnswerSink) {
    this.#sink = sink;
    this.#reading = this.#documents();
  }

  push(bytes: Buffer): void {
    this.#cursor.push(bytes);
    this.#reading.next();
  }

  finish(): void {
    if (this.#isInDocument || this.#cursor.at < this.#cursor.bytes.length) {
      throw new CutOffAnswer();
    }
  }

  *#documents(): Waiting<never> {
    const cursor = this.#cursor;
    for (;;) {
      yield* cursor.need(1);
      this.#isInDocument = true;
      const entries = yield* cursor.mapLength();
      for (let index = 0; index < entries; index += 1) {
        const key = yield* cursor.text();
        if (key === 'results') {
          yield* this.#results();
        } else if (key === 'error') {
          this.#sink.refused(yield* cursor.text());
        } else {
          yield* cursor.skip();
        }
      }
      this.#isInDocument = false;
    }
  }

  *#results(): Waiting<void> {
    const count = yield* this.#cursor.arrayLength();
    for (let index = 0; index < count; index += 1) {
      yield* this.#result();
    }
  }

  *#result(): Waiting<void> {
    const cursor = this.#cursor;
    const result: { statement: number; isPartial: boolean; error?: string } = { statement: 0, isPartial: false };
    const entries = yield* cursor.mapLength();
    for (let index = 0; index < entries; index += 1) {
      const key = yield* cursor.text();
      if (key === 'statement_id') {
        result.statement = yield* cursor.number();
      } else if (key === 'series') {
        const count = yield* cursor.arrayLength();
        for (let one = 0; one < count; one += 1) {
          const isPartial = yield* this.#series(result.statement);
          result.isPartial ||= isPartial;
        }
      } else if (key === 'partial') {
        const isPartial = (yield* cursor.number()) !== 0;
        result.isPartial ||= isPartial;
      } else if (key === 'error') {
        result.error = yield* cursor.text();
      } else {
        yield* cursor.skip();
      }
    }
    if (result.error !== undefined) {
      this.#sink.error(result.error);
    } else if (!result.isPartial) {
      this.#sink.ended(result.statement);
    }
  }

  /** Answers whether the series goes on in a later document, or was cut off. */
  *#series(statement: number): Waiting<boolean> {
    const cursor = this.#cursor;
    const series: OpenSeries = { tags: {}, columns: [], isPartial: false };
    const entries = yield* cursor.mapLength();
    for (let index = 0; index < entries; index += 1) {
      const key = yield* cursor.text();
      if (key === 'tags') {
        series.tags = yield* this.#tags();
      } else if (key === 'columns') {
        series.columns = yield* this.#texts();
      } else if (key === 'values') {
        yield* this.#rows(statement, series);
      } else if (key === 'partial') {
        series.isPartial = (yield* cursor.number()) !== 0;
      } else {
        yield* cursor.skip();
      }
    }
    return series.isPartial;
  }

  *#tags(): Waiting<Record<string, string>> {
    const pairs: (readonly [string, string])[] = [];
    const count = yield* this.#cursor.mapLength();
    for (let index = 0; index < count; index += 1) {
      const tag = yield* this.#cursor.text();
      pairs.push([tag, yield* this.#cursor.text()]);
    }
    return Object.fromEntries(pairs);
  }

  *#texts(): Waiting<readonly string[]> {
    const texts: string[] = [];
    const count = yield* this.#cursor.arrayLength();
    for (let index = 0; index < count; index += 1) {
      texts.push(yield* this.#cursor.text());
    }
    return texts;
  }

  *#rows(statement: number, { tags, columns }: OpenSeries): Waiting<void> {
    const columnCount = columns.length;
    const textCell = (text: string, isLast: boolean): number => this.#sink.textCell(text, isLast);
    let left = yield* this.#cursor.arrayLength();
    while (left > 0) {
      const stride = rowsAtOnce(left, columnCount);
      if (this.#cells.length < stride * columnCount) {
        this.#cells = new Float64Array(stride * columnCount);
      }
      const target = { columnCount, stride, cells: this.#cells, textCell };
      let rowCount = decodeRows(this.#cursor, target, 0);
      while (rowCount < stride) {
        yield;
        rowCount = decodeRows(this.#cursor, target, rowCount);
      }
      this.#sink.rows({ statement, tags, columns, rowCount, cells: this.#cells, stride });
      left -= rowCount;
    }
  }
}
