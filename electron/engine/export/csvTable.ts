import { quality, type SampleColumns } from '../../../shared/history/historySource';
import { csvCell } from '../../../shared/lib/csvText';
import { createTimeWriter, numberText } from './csvNumbers';
import type { ExportSeries } from './exportRequest';
import { TextOutput, type WriteBytes } from './textOutput';

/** Turns samples of all sensors, stretch of time after stretch, into the bytes of one file with a column a sensor. */
export interface TableEncoder {
  /** For each sensor its blocks by time. Answers what became of them. */
  add(blocks: readonly (readonly SampleColumns[])[]): Promise<TableCounts>;
  finish(): Promise<void>;
}

/** What a stretch of time came to. */
export interface TableCounts {
  readonly rows: number;
  /** Samples of bad quality, which have no place in the table. */
  readonly leftOut: number;
}

/** Walks over the samples of one sensor. */
class SampleWalk {
  readonly #blocks: readonly SampleColumns[];
  #block: SampleColumns | undefined;
  #next = 1;
  #index = 0;
  /** Time of the sample it stands at; Infinity past the last. */
  timeMs: number;

  constructor(blocks: readonly SampleColumns[]) {
    this.#blocks = blocks;
    this.#block = blocks[0];
    this.timeMs = this.#block?.timesMs[0] ?? Infinity;
  }

  value(): number {
    return this.#block?.values[this.#index] ?? NaN;
  }

  isBad(): boolean {
    return this.#block?.qualities[this.#index] === quality.bad;
  }

  step(): void {
    this.#index += 1;
    if (this.#block !== undefined && this.#index >= this.#block.values.length) {
      this.#block = this.#blocks[this.#next];
      this.#next += 1;
      this.#index = 0;
    }
    this.timeMs = this.#block?.timesMs[this.#index] ?? Infinity;
  }
}

function headOf(series: readonly ExportSeries[]): string {
  const names = series.map(({ sensorName, unit }) => csvCell(unit === '' ? sensorName : `${sensorName} (${unit})`));
  return `${['time', ...names].join(',')}\n`;
}

/** Cells of all sensors at a moment, each walk moved past it. Of two samples in one millisecond the later counts. */
function cellsAt(walks: readonly SampleWalk[], timeMs: number): { readonly text: string; readonly leftOut: number } {
  let text = '';
  let leftOut = 0;
  for (const walk of walks) {
    let cell = '';
    while (walk.timeMs === timeMs) {
      leftOut += walk.isBad() ? 1 : 0;
      cell = walk.isBad() ? '' : numberText(walk.value());
      walk.step();
    }
    text += `,${cell}`;
  }
  return { text, leftOut };
}

/** A table as CSV: time, then a column a sensor. */
export function csvTable(series: readonly ExportSeries[], write: WriteBytes): TableEncoder {
  const output = new TextOutput(write);
  const timeText = createTimeWriter();
  output.append(headOf(series));
  const nextTime = (walks: readonly SampleWalk[]): number =>
    walks.reduce((least, { timeMs }) => Math.min(least, timeMs), Infinity);
  return {
    add: async (blocks) => {
      const walks = blocks.map((ofSensor) => new SampleWalk(ofSensor));
      let rows = 0;
      let leftOut = 0;
      for (let timeMs = nextTime(walks); timeMs < Infinity; timeMs = nextTime(walks)) {
        const cells = cellsAt(walks, timeMs);
        output.append(`${timeText(timeMs)}${cells.text}\n`);
        rows += 1;
        leftOut += cells.leftOut;
        if (output.isFull()) {
          await output.flush();
        }
      }
      return { rows, leftOut };
    },
    finish: () => output.flush(),
  };
}
