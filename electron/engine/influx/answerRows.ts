/** Rows of one series of one statement, as columns. */
export interface RowBlock {
  /** Which statement of the request, from 0. */
  readonly statement: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly rowCount: number;
  /**
   * Row r of column c is `cells[c * stride + r]`; the first column is the time in ms. No value is NaN, a boolean 0 or 1, a
   * text what `textCell` makes of it. Valid during the call only: the memory is used again.
   */
  readonly cells: Float64Array;
  readonly stride: number;
}

/** What an answer is taken apart into, in the order it arrives. */
export interface AnswerSink {
  rows(block: RowBlock): void;
  /** What a statement said instead of, or after, its rows; which one is not always said. */
  error(message: string): void;
  /** What was said of the whole request. */
  refused(message: string): void;
  /** The statement has no more to say. */
  ended(statement: number): void;
  /** The number that stands for a text in the last column of a row, or in another; NaN: texts are no values there. */
  textCell(text: string, isLast: boolean): number;
}

/** Takes an answer apart while it arrives. */
export interface AnswerReader {
  /** The next bytes, cut anywhere. Throws `UnreadableAnswer`. */
  push(bytes: Buffer): void;
  /** There are no more bytes. Throws `CutOffAnswer` when the answer stops in the middle. */
  finish(): void;
}

/** The bytes are no answer of an InfluxDB. */
export class UnreadableAnswer extends Error {}

/** The bytes are the beginning of an answer. */
export class CutOffAnswer extends UnreadableAnswer {
  constructor() {
    super('it stops in the middle');
  }
}

/** More rows at once only cost memory. */
const mostRows = 16_384;
const mostCells = 4_000_000;

/** How many rows of so many columns are handed over at once, when so many are announced. */
export function rowsAtOnce(announced: number, columnCount: number): number {
  return Math.max(1, Math.min(announced, mostRows, Math.floor(mostCells / Math.max(1, columnCount))));
}
