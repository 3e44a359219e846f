import { quality, type Quality } from '../historySource';

/** What one cell says. */
export type CellReading =
  | { readonly kind: 'sample'; readonly value: number; readonly quality: Quality }
  /** Nothing was recorded here. */
  | { readonly kind: 'empty' }
  /** Text that is neither a number nor a known word. */
  | { readonly kind: 'rejected' };

const empty: CellReading = { kind: 'empty' };
const rejected: CellReading = { kind: 'rejected' };

const emptyWords = new Set(['', 'nan', 'null', 'na', 'n/a', '-', '#n/a', 'none']);
/** Words of on/off sensors. */
const stateWords: Readonly<Record<string, number>> = {
  on: 1, off: 0, true: 1, false: 0, open: 1, closed: 0, close: 0, opened: 1, running: 1, stopped: 0, run: 1, stop: 0,
  active: 1, inactive: 0, yes: 1, no: 0, enabled: 1, disabled: 0, occupied: 1, unoccupied: 0, alarm: 1, normal: 0,
}; // prettier-ignore
/** What historians write instead of a number when they have none; a sample of bad quality. */
const badWords = new Set([
  'bad', 'bad input', 'i/o timeout', 'io timeout', 'no data', 'no sample', 'comm fail', 'not connect', 'configure',
  'pt created', 'shutdown', 'scan off', 'scan timeout', 'over range', 'under range', 'error', 'fault', 'offline',
  'digital state', 'calc failed', 'inp outrange', 'intf shut', 'out of serv',
]); // prettier-ignore

const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const groupedNumber = /^[+-]?\d{1,3}(?:[,'\u00a0\u202f ]\d{3})+(?:\.\d+)?$/;
const groupedCommaNumber = /^[+-]?\d{1,3}(?:[.'\u00a0\u202f ]\d{3})+(?:,\d+)?$/;
const commaNumber = /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?$/;

function numberIn(text: string, decimalComma: boolean): number | undefined {
  if (plainNumber.test(text) && !(decimalComma && groupedCommaNumber.test(text))) {
    return Number(text);
  }
  if (decimalComma && commaNumber.test(text)) {
    return Number(text.replace(',', '.'));
  }
  if (decimalComma && groupedCommaNumber.test(text)) {
    return Number(text.replace(/[.'\u00a0\u202f ]/g, '').replace(',', '.'));
  }
  return !decimalComma && groupedNumber.test(text) ? Number(text.replace(/[,'\u00a0\u202f ]/g, '')) : undefined;
}

/** Reads one cell. Blanks around the text, a real minus sign, % and on/off words are understood. */
export function readCell(raw: string, decimalComma: boolean): CellReading {
  const text = raw.trim().replace('\u2212', '-');
  const value = numberIn(text.endsWith('%') ? text.slice(0, -1).trimEnd() : text, decimalComma);
  if (value !== undefined) {
    return Number.isFinite(value) ? { kind: 'sample', value, quality: quality.good } : rejected;
  }
  const word = text.toLowerCase();
  if (emptyWords.has(word)) {
    return empty;
  }
  const state = Object.hasOwn(stateWords, word) ? stateWords[word] : undefined;
  if (state !== undefined) {
    return { kind: 'sample', value: state, quality: quality.good };
  }
  return badWords.has(word) ? { kind: 'sample', value: Number.NaN, quality: quality.bad } : rejected;
}

/** Reads a quality column: words and numbers of PI, AF, OPC DA (0, 64, 192) and OPC UA (top bits); unknown text is uncertain. */
export function readQuality(raw: string): Quality {
  const text = raw.trim().toLowerCase();
  const code = text === '' ? Number.NaN : Number(text);
  if (Number.isFinite(code)) {
    return qualityOfCode(code);
  }
  if (text === '' || text.startsWith('good') || text === 'ok' || text === 'annotated') {
    return quality.good;
  }
  return text.startsWith('bad') || text === 'error' ? quality.bad : quality.uncertain;
}

function qualityOfCode(code: number): Quality {
  if (code > 255 || code < 0) {
    // OPC UA status codes say it in the two top bits of 32.
    const top = code >>> 30;
    return top === 0 ? quality.good : top === 1 ? quality.uncertain : quality.bad;
  }
  return code >= 192 ? quality.good : code >= 64 ? quality.uncertain : code === 0 ? quality.bad : quality.uncertain;
}
