function textMap(entries: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(entries));
}

/** Spellings of units that stand for nothing else, wherever they stand as a word of their own. */
const unitWords = textMap({
  degc: '°C',
  celsius: '°C',
  degf: '°F',
  fahrenheit: '°F',
  pct: '%',
  percent: '%',
  perc: '%',
  kpa: 'kPa',
  kpag: 'kPa g',
  hpa: 'hPa',
  mbar: 'mbar',
  bar: 'bar',
  bara: 'bar',
  barg: 'bar g',
  psi: 'psi',
  psig: 'psig',
  inh2o: 'inH2O',
  inwc: 'inWC',
  kw: 'kW',
  kwh: 'kWh',
  mwh: 'MWh',
  hz: 'Hz',
  rpm: 'rpm',
  gpm: 'gpm',
  cfm: 'cfm',
  scfm: 'scfm',
  lps: 'l/s',
  lpm: 'l/min',
  cmh: 'm³/h',
  m3h: 'm³/h',
  ppm: 'ppm',
  ppb: 'ppb',
  kgh: 'kg/h',
  kgs: 'kg/s',
  amps: 'A',
  volts: 'V',
});

/** Units of which case or a sign tells, or that are too short to stand alone: only in brackets. */
const bracketed = textMap({
  '°c': '°C',
  c: '°C',
  '°f': '°F',
  f: '°F',
  k: 'K',
  '%': '%',
  pa: 'Pa',
  a: 'A',
  v: 'V',
  w: 'W',
  m: 'm',
  mm: 'mm',
  l: 'l',
  'm3/h': 'm³/h',
  'm³/h': 'm³/h',
  'm3/hr': 'm³/h',
  'm3/s': 'm³/s',
  'l/s': 'l/s',
  'l/min': 'l/min',
  'kg/h': 'kg/h',
  'kg/s': 'kg/s',
  't/h': 't/h',
  'm/s': 'm/s',
  '1/min': 'rpm',
});

/** Words of states, orders and sums: whatever quantity stands beside them, its unit is not that of the value. */
const noQuantity =
  /^(sta|status|state|run|running|cmd|command|ctrl|control|alarm|alm|fault|trip|mode|enable|enabled|ena|onoff|count|total|totalizer|tot|sum|accum|hours|delta|diff|ratio|factor|quality)$/;

/** What a word measures, and the unit plants usually keep it in. */
const quantityWords: readonly (readonly [word: RegExp, unit: string])[] = [
  [/^(temp|temperature|tmp|tempspt|tempsp|temps)$/, '°C'],
  [/^(rh|humidity|hum)$/, '%'],
  [/^(flow|flw|flowrate)$/, 'm³/h'],
  [/^(dp|dpspt|press|pressure|prs)$/, 'kPa'],
  [/^(pow|power|pwr)$/, 'kW'],
  [/^energy$/, 'kWh'],
  [/^(level|lvl)$/, '%'],
  [/^(pos|position|opening)$/, '%'],
  [/^(freq|frequency)$/, 'Hz'],
  [/^(volt|voltage)$/, 'V'],
  [/^(amp|ampere)$/, 'A'],
  [/^co2$/, 'ppm'],
];

/** First letters of an instrument's tag that tell the unit, as in TT-101, FIC105, PDI_3; others need a person. */
const tagUnits = textMap({ T: '°C', F: 'm³/h', P: 'kPa', PD: 'kPa', L: '%' });
const tagPattern = /(?:^|[^A-Za-z])(PD|[TFPL])(?:T|I|IC|C|IT|RC|ICA|IR)[-_ ]?\d{1,5}[A-Z]?(?![A-Za-z])/;

function wordsOf(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{N}°%]+/u).filter((word) => word !== '');
}

function statedUnit(text: string): string | undefined {
  const inBrackets = /[([{]\s*([^)\]}]{1,12}?)\s*[)\]}]/gu;
  for (const [, inside = ''] of text.matchAll(inBrackets)) {
    const unit =
      bracketed.get(inside.toLowerCase()) ?? unitWords.get(inside.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
    if (unit !== undefined) {
      return unit;
    }
  }
  if (/[°º]\s?[CF](?![a-z])/.test(text)) {
    return /[°º]\s?C/.test(text) ? '°C' : '°F';
  }
  // The last word that is a unit: what stands before it is the name.
  return wordsOf(text)
    .map((word) => (word === 'MW' || word === 'mW' ? word : unitWords.get(word.toLowerCase())))
    .filter((unit) => unit !== undefined)
    .at(-1);
}

function impliedUnit(text: string): string | undefined {
  const words = wordsOf(text.replaceAll(/([a-z])([A-Z])/g, '$1 $2'));
  const lower = words.map((word) => word.toLowerCase());
  if (lower.some((word) => noQuantity.test(word))) {
    return undefined;
  }
  // Of several quantities the last is the one measured: "flow temperature" is a temperature.
  const found = lower.flatMap((word) => quantityWords.find(([pattern]) => pattern.test(word))?.[1] ?? []).at(-1);
  if (found !== undefined) {
    return found;
  }
  const letters = tagPattern.exec(text)?.[1];
  // A T before a number is a tank or a tower.
  const isTemperature = words.some((word, at) => word === 'T' && !/^\d/.test(words[at + 1] ?? ''));
  return letters === undefined ? (isTemperature ? '°C' : undefined) : tagUnits.get(letters);
}

/**
 * The unit that a sensor's values are probably in, from its name or its description; undefined when neither tells. A unit
 * that is stated counts before one that a quantity suggests. For a person to confirm, never to convert by.
 */
export function guessUnit(name: string, description = ''): string | undefined {
  return statedUnit(name) ?? statedUnit(description) ?? impliedUnit(name) ?? impliedUnit(description);
}
