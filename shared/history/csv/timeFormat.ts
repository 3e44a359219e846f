import { utcFromLocalMs } from '../../lib/timeZone';

/** Reads one time of a file: UTC ms, or undefined where the text is no such time. */
export type TimeReader = (text: string) => number | undefined;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Offsets of the abbreviations met in exports of building systems, in hours. North American and European use. */
const abbreviations: Readonly<Record<string, number>> = {
  UTC: 0, GMT: 0, Z: 0, WET: 0, WEST: 1, BST: 1, CET: 1, CEST: 2, EET: 2, EEST: 3, MSK: 3,
  EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7, AKST: -9, AKDT: -8, HST: -10,
}; // prettier-ignore

interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  afternoon: boolean | undefined;
  offsetMs: number | undefined;
}

interface Token {
  readonly pattern: string;
  readonly take: (fields: Fields, text: string) => boolean;
}

function number(field: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', digits: string): Token {
  return {
    pattern: `(\\d${digits})`,
    take: (fields, text) => {
      fields[field] = Number(text);
      return true;
    },
  };
}

function takeOffset(fields: Fields, text: string): boolean {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(text);
  if (match !== null) {
    const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
    fields.offsetMs = (match[1] === '-' ? -minutes : minutes) * 60_000;
    return true;
  }
  const hours = abbreviations[text.toUpperCase()];
  fields.offsetMs = hours === undefined ? undefined : hours * 3_600_000;
  return hours !== undefined;
}

const monthName: Token = {
  pattern: '([A-Za-z]{3,9})',
  take: (fields, text) => {
    fields.month = months.indexOf(text.slice(0, 3).toLowerCase()) + 1;
    return fields.month > 0;
  },
};

/** What each group of letters of a pattern stands for; longest first. */
const tokens: readonly (readonly [string, Token])[] = [
  ['yyyy', number('year', '{4}')],
  [
    'yy',
    {
      pattern: '(\\d{2})',
      take: (fields, text) => {
        fields.year = Number(text) + (Number(text) < 70 ? 2000 : 1900);
        return true;
      },
    },
  ],
  ['MMMM', monthName],
  ['MMM', monthName],
  ['MM', number('month', '{2}')],
  ['M', number('month', '{1,2}')],
  ['dd', number('day', '{2}')],
  ['d', number('day', '{1,2}')],
  ['HH', number('hour', '{2}')],
  ['H', number('hour', '{1,2}')],
  ['hh', number('hour', '{2}')],
  ['h', number('hour', '{1,2}')],
  ['mm', number('minute', '{2}')],
  ['m', number('minute', '{1,2}')],
  ['ss', number('second', '{2}')],
  ['s', number('second', '{1,2}')],
  [
    'SSS',
    {
      pattern: '(\\d{1,9})',
      take: (fields, text) => {
        fields.millisecond = Math.floor(Number(`0.${text}`) * 1000 + 1e-6);
        return true;
      },
    },
  ],
  [
    'a',
    {
      pattern: '([AaPp][.]?[Mm][.]?)',
      take: (fields, text) => {
        fields.afternoon = text.toLowerCase().startsWith('p');
        return true;
      },
    },
  ],
  ['zzz', { pattern: '([A-Za-z]{1,5}|[+-]\\d{2}:?(?:\\d{2})?)', take: takeOffset }],
];

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function compilePattern(pattern: string): { readonly expression: RegExp; readonly parts: readonly Token[] } {
  const parts: Token[] = [];
  let source = '';
  let rest = pattern;
  while (rest !== '') {
    const [letters, token] = tokens.find(([name]) => rest.startsWith(name)) ?? [];
    if (letters !== undefined && token !== undefined) {
      parts.push(token);
      source += token.pattern;
      rest = rest.slice(letters.length);
    } else {
      const literal = rest.slice(0, 1);
      source += literal === ' ' ? '\\s+' : escaped(literal);
      rest = rest.slice(1);
    }
  }
  return { expression: new RegExp(`^${source}$`), parts };
}

const longestMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function areInRange(fields: Fields): boolean {
  const { year, month, day, hour, minute, second, afternoon } = fields;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const lastDay = month === 2 && !isLeap ? 28 : (longestMonth[month - 1] ?? 0);
  const hourFits = afternoon === undefined ? hour <= 23 : hour >= 1 && hour <= 12;
  // `Date.UTC` takes years below 100 as years of the 20th century.
  return year >= 100 && day >= 1 && day <= lastDay && hourFits && minute <= 59 && second <= 59;
}

function toUtcMs(fields: Fields, timeZone: string): number | undefined {
  if (!areInRange(fields)) {
    return undefined;
  }
  const { year, month, day, minute, second, millisecond, afternoon, offsetMs } = fields;
  const hour = afternoon === undefined ? fields.hour : (fields.hour % 12) + (afternoon ? 12 : 0);
  const localMs = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  return offsetMs === undefined ? utcFromLocalMs(timeZone, localMs) : localMs - offsetMs;
}

function patternReader(pattern: string, timeZone: string): TimeReader {
  const { expression, parts } = compilePattern(pattern);
  return (text) => {
    const match = expression.exec(text.trim());
    if (match === null) {
      return undefined;
    }
    const fields: Fields = {
      year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0,
      afternoon: undefined, offsetMs: undefined,
    }; // prettier-ignore
    const fits = parts.every((token, index) => token.take(fields, match[index + 1] ?? ''));
    return fits ? toUtcMs(fields, timeZone) : undefined;
  };
}

const isoExpression =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?(?:\d{2})?)?$/i;

/** The number of two digits at a place of a text; NaN for anything else. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

/** `2024-03-31 01:30:00` with or without Z, as nearly all files have it; undefined for everything else. */
function usualIsoFields(text: string): Fields | undefined {
  const isUtc = text.length === 20 && text.endsWith('Z');
  const isUsual =
    (isUtc || text.length === 19) &&
    text[4] === '-' &&
    text[7] === '-' &&
    (text[10] === ' ' || text[10] === 'T') &&
    text[13] === ':' &&
    text[16] === ':';
  if (!isUsual) {
    return undefined;
  }
  const fields: Fields = {
    year: twoDigits(text, 0) * 100 + twoDigits(text, 2),
    month: twoDigits(text, 5),
    day: twoDigits(text, 8),
    hour: twoDigits(text, 11),
    minute: twoDigits(text, 14),
    second: twoDigits(text, 17),
    millisecond: 0,
    afternoon: undefined,
    offsetMs: isUtc ? 0 : undefined,
  };
  const { year, month, day, hour, minute, second } = fields;
  return Number.isNaN(year + month + day + hour + minute + second) ? undefined : fields;
}

function isoReader(timeZone: string): TimeReader {
  return (text) => {
    const usual = usualIsoFields(text);
    if (usual !== undefined) {
      return toUtcMs(usual, timeZone);
    }
    const match = isoExpression.exec(text.trim());
    if (match === null) {
      return undefined;
    }
    const fields: Fields = {
      year: Number(match[1]),
      month: Number(match[2]),
      day: Number(match[3]),
      hour: Number(match[4] ?? 0),
      minute: Number(match[5] ?? 0),
      second: Number(match[6] ?? 0),
      millisecond: match[7] === undefined ? 0 : Math.floor(Number(`0.${match[7]}`) * 1000 + 1e-6),
      afternoon: undefined,
      offsetMs: undefined,
    };
    const zone = match[8];
    return zone !== undefined && !takeOffset(fields, zone) ? undefined : toUtcMs(fields, timeZone);
  };
}

function epochReader(unitMs: number): TimeReader {
  return (text) => {
    const value = Number(text.trim());
    return text.trim() === '' || !Number.isFinite(value) ? undefined : Math.round(value * unitMs);
  };
}

/**
 * Makes the reader of a time format: `iso` (date, date and time, with or without offset), `epoch-s`, `epoch-ms`, or a
 * pattern of the letters in `tokens` and literals. Times without an offset are local times of `timeZone` (IANA).
 */
export function timeReader(format: string, timeZone: string): TimeReader {
  switch (format) {
    case 'iso':
      return isoReader(timeZone);
    case 'epoch-s':
      return epochReader(1000);
    case 'epoch-ms':
      return epochReader(1);
    default:
      return patternReader(format, timeZone);
  }
}
