import type { SampleBlock } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import { rawStatement } from '../../../shared/influx/influxQlStatements';
import { codeOfQualityText, qualityOfCode } from '../../../shared/influx/opcQuality';
import type { SeriesAddress } from '../../../shared/influx/seriesAddress';
import { noQualityField, type QualityFieldOf } from '../../../shared/influx/sourceMapping';
import { halveGroup, planSeries, type SeriesGroup, tagSetKey } from '../../../shared/influx/seriesPlan';
import type { AppFailure } from '../../../shared/lib/appError';
import type { RowBlock } from './answerRows';
import { samplesOf } from './columnSamples';
import type { InfluxQlClient } from './influxQlClient';
import { readTasks, type StatementTask } from './influxQlTasks';

/** Reads of so little time are answered at once: then a request costs more than it wins. */
const shortMs = 2 * 3_600_000;

/** Which addresses the rows of a block belong to, by field. */
export function membersOf(group: SeriesGroup, { tags }: RowBlock): readonly (readonly number[])[] {
  return group.members.get(tagSetKey(group.tagKeys.map((key) => tags[key] ?? ''))) ?? [];
}

/** Whether a statement was refused because it asked for too much at once. */
export function isLimit({ error }: AppFailure): boolean {
  return error.code === 'source-failed' && error.reason === 'limit';
}

/** Whether the limit is one of series, which a shorter range does not help against. */
export function isAboutSeries({ error }: AppFailure): boolean {
  return error.code === 'source-failed' && /series/i.test(error.detail);
}

/** A range in two halves, cut at a multiple of `gridMs`; none when it is too short for that. */
export function halveRange({ startMs, endMs }: TimeRange, gridMs: number): readonly TimeRange[] {
  const middleMs = Math.round((startMs + endMs) / 2 / gridMs) * gridMs;
  return middleMs > startMs && middleMs < endMs
    ? [
        { startMs, endMs: middleMs },
        { startMs: middleMs, endMs },
      ]
    : [];
}

/** Texts are values where a quality is asked for, which stands in the last column. */
export function textsOf(qualityFieldOf: QualityFieldOf): { readonly textCell?: (text: string) => number } {
  return qualityFieldOf === noQualityField ? {} : { textCell: codeOfQualityText };
}

/** What to read. */
export interface RawAsked {
  readonly addresses: readonly SeriesAddress[];
  readonly range: TimeRange;
  readonly qualityFieldOf: QualityFieldOf;
}

function rawTask(group: SeriesGroup, range: TimeRange, qualityFieldOf: QualityFieldOf): StatementTask<TimeRange> {
  return { group, about: range, text: rawStatement(group, range, qualityFieldOf) };
}

/** Raw samples of every series of a plan, as they arrive. */
export function readRawSamples(
  client: InfluxQlClient,
  { addresses, range, qualityFieldOf }: RawAsked,
  signal: AbortSignal,
): AsyncGenerator<SampleBlock> {
  const lastMs = new Float64Array(addresses.length).fill(-Infinity);
  const rows = ({ group }: StatementTask<TimeRange>, block: RowBlock, ready: SampleBlock[]): void => {
    const qualityFrom = block.columns.length > group.fields.length + 1 ? group.fields.length + 1 : undefined;
    membersOf(group, block).forEach((indexes, field) => {
      const quality = qualityFrom === undefined ? undefined : { column: qualityFrom + field, of: qualityOfCode };
      for (const index of indexes) {
        const samples = samplesOf(block, { value: field + 1, quality, afterMs: lastMs[index] ?? -Infinity });
        lastMs[index] = samples.timesMs.at(-1) ?? lastMs[index] ?? -Infinity;
        if (samples.timesMs.length > 0) {
          ready.push({ index, ...samples });
        }
      }
    });
  };
  const instead = (task: StatementTask<TimeRange>, failure: AppFailure): readonly StatementTask<TimeRange>[] => {
    const halves = isAboutSeries(failure) ? [] : halveRange(task.about, 1);
    const parts =
      halves.length > 0
        ? halves.map((half) => rawTask(task.group, half, qualityFieldOf))
        : halveGroup(task.group).map((half) => rawTask(half, task.about, qualityFieldOf));
    if (!isLimit(failure) || parts.length === 0) {
      throw failure;
    }
    return parts;
  };
  const tasks = planSeries(addresses).map((group) => rawTask(group, range, qualityFieldOf));
  const reading = { rows, instead, ...textsOf(qualityFieldOf) };
  const isShort = range.endMs - range.startMs <= shortMs;
  return readTasks(client, { tasks, perRequest: isShort ? tasks.length : 1, reading }, signal);
}
