/** One cell of an answer: bytes [start, end). */
export interface CsvCell {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** An answer that is not what it should be: why, in a few words. */
export class GarbledAnswer extends Error {}

/** An answer that began as it should and has no end. */
export class CutOffCsv extends GarbledAnswer {}

const quote = 0x22;
const zero = 0x30;
const decoder = new TextDecoder();
/** 10^0 to 10^22 are exact as doubles. */
const powersOfTen = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** A whole number of 15 digits is exact as a double. */
const exactDigits = 15;
const msPerDay = 86_400_000;

/** What a cell says, without the quotes it may stand in. */
export function textOfCell({ bytes, start, end }: CsvCell): string {
  if (bytes[start] !== quote) {
    return decoder.decode(bytes.subarray(start, end));
  }
  return decoder.decode(bytes.subarray(start + 1, end - 1)).replaceAll('""', '"');
}

function numberOfText(text: string): number {
  switch (text) {
    case '':
    case 'NaN':
      return NaN;
    case '+Inf':
      return Infinity;
    case '-Inf':
      return -Infinity;
    default:
      if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) {
        throw new GarbledAnswer(`"${text.slice(0, 40)}" is no number`);
      }
      return Number(text);
  }
}

/** The double that a cell names, exactly; NaN for an empty one. */
export function numberOfCell(bytes: Uint8Array, start: number, end: number): number {
  const negative = bytes[start] === 0x2d;
  const from = negative ? start + 1 : start;
  let whole = 0;
  let dot = -1;
  let at = from;
  for (; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= zero && byte < zero + 10) {
      whole = whole * 10 + (byte - zero);
    } else if (byte === 0x2e && dot < 0) {
      dot = at;
    } else {
      break;
    }
  }
  const digits = at - from - (dot < 0 ? 0 : 1);
  if (at < end || digits === 0 || digits > exactDigits) {
    return numberOfText(textOfCell({ bytes, start, end }));
  }
  // Both parts are exact, so that one division rounds as reading the text would.
  const value = dot < 0 ? whole : whole / (powersOfTen[end - dot - 1] ?? NaN);
  return negative ? -value : value;
}

/** 1 and 0 for true and false; NaN for an empty cell. */
export function booleanOfCell(bytes: Uint8Array, start: number, end: number): number {
  const text = textOfCell({ bytes, start, end });
  if (text === 'true' || text === 'false') {
    return text === 'true' ? 1 : 0;
  }
  if (text !== '') {
    throw new GarbledAnswer(`"${text.slice(0, 40)}" is neither true nor false`);
  }
  return NaN;
}

function digitsAt(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit < 0 || digit > 9) {
      return NaN;
    }
    value = value * 10 + digit;
  }
  return value;
}

/** Days from 1970-01-01 to a date of the Gregorian calendar. */
function daysTo(year: number, month: number, day: number): number {
  // Years begin in March here, so that the leap day is the last of its year.
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** The millisecond that holds a moment `2026-01-05T00:00:00.123456789Z`; NaN for an empty cell. */
export function timeOfCell(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) {
    return NaN;
  }
  const length = end - start;
  let ms = 0;
  // A dot and up to nine digits; what is finer than a millisecond is dropped.
  for (let at = start + 20; at < end - 1; at += 1) {
    const digit = digitsAt(bytes, at, at + 1);
    const place = at - start - 20;
    ms += digit * (powersOfTen[2 - place] ?? 0);
  }
  const days = daysTo(
    digitsAt(bytes, start, start + 4),
    digitsAt(bytes, start + 5, start + 7),
    digitsAt(bytes, start + 8, start + 10),
  );
  const timeMs =
    days * msPerDay +
    digitsAt(bytes, start + 11, start + 13) * 3_600_000 +
    digitsAt(bytes, start + 14, start + 16) * 60_000 +
    digitsAt(bytes, start + 17, start + 19) * 1_000 +
    ms;
  const isShaped =
    bytes[start + 4] === 0x2d &&
    bytes[start + 7] === 0x2d &&
    bytes[start + 10] === 0x54 &&
    bytes[start + 13] === 0x3a &&
    bytes[start + 16] === 0x3a &&
    bytes[end - 1] === 0x5a &&
    (length === 20 || (bytes[start + 19] === 0x2e && length > 21 && length <= 30));
  if (!isShaped || Number.isNaN(timeMs)) {
    throw new GarbledAnswer(`"${textOfCell({ bytes, start, end }).slice(0, 40)}" is no moment`);
  }
  return timeMs;
}
