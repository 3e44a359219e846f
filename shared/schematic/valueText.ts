import { valueState } from '../history/valueState';
import type { Sensor } from '../model/plantModel';

type ShownSensor = Pick<Sensor, 'decimals' | 'rangeLow' | 'rangeHigh' | 'kind' | 'stateWords'>;

const minus = '−';
const mostDecimals = 3;

/** Digits after the point: as stated, or three significant ones over the sensor's range. */
export function decimalsOf(sensor: ShownSensor): number {
  if (sensor.decimals !== undefined) {
    return sensor.decimals;
  }
  if (sensor.kind === 'state') {
    return 0;
  }
  const largest = Math.max(Math.abs(sensor.rangeLow ?? 0), Math.abs(sensor.rangeHigh ?? 100));
  if (largest === 0) {
    return 0;
  }
  return Math.min(mostDecimals, Math.max(0, 2 - Math.floor(Math.log10(largest))));
}

function withMinus(digits: string): string {
  if (!digits.startsWith('-')) {
    return digits;
  }
  return /[1-9]/.test(digits) ? minus + digits.slice(1) : digits.slice(1);
}

/** A number with a fixed count of digits after the point and a real minus sign; never "−0". */
export function numberText(value: number, decimals: number): string {
  return withMinus(value.toFixed(decimals));
}

/** What the numbers of a state sensor mean, from `1=Open;0=Closed`. */
export function stateWordsOf(stateWords: string): ReadonlyMap<number, string> {
  const words = new Map<number, string>();
  for (const part of stateWords.split(';')) {
    const [number, word] = part.split('=');
    if (number !== undefined && word !== undefined && number.trim() !== '' && Number.isFinite(Number(number))) {
      words.set(Number(number), word.trim());
    }
  }
  return words;
}

/** A value as it is read: the state's word, or the number with the sensor's digits. */
export function valueText(sensor: ShownSensor, value: number): string {
  if (sensor.kind === 'state' && sensor.stateWords !== '') {
    const word = stateWordsOf(sensor.stateWords).get(Math.round(value));
    if (word !== undefined) {
      return word;
    }
  }
  return numberText(value, decimalsOf(sensor));
}

/**
 * The word that stands where a value would be: it is bad, there is none, or it is not here and cannot be had now.
 * Undefined where there is a value to show. `state` is a `valueState`.
 */
export function absentWord(state: number | undefined, value: number): string | undefined {
  if (state === valueState.bad) {
    return 'Bad';
  }
  if (state === valueState.approximate && Number.isNaN(value)) {
    return 'Not here';
  }
  return state === valueState.noData || Number.isNaN(value) ? 'No data' : undefined;
}

/** The widest number of the sensor's range: what room is kept for, so that digits never shift. */
export function widestText(sensor: ShownSensor): string {
  const decimals = decimalsOf(sensor);
  const ends = [sensor.rangeLow ?? 0, sensor.rangeHigh ?? 100].map((end) => numberText(end, decimals));
  return ends.reduce((widest, text) => (text.length > widest.length ? text : widest), '');
}

/** An age in tight places: `40 s`, `4 m`, `3 h`, `2 d`. Empty when there is none. */
export function ageText(ageMs: number): string {
  if (Number.isNaN(ageMs)) {
    return '';
  }
  const seconds = Math.max(0, Math.floor(ageMs / 1_000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3_600) {
    return `${Math.floor(seconds / 60)} m`;
  }
  return seconds < 86_400 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} d`;
}
