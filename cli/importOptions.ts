import type { GivenCsvOptions } from '../shared/history/csv/guessCsv';
import { type ColumnHeader, readHeader } from '../shared/history/csv/csvHeader';
import { type CommandCall, countFrom, momentFrom, textOption, UsageError, zoneFrom } from './arguments';

/** What a person may call a separator; some shells make the characters themselves hard to type. */
const separators = {
  ',': ',', comma: ',', ';': ';', semicolon: ';', '|': '|', bar: '|', pipe: '|',
  '\t': '\t', '\\t': '\t', tab: '\t', ' ': ' ', space: ' ',
} as const; // prettier-ignore

function separatorFrom(text: string): (typeof separators)[keyof typeof separators] {
  const found = Object.entries(separators).find(([name]) => name === text);
  if (found === undefined) {
    throw new UsageError(`--separator ${text} is not one of: , ; | tab space`);
  }
  return found[1];
}

function layoutFrom(text: string): 'wide' | 'long' | 'transposed' {
  if (text === 'wide' || text === 'long' || text === 'transposed') {
    return text;
  }
  throw new UsageError(`--layout ${text} is not one of: wide long transposed`);
}

function given<Value>(text: string | undefined, read: (text: string) => Value): Value | undefined {
  return text === undefined ? undefined : read(text);
}

/** What the call settles about reading the file; the rest is guessed. A time column by name is found in the preview. */
export function importOptionsOf(call: CommandCall): GivenCsvOptions {
  return {
    separator: given(textOption(call, 'separator'), separatorFrom),
    layout: given(textOption(call, 'layout'), layoutFrom),
    timeFormat: textOption(call, 'time-format'),
    timeZone: given(textOption(call, 'time-zone'), zoneFrom),
    startMs: given(textOption(call, 'start'), (text) => momentFrom(text, 'start')),
    periodMs: given(textOption(call, 'period-ms'), (text) => countFrom(text, 'period-ms', 1)),
  };
}

/** The index of the column that the call names, by its header or by its number from 1; undefined: not given. */
export function timeColumnOf(call: CommandCall, columns: readonly ColumnHeader[]): number | undefined {
  const text = textOption(call, 'time-column');
  if (text === undefined) {
    return undefined;
  }
  const asked = readHeader(text);
  const byName = columns.findIndex(({ name }) => name === text);
  // As it stands in the file: with its unit in brackets.
  const byHeader = columns.findIndex(({ name, unit }) => name === asked.name && unit === asked.unit);
  const byNumber = /^\d+$/.test(text) ? Number(text) - 1 : -1;
  const index = [byName, byHeader, byNumber].find((one) => one >= 0 && one < columns.length);
  if (index === undefined) {
    const names = columns.slice(0, 20).map(({ name }) => name);
    throw new UsageError(`There is no column ${text}; the file has ${names.join(', ')}`);
  }
  return index;
}
