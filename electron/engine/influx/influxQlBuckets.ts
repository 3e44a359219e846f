import type { BucketBlock } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import { bucketAggregates, bucketStatement, stepLastStatement } from '../../../shared/influx/influxQlStatements';
import type { SeriesAddress } from '../../../shared/influx/seriesAddress';
import { halveFields, halveGroup, planSeries, type SeriesGroup } from '../../../shared/influx/seriesPlan';
import type { AppFailure } from '../../../shared/lib/appError';
import type { RowBlock } from './answerRows';
import type { InfluxQlClient } from './influxQlClient';
import { halveRange, isAboutSeries, isLimit, membersOf } from './influxQlRaw';
import { readTasks, type StatementTask } from './influxQlTasks';
import type { StepLasts } from './influxReader';

/** What to read; buckets are aligned to the epoch, `widthMs` is a whole number. */
export interface BucketsAsked {
  readonly addresses: readonly SeriesAddress[];
  readonly range: TimeRange;
  readonly widthMs: number;
}

/** Every bucket that overlaps a range, whole. */
export function wholeBuckets({ startMs, endMs }: TimeRange, widthMs: number): TimeRange {
  return { startMs: Math.floor(startMs / widthMs) * widthMs, endMs: Math.ceil(endMs / widthMs) * widthMs };
}

/** Rows of one series, in pieces as they arrived: first the start, then one column after the other. */
type Pieces = Float64Array[][];

/** Collects columns by address, and hands each address over as one. */
class ColumnCollector {
  readonly #columnCount: number;
  readonly #found = new Map<number, Pieces>();
  readonly #lastMs = new Map<number, number>();

  constructor(columnCount: number) {
    this.#columnCount = columnCount;
  }

  /** Takes the rows of one field, those that hold it, after those that are there. */
  add(index: number, block: RowBlock, field: number): void {
    const { cells, rowCount, stride } = block;
    const from = (1 + field * this.#columnCount) * stride;
    const afterMs = this.#lastMs.get(index) ?? -Infinity;
    const rows: number[] = [];
    for (let row = 0; row < rowCount; row += 1) {
      if (!Number.isNaN(cells[from + row] ?? NaN) && (cells[row] ?? NaN) > afterMs) {
        rows.push(row);
      }
    }
    const last = rows.at(-1);
    if (last === undefined) {
      return;
    }
    this.#lastMs.set(index, cells[last] ?? NaN);
    const places = [0, ...Array.from({ length: this.#columnCount }, (_, at) => from + at * stride)];
    const piece = places.map((place) => Float64Array.from(rows, (row) => cells[place + row] ?? NaN));
    this.#found.set(index, [...(this.#found.get(index) ?? []), piece]);
  }

  /** The columns of one address; none when it holds nothing. Lets go of them. */
  take(index: number): readonly Float64Array[] {
    const pieces = this.#found.get(index) ?? [];
    this.#found.delete(index);
    const [only] = pieces;
    return pieces.length === 1 && only !== undefined ? only : joined(pieces);
  }
}

function joined(pieces: Pieces): readonly Float64Array[] {
  const length = pieces.reduce((sum, [starts]) => sum + (starts?.length ?? 0), 0);
  return (pieces[0] ?? []).map((_, column) => {
    const whole = new Float64Array(length);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece[column] ?? [], at);
      at += piece[column]?.length ?? 0;
    }
    return whole;
  });
}

function indexesOf(tasks: readonly StatementTask<unknown>[]): ReadonlySet<number> {
  return new Set(tasks.flatMap(({ group }) => [...group.members.values()].flat(2)));
}

/** Reads a column set for every address, whole; `textOf` writes the statement. */
async function* readColumns(
  client: InfluxQlClient,
  asked: BucketsAsked & {
    readonly columnCount: number;
    readonly textOf: (group: SeriesGroup, range: TimeRange) => string;
    /** Takes addresses that the server cannot answer so; throws what it cannot take. */
    readonly refused: (group: SeriesGroup, failure: AppFailure) => void;
  },
  signal: AbortSignal,
): AsyncGenerator<readonly [number, readonly Float64Array[]]> {
  const collector = new ColumnCollector(asked.columnCount);
  const taskOf = (group: SeriesGroup, range: TimeRange): StatementTask<TimeRange> => ({
    group,
    about: range,
    text: asked.textOf(group, range),
  });
  const rows = ({ group }: StatementTask<TimeRange>, block: RowBlock): void => {
    membersOf(group, block).forEach((indexes, field) => indexes.forEach((index) => collector.add(index, block, field)));
  };
  const instead = (task: StatementTask<TimeRange>, failure: AppFailure): readonly StatementTask<TimeRange>[] => {
    const ranges = isLimit(failure) && !isAboutSeries(failure) ? halveRange(task.about, asked.widthMs) : [];
    if (ranges.length > 0) {
      return ranges.map((half) => taskOf(task.group, half));
    }
    const groups = isLimit(failure) ? halveGroup(task.group) : halveFields(task.group);
    if (groups.length === 0) {
      asked.refused(task.group, failure);
    }
    return groups.map((half) => taskOf(half, task.about));
  };
  const batchEnded = (
    tasks: readonly StatementTask<TimeRange>[],
    ready: (readonly [number, readonly Float64Array[]])[],
  ): void => {
    for (const index of indexesOf(tasks)) {
      const columns = collector.take(index);
      if (columns.length > 0) {
        ready.push([index, columns]);
      }
    }
  };
  const tasks = planSeries(asked.addresses).map((group) => taskOf(group, wholeBuckets(asked.range, asked.widthMs)));
  yield* readTasks(client, { tasks, perRequest: 1, reading: { rows, instead, batchEnded } }, signal);
}

/** Aggregates of every address that has any; `refused` takes the addresses that the server cannot aggregate. */
export async function* readBucketAggregates(
  client: InfluxQlClient,
  asked: BucketsAsked & { readonly refused: (index: number) => void },
  signal: AbortSignal,
): AsyncGenerator<BucketBlock> {
  const columnCount = bucketAggregates.length;
  const textOf = (group: SeriesGroup, range: TimeRange): string => bucketStatement(group, range, asked.widthMs);
  const refused = (group: SeriesGroup, failure: AppFailure): void => {
    // InfluxDB has no mean of booleans and of texts.
    if (failure.error.code !== 'source-failed' || !/unsupported \w+ iterator/.test(failure.error.detail)) {
      throw failure;
    }
    [...group.members.values()].flat(2).forEach(asked.refused);
  };
  for await (const [index, columns] of readColumns(client, { ...asked, columnCount, textOf, refused }, signal)) {
    const [startsMs, first, last, minimum, maximum, mean, count] = columns;
    if (startsMs && first && last && minimum && maximum && mean && count) {
      yield { index, startsMs, first, last, minimum, maximum, mean, count: Uint32Array.from(count) };
    }
  }
}

/** The last value of each step of every address that has any. */
export async function* readStepLastValues(
  client: InfluxQlClient,
  asked: BucketsAsked,
  signal: AbortSignal,
): AsyncGenerator<StepLasts> {
  const textOf = (group: SeriesGroup, range: TimeRange): string => stepLastStatement(group, range, asked.widthMs);
  const refused = (_group: SeriesGroup, failure: AppFailure): never => {
    throw failure;
  };
  for await (const [index, columns] of readColumns(client, { ...asked, columnCount: 1, textOf, refused }, signal)) {
    const [startsMs, values] = columns;
    if (startsMs && values) {
      yield { index, startsMs, values };
    }
  }
}
