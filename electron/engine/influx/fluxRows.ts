import { codeOfQualityText } from '../../../shared/influx/opcQuality';
import type { CsvColumn, CsvSink } from './annotatedCsv';
import { booleanOfCell, GarbledAnswer, numberOfCell, textOfCell, timeOfCell } from './csvCells';

/** What is wanted of the rows of a table: numbers and booleans, what numbers or texts say of quality, or nothing. */
export type Wanted = 'values' | 'codes' | 'nothing';

/** Takes the samples of an answer. */
export interface SampleRows {
  /** A table begins: the stream it belongs to, and its label columns. */
  begin(stream: string, labelOf: (column: string) => string): Wanted;
  /** Times are the millisecond that holds the sample's; NaN as a value says that the row has none. */
  add(timeMs: number, value: number): void;
}

type CellReader = (bytes: Uint8Array, start: number, end: number) => number;

const nothing: CellReader = () => NaN;

function codeOfCell(bytes: Uint8Array, start: number, end: number): number {
  return codeOfQualityText(textOfCell({ bytes, start, end }));
}

const valueReaders: Readonly<Record<string, CellReader>> = {
  double: numberOfCell,
  long: numberOfCell,
  unsignedLong: numberOfCell,
  boolean: booleanOfCell,
};

interface SampleColumns {
  readonly stream: number;
  readonly table: number;
  readonly time: number;
  readonly value: number;
  /** How to read what is wanted; values of other types are no sensor's. */
  readonly readers: Readonly<Record<Wanted, CellReader>>;
  readonly all: readonly CsvColumn[];
}

function findColumns(all: readonly CsvColumn[]): SampleColumns {
  const [stream, table, time, value] = ['result', 'table', '_time', '_value'].map((wanted) =>
    all.findIndex(({ name }) => name === wanted),
  );
  if (stream === undefined || table === undefined || time === undefined || value === undefined || table < 0) {
    throw new GarbledAnswer('a table without number');
  }
  if (time < 0 || value < 0 || !(all[time]?.type ?? '').startsWith('dateTime')) {
    throw new GarbledAnswer('a table without times or values');
  }
  const type = all[value]?.type ?? '';
  const values = valueReaders[type] ?? nothing;
  return {
    stream,
    table,
    time,
    value,
    readers: { values, codes: type === 'string' ? codeOfCell : values, nothing },
    all,
  };
}

/** Reads tables of samples; values that are neither numbers nor booleans are left out. */
export function sampleSink(target: SampleRows): CsvSink {
  let columns: SampleColumns | undefined;
  let table = NaN;
  let readValue = nothing;
  return {
    head: (all) => {
      columns = findColumns(all);
      table = NaN;
    },
    row: (bytes, starts, ends) => {
      if (columns === undefined) {
        return;
      }
      const { time, value, readers, all } = columns;
      const number = numberOfCell(bytes, starts[columns.table] ?? 0, ends[columns.table] ?? 0);
      if (number !== table) {
        table = number;
        const textAt = (at: number): string =>
          textOfCell({ bytes, start: starts[at] ?? 0, end: ends[at] ?? 0 }) || (all[at]?.fallback ?? '');
        const labelOf = (column: string): string => {
          // The first three are the answer's own: a tag may be called `table` too.
          const at = all.findIndex(({ name }, index) => name === column && index > 2);
          return at < 0 ? '' : textAt(at);
        };
        readValue = readers[target.begin(textAt(columns.stream), labelOf)];
      }
      if (readValue !== nothing) {
        const timeMs = timeOfCell(bytes, starts[time] ?? 0, ends[time] ?? 0);
        target.add(timeMs, readValue(bytes, starts[value] ?? 0, ends[value] ?? 0));
      }
    },
  };
}

/** A row of names: each cell by its column, and the type of its `_value`. */
export interface NameRow {
  readonly cells: ReadonlyMap<string, string>;
  readonly valueType: string;
}

/** Reads tables of names, such as what a bucket holds. */
export function nameSink(take: (row: NameRow) => void): CsvSink {
  let columns: readonly CsvColumn[] = [];
  let valueType = '';
  return {
    head: (all) => {
      columns = all;
      valueType = all.find(({ name }) => name === '_value')?.type ?? '';
    },
    row: (bytes, starts, ends) => {
      const cells = columns.map(({ name, fallback }, at): [string, string] => [
        name,
        textOfCell({ bytes, start: starts[at] ?? 0, end: ends[at] ?? 0 }) || fallback,
      ]);
      take({ cells: new Map(cells), valueType });
    },
  };
}
