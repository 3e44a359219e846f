import type { Snapshot } from '../../../shared/history/historySource';
import { firstStatements, latestStatements } from '../../../shared/influx/influxQlStatements';
import { qualityOfCode } from '../../../shared/influx/opcQuality';
import type { SeriesAddress } from '../../../shared/influx/seriesAddress';
import type { QualityFieldOf } from '../../../shared/influx/sourceMapping';
import { halveGroup, planSeries, type SeriesGroup } from '../../../shared/influx/seriesPlan';
import type { AppFailure } from '../../../shared/lib/appError';
import type { RowBlock } from './answerRows';
import type { InfluxQlClient } from './influxQlClient';
import { isLimit, membersOf, textsOf } from './influxQlRaw';
import { readTasks, type StatementTask } from './influxQlTasks';

/** What to look for. */
export interface LatestAsked {
  readonly timeMs: number;
  /** Undefined: however old. */
  readonly lookbackMs: number | undefined;
  readonly qualityFieldOf: QualityFieldOf;
}

/** Which field of the group a statement is about; what to ask in halves, too. */
interface OfField {
  readonly field: number;
  readonly asked: LatestAsked;
}

interface OpenSnapshot extends Snapshot {
  readonly take: (index: number, timeMs: number, sample: { readonly value: number; readonly code: number }) => void;
}

function openSnapshot(count: number): OpenSnapshot {
  const timesMs = new Float64Array(count).fill(NaN);
  const values = new Float64Array(count).fill(NaN);
  const qualities = new Uint8Array(count);
  return {
    timesMs,
    values,
    qualities,
    take: (index, timeMs, { value, code }) => {
      const beforeMs = timesMs[index] ?? NaN;
      if (!(Number.isNaN(value) && Number.isNaN(code)) && !(beforeMs >= timeMs)) {
        timesMs[index] = timeMs;
        values[index] = value;
        qualities[index] = qualityOfCode(code);
      }
    },
  };
}

function tasksOf(group: SeriesGroup, asked: LatestAsked): readonly StatementTask<OfField>[] {
  return latestStatements(group, asked).map((text, field) => ({ group, text, about: { field, asked } }));
}

/** The field a statement is about, alone: a group of one, so that it can be halved by sets of tags. */
function fieldGroup({ group, about }: StatementTask<{ readonly field: number }>): SeriesGroup {
  const members = [...group.members].map(([key, byField]) => [key, [byField[about.field] ?? []]] as const);
  return { ...group, fields: [group.fields[about.field] ?? ''], members: new Map(members) };
}

/** Half the series, else the two halves of the lookback. */
function halves(task: StatementTask<OfField>): readonly StatementTask<OfField>[] {
  const { asked } = task.about;
  const group = fieldGroup(task);
  const groups = halveGroup(group);
  if (groups.length > 0) {
    return groups.flatMap((half) => tasksOf(half, asked));
  }
  const lookbackMs = Math.ceil((asked.lookbackMs ?? 0) / 2);
  if (lookbackMs <= 1) {
    return [];
  }
  const earlier = { ...asked, timeMs: asked.timeMs - lookbackMs, lookbackMs };
  return [...tasksOf(group, { ...asked, lookbackMs }), ...tasksOf(group, earlier)];
}

/** Statements a request: half of them each when there are many, so that both requests in flight have something to do. */
function perRequest(statements: number): number {
  return Math.max(50, Math.ceil(statements / 2));
}

async function drain(blocks: AsyncGenerator<never>): Promise<void> {
  while ((await blocks.next()).done !== true) {
    // Rows are taken as they come.
  }
}

/** For each address its last sample at or before a moment. */
export async function readLatestSamples(
  client: InfluxQlClient,
  asked: LatestAsked & { readonly addresses: readonly SeriesAddress[] },
  signal: AbortSignal,
): Promise<Snapshot> {
  const snapshot = openSnapshot(asked.addresses.length);
  const rows = ({ group, about }: StatementTask<OfField>, block: RowBlock): void => {
    const { cells, stride } = block;
    const code = block.columns.length > 2 ? (cells[2 * stride] ?? NaN) : NaN;
    for (const index of membersOf(group, block)[about.field] ?? []) {
      snapshot.take(index, cells[0] ?? NaN, { value: cells[stride] ?? NaN, code });
    }
  };
  const instead = (task: StatementTask<OfField>, failure: AppFailure): readonly StatementTask<OfField>[] => {
    const parts = isLimit(failure) ? halves(task) : [];
    if (parts.length === 0) {
      throw failure;
    }
    return parts;
  };
  const tasks = planSeries(asked.addresses).flatMap((group) => tasksOf(group, asked));
  const reading = { rows, instead, ...textsOf(asked.qualityFieldOf) };
  await drain(readTasks(client, { tasks, perRequest: perRequest(tasks.length), reading }, signal));
  const { timesMs, values, qualities } = snapshot;
  return { timesMs, values, qualities };
}

/** Time of the first sample of each address, NaN where there is none. */
export async function readFirstSampleTimes(
  client: InfluxQlClient,
  addresses: readonly SeriesAddress[],
  signal: AbortSignal,
): Promise<Float64Array> {
  const timesMs = new Float64Array(addresses.length).fill(NaN);
  const rows = ({ group, about }: StatementTask<number>, block: RowBlock): void => {
    for (const index of membersOf(group, block)[about] ?? []) {
      if (!Number.isNaN(block.cells[block.stride] ?? NaN)) {
        timesMs[index] = block.cells[0] ?? NaN;
      }
    }
  };
  const instead = (_task: StatementTask<number>, failure: AppFailure): never => {
    throw failure;
  };
  const tasks = planSeries(addresses).flatMap((group) =>
    firstStatements(group).map((text, field) => ({ group, text, about: field })),
  );
  await drain(readTasks(client, { tasks, perRequest: perRequest(tasks.length), reading: { rows, instead } }, signal));
  return timesMs;
}
