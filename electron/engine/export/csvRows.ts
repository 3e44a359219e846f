import type { SampleColumns } from '../../../shared/history/historySource';
import { csvCell } from '../../../shared/lib/csvText';
import { createTimeWriter, numberText } from './csvNumbers';
import type { ExportSeries } from './exportRequest';
import { qualityWordOf } from './qualityWords';
import { TextOutput, type WriteBytes } from './textOutput';

/** Turns samples of one sensor after the other into the bytes of one file with a row a sample. */
export interface RowEncoder {
  add(series: ExportSeries, samples: SampleColumns): Promise<void>;
  finish(): Promise<void>;
}

/** Rows as CSV: time, sensor, value, quality, unit. */
export function csvRows(write: WriteBytes): RowEncoder {
  const output = new TextOutput(write);
  const timeText = createTimeWriter();
  output.append('time,sensor,value,quality,unit\n');
  return {
    add: async ({ sensorName, unit }, { timesMs, values, qualities }) => {
      const name = `,${csvCell(sensorName)},`;
      const end = `,${csvCell(unit)}\n`;
      for (let index = 0; index < values.length; index += 1) {
        const value = numberText(values[index] ?? NaN);
        output.append(`${timeText(timesMs[index] ?? NaN)}${name}${value},${qualityWordOf(qualities[index])}${end}`);
        if (output.isFull()) {
          await output.flush();
        }
      }
    },
    finish: () => output.flush(),
  };
}
