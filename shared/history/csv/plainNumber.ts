const zero = 48;
const nine = 57;
const minus = 45;
/** With no more digits than this, digits and power of ten are exact and so is their one division. */
const mostDigits = 15;
const powersOfTen = Array.from({ length: mostDigits + 1 }, (_, exponent) => 10 ** exponent);

/** Character code of a decimal point and of a decimal comma. */
export const decimalMark = { point: 46, comma: 44 } as const;

/**
 * The number that a text of only digits, perhaps with a minus and one decimal mark, stands for; NaN for every other
 * text, which may still be a number. Nearly all cells of a file are such, and this reads them ten times as fast.
 */
export function plainNumber(text: string, mark: number): number {
  let at = text.charCodeAt(0) === minus ? 1 : 0;
  const isNegative = at === 1;
  let digits = 0;
  let digitCount = 0;
  let decimals = -1;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= zero && code <= nine) {
      digits = digits * 10 + (code - zero);
      digitCount += 1;
      decimals += decimals < 0 ? 0 : 1;
    } else if (code === mark && decimals < 0) {
      decimals = 0;
    } else {
      return NaN;
    }
  }
  if (digitCount === 0 || digitCount > mostDigits) {
    return NaN;
  }
  const size = decimals > 0 ? digits / (powersOfTen[decimals] ?? NaN) : digits;
  return isNegative ? -size : size;
}
