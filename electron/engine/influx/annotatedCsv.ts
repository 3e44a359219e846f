import { CutOffCsv, GarbledAnswer, textOfCell } from './csvCells';

/** One column of a table in an answer. */
export interface CsvColumn {
  readonly name: string;
  /** As Flux names it: `double`, `long`, `unsignedLong`, `boolean`, `string`, `dateTime:RFC3339`. */
  readonly type: string;
  /** What an empty cell of this column means. */
  readonly fallback: string;
}

/** Takes the tables of an answer as they come. */
export interface CsvSink {
  /** The head of a table, or of several tables with the same columns. */
  head(columns: readonly CsvColumn[]): void;
  /** A row: cell k is bytes [starts[k], ends[k]), quotes and all. The arrays are used again for the next row. */
  row(bytes: Uint8Array, starts: Int32Array, ends: Int32Array): void;
}

/** The server answered with an error table, before or after rows. */
export class FluxError extends Error {}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const comma = 0x2c;
const quote = 0x22;
const hash = 0x23;
const mostColumns = 4_096;
/** A row is a few names and numbers; a string in it may be a note. */
const longestRowBytes = 4_000_000;

const annotations = ['#datatype', '#group', '#default'] as const;
type Annotation = (typeof annotations)[number];

function isAnnotation(text: string): text is Annotation {
  return annotations.some((annotation) => annotation === text);
}

/**
 * Reads annotated CSV, the answer of Flux, piece by piece. Throws a `FluxError` for an error table, wherever it stands,
 * and a `GarbledAnswer` for anything that is no annotated CSV. Nothing of an answer may be believed before `end`.
 */
export class AnnotatedCsvReader {
  readonly #sink: CsvSink;
  readonly #starts = new Int32Array(mostColumns + 1);
  readonly #ends = new Int32Array(mostColumns + 1);
  #rest: Uint8Array = new Uint8Array(0);
  #annotated = new Map<Annotation, readonly string[]>();
  /** Columns of the tables that are being read; 0: a head has to come first. */
  #columnCount = 0;
  /** Where the error table keeps its message; -1: this is none. */
  #messageColumn = -1;
  #isOpen = false;
  /** Something of annotated CSV has come. */
  #isBegun = false;

  constructor(sink: CsvSink) {
    this.#sink = sink;
  }

  /** Takes the next piece. */
  push(piece: Uint8Array): void {
    const bytes = this.#joinRest(piece);
    let rowStart = 0;
    let cell = 0;
    let isQuoted = false;
    this.#starts[0] = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === quote) {
        isQuoted = !isQuoted;
      } else if (!isQuoted && (byte === comma || byte === lineFeed)) {
        this.#ends[cell] = byte === lineFeed && at > rowStart && bytes[at - 1] === carriageReturn ? at - 1 : at;
        cell += 1;
        if (byte === lineFeed) {
          this.#record(bytes, cell);
          rowStart = at + 1;
          cell = 0;
        } else if (cell === mostColumns) {
          throw new GarbledAnswer('a row without end');
        }
        this.#starts[cell] = at + 1;
      }
    }
    // A copy: the piece may be a view of a buffer that is filled again.
    this.#rest = new Uint8Array(bytes.subarray(rowStart));
  }

  /** Says that the answer is over, and throws unless it was whole. */
  end(): void {
    if (this.#messageColumn >= 0) {
      throw new FluxError('');
    }
    if (this.#rest.length > 0 || this.#isOpen) {
      const isOfFlux = this.#isBegun || this.#rest[0] === hash;
      throw isOfFlux ? new CutOffCsv('the answer breaks off') : new GarbledAnswer('it is no annotated CSV');
    }
  }

  #joinRest(piece: Uint8Array): Uint8Array {
    if (this.#rest.length === 0) {
      // A plain view: hot loops that meet Buffers and byte arrays alike run slower.
      return new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
    }
    if (this.#rest.length > longestRowBytes) {
      throw new GarbledAnswer('a row without end');
    }
    const joined = new Uint8Array(this.#rest.length + piece.length);
    joined.set(this.#rest);
    joined.set(piece, this.#rest.length);
    return joined;
  }

  #record(bytes: Uint8Array, count: number): void {
    const isBlank = count === 1 && this.#starts[0] === this.#ends[0];
    if (isBlank) {
      this.#close();
    } else if (this.#columnCount === 0 || bytes[this.#starts[0] ?? 0] === hash) {
      this.#headRecord(this.#textsOf(bytes, count));
    } else if (count === this.#columnCount) {
      this.#sink.row(bytes, this.#starts, this.#ends);
    } else if (!this.#isErrorHead(this.#textsOf(bytes, count))) {
      throw new GarbledAnswer(`a row of ${count} cells where there are ${this.#columnCount} columns`);
    }
  }

  #close(): void {
    this.#columnCount = 0;
    this.#annotated = new Map();
    this.#isOpen = false;
  }

  #textsOf(bytes: Uint8Array, count: number): readonly string[] {
    return Array.from({ length: count }, (_, cell) =>
      textOfCell({ bytes, start: this.#starts[cell] ?? 0, end: this.#ends[cell] ?? 0 }),
    );
  }

  /** Whether an error table begins here; the next row is its message. */
  #isErrorHead(names: readonly string[]): boolean {
    const isError = names.filter((name) => name !== '').join() === 'error,reference';
    if (isError) {
      this.#columnCount = 0;
      this.#messageColumn = names.indexOf('error');
    }
    return isError;
  }

  #headRecord(cells: readonly string[]): void {
    if (this.#messageColumn >= 0) {
      throw new FluxError(cells[this.#messageColumn] ?? '');
    }
    const [first = ''] = cells;
    if (isAnnotation(first)) {
      if (this.#columnCount > 0) {
        this.#close();
      }
      this.#annotated.set(first, cells);
    } else if (!this.#isErrorHead(cells)) {
      this.#begin(cells);
    }
    this.#isOpen = true;
    this.#isBegun = true;
  }

  #begin(names: readonly string[]): void {
    const types = this.#annotated.get('#datatype') ?? [];
    if (types.length !== names.length || names[0] !== '') {
      throw new GarbledAnswer(`"${names.join(',').slice(0, 60)}"`);
    }
    const fallbacks = this.#annotated.get('#default') ?? [];
    this.#columnCount = names.length;
    this.#sink.head(
      names.map((name, at) => ({ name, type: types[at] ?? '', fallback: at === 0 ? '' : (fallbacks[at] ?? '') })),
    );
  }
}
