import type { SeriesGroup } from '../../../shared/influx/seriesPlan';
import type { AppFailure } from '../../../shared/lib/appError';
import type { RowBlock } from './answerRows';
import type { InfluxQlClient } from './influxQlClient';
import { mergeStreams } from './mergeStreams';

/** One statement, and what it is about. */
export interface StatementTask<About> {
  readonly group: SeriesGroup;
  readonly text: string;
  readonly about: About;
}

/** How the answers to tasks become blocks. */
export interface TaskReading<About, Block> {
  /** Takes rows; what is ready goes to `ready`. */
  rows(task: StatementTask<About>, block: RowBlock, ready: Block[]): void;
  /** What to ask instead of a refused statement, in this order; or throws the failure. */
  instead(task: StatementTask<About>, failure: AppFailure): readonly StatementTask<About>[];
  /** Called when all tasks of a batch, and what was asked instead, are answered. */
  batchEnded?(tasks: readonly StatementTask<About>[], ready: Block[]): void;
  /** The number that stands for a text in the last column of a row; left out: texts are no values. */
  textCell?(text: string): number;
}

/** More requests at once make no server faster. */
const mostInFlight = 2;

async function* readBatch<About, Block>(
  client: InfluxQlClient,
  work: { readonly tasks: readonly StatementTask<About>[]; readonly reading: TaskReading<About, Block> },
  signal: AbortSignal,
): AsyncGenerator<Block[]> {
  const { tasks, reading } = work;
  const [first] = tasks;
  if (first === undefined) {
    return;
  }
  const { database, retentionPolicy } = first.group;
  const instead: StatementTask<About>[] = [];
  let ready: Block[] = [];
  const sink = {
    rows: (block: RowBlock): void => {
      const task = tasks[block.statement];
      if (task !== undefined) {
        reading.rows(task, block, ready);
      }
    },
    failed: (statement: number, failure: AppFailure): void => {
      const task = tasks[statement];
      instead.push(...(task === undefined ? [] : reading.instead(task, failure)));
    },
    textCell: (text: string, isLast: boolean): number => (isLast ? (reading.textCell?.(text) ?? NaN) : NaN),
  };
  const statements = tasks.map(({ text }) => text);
  for await (const step of client.stream({ database, retentionPolicy, statements }, sink, signal)) {
    if (ready.length > 0) {
      yield ready;
      ready = [];
    }
    void step;
  }
  if (ready.length > 0) {
    yield ready;
  }
  yield* readBatch(client, { tasks: instead, reading }, signal);
}

async function* readWholeBatch<About, Block>(
  client: InfluxQlClient,
  work: { readonly tasks: readonly StatementTask<About>[]; readonly reading: TaskReading<About, Block> },
  signal: AbortSignal,
): AsyncGenerator<Block[]> {
  yield* readBatch(client, work, signal);
  const ready: Block[] = [];
  work.reading.batchEnded?.(work.tasks, ready);
  yield ready;
}

/** Tasks of one database together, at most so many a request. */
function batchesOf<About>(
  tasks: readonly StatementTask<About>[],
  perRequest: number,
): readonly (readonly StatementTask<About>[])[] {
  const places = new Map<string, StatementTask<About>[]>();
  for (const task of tasks) {
    const place = JSON.stringify([task.group.database, task.group.retentionPolicy]);
    places.set(place, [...(places.get(place) ?? []), task]);
  }
  return [...places.values()].flatMap((ofOne) =>
    Array.from({ length: Math.ceil(ofOne.length / perRequest) }, (_, at) =>
      ofOne.slice(at * perRequest, (at + 1) * perRequest),
    ),
  );
}

/** Asks all tasks, some in each request, at most two requests at once, and hands over blocks as they get ready. */
export async function* readTasks<About, Block>(
  client: InfluxQlClient,
  work: {
    readonly tasks: readonly StatementTask<About>[];
    readonly perRequest: number;
    readonly reading: TaskReading<About, Block>;
  },
  signal: AbortSignal,
): AsyncGenerator<Block> {
  const makers = batchesOf(work.tasks, work.perRequest).map(
    (tasks) => (inner: AbortSignal) => readWholeBatch(client, { tasks, reading: work.reading }, inner),
  );
  for await (const blocks of mergeStreams(makers, mostInFlight, signal)) {
    yield* blocks;
  }
}
