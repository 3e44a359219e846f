import type { HistorySource, SampleBlock, SampleColumns } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import type { ExportContext, ExportSeries } from './exportRequest';

/** What reading needs of the export's surroundings. */
export type ReadContext = Pick<ExportContext, 'signal' | 'mayRun'>;

/** Memory that a block takes besides its samples, as a number of samples. The first of each sensor is not counted. */
const blockCost = 64;

/** Samples of a piece while they are held: for each of its sensors its blocks, by time. */
export interface HeldPiece {
  readonly blocks: readonly (readonly SampleColumns[])[];
  /** Memory it takes, as a number of samples. */
  readonly cost: number;
}

/** Series that can be asked for with one question. */
interface Question {
  readonly source: HistorySource;
  readonly timeOffsetMs: number;
  /** By the name of each series the places of the sensors that read it. */
  readonly places: Map<string, number[]>;
}

function questionsOf(piece: readonly ExportSeries[]): readonly Question[] {
  const questions = new Map<HistorySource, Map<number, Question>>();
  piece.forEach(({ source, timeOffsetMs, seriesName }, place) => {
    const ofSource = questions.get(source) ?? new Map<number, Question>();
    questions.set(source, ofSource);
    const question = ofSource.get(timeOffsetMs) ?? { source, timeOffsetMs, places: new Map<string, number[]>() };
    ofSource.set(timeOffsetMs, question);
    question.places.set(seriesName, [...(question.places.get(seriesName) ?? []), place]);
  });
  return [...questions.values()].flatMap((ofSource) => [...ofSource.values()]);
}

/** A block as the sensor shows it: corrected, at shifted times, whole milliseconds. */
export function shownBlock({ correct, timeOffsetMs }: ExportSeries, block: SampleColumns): SampleColumns {
  return {
    timesMs: block.timesMs.map((timeMs) => Math.floor(timeMs + timeOffsetMs)),
    values: correct === undefined ? block.values : block.values.map(correct),
    qualities: block.qualities,
  };
}

/** Asks one source for raw samples and waits after every block until it may go on. */
export async function* readBlocks(
  question: { readonly source: HistorySource; readonly names: readonly string[]; readonly timeOffsetMs: number },
  range: TimeRange,
  { signal, mayRun }: ReadContext,
): AsyncGenerator<SampleBlock> {
  const { source, names, timeOffsetMs } = question;
  const stored = { startMs: range.startMs - timeOffsetMs, endMs: range.endMs - timeOffsetMs };
  await mayRun();
  for await (const block of source.readRaw(names, stored, signal)) {
    yield block;
    await mayRun();
  }
}

/** All samples of some sensors in a range, as the sensors show them; undefined when that costs more than `mostCost`. */
export async function readPiece(
  piece: readonly ExportSeries[],
  range: TimeRange,
  context: ReadContext & { readonly mostCost: number },
): Promise<HeldPiece | undefined> {
  const blocks = piece.map((): SampleColumns[] => []);
  let cost = 0;
  for (const { places, ...question } of questionsOf(piece)) {
    const names = [...places.keys()];
    for await (const block of readBlocks({ ...question, names }, range, context)) {
      for (const place of places.get(names[block.index] ?? '') ?? []) {
        const series = piece[place];
        const held = blocks[place];
        if (series !== undefined && held !== undefined && block.values.length > 0) {
          held.push(shownBlock(series, block));
          cost += block.values.length + (held.length === 1 ? 0 : blockCost);
        }
      }
      if (cost > context.mostCost) {
        return undefined;
      }
    }
  }
  return { blocks, cost };
}
