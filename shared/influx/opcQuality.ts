import { type Quality, quality } from '../history/historySource';

/**
 * The quality that a number beside a value states: OPC's own of one byte (192 to 255 good, 64 to 127 uncertain, and 0,
 * which OPC UA calls good), or a status code of OPC UA, whose two highest bits say it. Nothing stated is good.
 */
export function qualityOfCode(code: number): Quality {
  if (Number.isNaN(code)) {
    return quality.good;
  }
  if (code > 0xff && code <= 0xffff_ffff) {
    const severity = Math.floor(code / 2 ** 30);
    return severity === 0 ? quality.good : severity === 1 ? quality.uncertain : quality.bad;
  }
  if (code === 0 || (code >= 192 && code <= 255)) {
    return quality.good;
  }
  return code >= 64 && code <= 127 ? quality.uncertain : quality.bad;
}

const codes = { good: 0, uncertain: 64, bad: 1 } as const;

/** A code of one byte that says a quality; any other number than these is bad. */
export function codeOfQuality(known: number): number {
  switch (known) {
    case quality.good:
      return 192;
    case quality.uncertain:
      return codes.uncertain;
    default:
      return codes.bad;
  }
}

/** A code with the meaning of a text: `Good`, `The operation succeeded. StatusGood (0x0)`, `UncertainLastUsableValue`, `192`. */
export function codeOfQualityText(text: string): number {
  const word = text.trim();
  if (/^\d+$|^0x[0-9a-f]+$/i.test(word)) {
    return Number(word);
  }
  if (/uncertain/i.test(word)) {
    return codes.uncertain;
  }
  return /(^|[^a-z]|status)good/i.test(word) ? codes.good : codes.bad;
}
