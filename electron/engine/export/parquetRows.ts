import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { SampleColumns } from '../../../shared/history/historySource';
import type { RowEncoder } from './csvRows';
import type { ExportSeries } from './exportRequest';
import { qualityWordOf } from './qualityWords';
import type { WriteBytes } from './textOutput';

/** Packing a row group holds up everything else: this many rows are some 15 ms of work. */
const rowsPerGroup = 32_768;

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

function textColumn(name: string): SchemaElement {
  return {
    name,
    type: 'BYTE_ARRAY',
    converted_type: 'UTF8',
    logical_type: { type: 'STRING' },
    repetition_type: 'REQUIRED',
  };
}

const schema: SchemaElement[] = [
  { name: 'root', num_children: 5 },
  {
    name: 'time',
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    repetition_type: 'REQUIRED',
  },
  textColumn('sensor'),
  { name: 'value', type: 'DOUBLE', repetition_type: 'REQUIRED' },
  textColumn('quality'),
  textColumn('unit'),
];

/** Hands its bytes on after every row group and begins anew, so that it never holds more than one. */
class GroupWriter extends ByteWriter {
  readonly #write: WriteBytes;

  constructor(write: WriteBytes) {
    super();
    this.#write = write;
  }

  async flush(): Promise<void> {
    await this.#write(this.getBytes());
    this.index = 0;
  }

  override finish(): Promise<void> {
    return this.flush();
  }
}

/** Rows while they are gathered into a group. */
class RowGroup {
  readonly #timesMs = new Float64Array(rowsPerGroup);
  readonly #values = new Float64Array(rowsPerGroup);
  readonly #sensors = new Array<string>(rowsPerGroup).fill('');
  readonly #qualities = new Array<string>(rowsPerGroup).fill('');
  readonly #units = new Array<string>(rowsPerGroup).fill('');
  #count = 0;

  /** Takes samples from an index on, as many as there is room for. Answers the index of the first it did not take. */
  take({ sensorName, unit }: ExportSeries, samples: SampleColumns, from: number): number {
    const { timesMs, values, qualities } = samples;
    const taken = Math.min(values.length - from, rowsPerGroup - this.#count);
    const end = this.#count + taken;
    this.#timesMs.set(timesMs.subarray(from, from + taken), this.#count);
    this.#values.set(values.subarray(from, from + taken), this.#count);
    this.#sensors.fill(sensorName, this.#count, end);
    this.#units.fill(unit, this.#count, end);
    for (let index = 0; index < taken; index += 1) {
      this.#qualities[this.#count + index] = qualityWordOf(qualities[from + index]);
    }
    this.#count = end;
    return from + taken;
  }

  isFull(): boolean {
    return this.#count === rowsPerGroup;
  }

  isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Writes the rows as one group and forgets them. */
  async writeTo(parquet: ParquetWriter): Promise<void> {
    const count = this.#count;
    const words = { encoding: 'RLE_DICTIONARY' } as const;
    await parquet.write({
      columnData: [
        { name: 'time', data: this.#timesMs.subarray(0, count), encoding: 'DELTA_BINARY_PACKED' },
        { name: 'sensor', data: this.#sensors.slice(0, count), ...words },
        // No dictionary: it takes -0 and 0 for one.
        { name: 'value', data: this.#values.subarray(0, count), encoding: 'PLAIN' },
        { name: 'quality', data: this.#qualities.slice(0, count), ...words, statistics: false },
        { name: 'unit', data: this.#units.slice(0, count), ...words, statistics: false },
      ],
      rowGroupSize: count,
    });
    this.#count = 0;
  }
}

/** Rows as Parquet: time, sensor, value, quality, unit. */
export function parquetRows(write: WriteBytes): RowEncoder {
  const parquet = new ParquetWriter({
    writer: new GroupWriter(write),
    schema,
    createdBy: 'sightglass version 1',
    // Whole names: cut ones would not tell a reader where a sensor is not.
    statisticsTruncateLength: Infinity,
  });
  const group = new RowGroup();
  return {
    add: async (series, samples) => {
      for (let index = 0; index < samples.values.length;) {
        index = group.take(series, samples, index);
        if (group.isFull()) {
          await group.writeTo(parquet);
        }
      }
    },
    finish: async () => {
      if (!group.isEmpty()) {
        await group.writeTo(parquet);
      }
      await parquet.finish();
    },
  };
}
