/** base = (value + shift) * numerator / denominator. Kept as a fraction so that 20 °C is 68 °F to the last bit. */
interface Unit {
  readonly quantity: string;
  readonly numerator: number;
  readonly denominator: number;
  readonly shift: number;
}

type UnitRow = readonly [spellings: string, numerator: number, denominator?: number, shift?: number];

const inchOfWaterPa = 249.08891;
const psiPa = 6_894.757293168;
const gallonM3 = 0.003785411784;
const cubicFootM3 = 0.028316846592;
const poundKg = 0.45359237;

/** By quantity: spellings split by `|`, then the factor to the quantity's base unit. Gauge pressure is no absolute one. */
const unitRows: Readonly<Record<string, readonly UnitRow[]>> = {
  temperature: [
    ['°C|C|degC|deg C|Celsius|degrees Celsius', 1],
    ['K|Kelvin', 1, 1, -273.15],
    ['°F|F|degF|deg F|Fahrenheit|degrees Fahrenheit', 5, 9, -32],
    ['°R|R|Rankine', 5, 9, -491.67],
  ],
  'temperature difference': [
    ['Δ°C|delta °C|ΔK|delta K', 1],
    ['Δ°F|delta °F', 5, 9],
  ],
  pressure: [
    ['Pa', 1],
    ['mPa', 1, 1_000],
    ['hPa', 100],
    ['kPa|kPa a|kPaa', 1_000],
    ['MPa', 1e6],
    ['bar|bar a|bara', 1e5],
    ['mbar', 100],
    ['psi|psia|psi a|lbf/in2', psiPa],
    ['inH2O|inWC|in. w.c.|inwg|"wc|in H2O|in wc|iwc', inchOfWaterPa],
    ['ftH2O|ft H2O|ftwc', inchOfWaterPa * 12],
    ['mmH2O', 9.80665],
    ['mH2O|mwc|m H2O', 9_806.65],
    ['inHg', 3_386.389],
    ['mmHg', 133.322387415],
    ['atm', 101_325],
  ],
  'gauge pressure': [
    ['kPa g|kPag|kPa(g)|kPa gauge', 1_000],
    ['bar g|barg|bar(g)', 1e5],
    ['psig|psi g|psi(g)', psiPa],
    ['MPa g|MPag|MPa(g)', 1e6],
    ['Pa g|Pa(g)', 1],
  ],
  flow: [
    ['m³/h|m3/hr|cmh', 1, 3_600],
    ['m³/s|cms', 1],
    ['m³/min', 1, 60],
    ['l/s|lps|l/sec', 1, 1_000],
    ['l/min|lpm', 1, 60_000],
    ['l/h|lph', 1, 3_600_000],
    ['gpm|gal/min|usgpm|US gpm', gallonM3, 60],
    ['gph|gal/h', gallonM3, 3_600],
    ['cfm|ft³/min', cubicFootM3, 60],
    ['ft³/h|cfh', cubicFootM3, 3_600],
    ['ft³/s|cfs', cubicFootM3],
  ],
  'standard flow': [
    ['Nm³/h', 1, 3_600],
    ['scfm', cubicFootM3 * 0.9481, 60],
  ],
  'mass flow': [
    ['kg/s', 1],
    ['kg/h|kg/hr', 1, 3_600],
    ['kg/min', 1, 60],
    ['t/h', 1_000, 3_600],
    ['lb/h|lb/hr', poundKg, 3_600],
    ['lb/s', poundKg],
    ['lb/min', poundKg, 60],
  ],
  power: [
    ['W|watt', 1],
    ['mW', 1, 1_000],
    ['kW', 1_000],
    ['MW', 1e6],
    ['GW', 1e9],
    ['hp', 745.6998715822702],
    ['BTU/h|BTU/hr|BTUH', 0.29307107017222],
    ['ton|tons|TR|tonR|tonrefrigeration', 3_516.8528420667],
  ],
  energy: [
    ['J', 1],
    ['kJ', 1_000],
    ['MJ', 1e6],
    ['GJ', 1e9],
    ['Wh', 3_600],
    ['kWh', 3.6e6],
    ['MWh', 3.6e9],
    ['BTU', 1_055.05585262],
    ['MMBTU', 1_055.05585262e6],
  ],
  share: [
    ['fraction|1|ratio|p.u.|pu|0-1|unit fraction', 1],
    ['%|percent|pct|%open|% open|%RH|% RH|mol%|mol %', 1, 100],
    ['‰', 1, 1_000],
    ['ppm', 1, 1_000_000],
    ['ppb', 1, 1_000_000_000],
  ],
  length: [
    ['m', 1],
    ['mm', 1, 1_000],
    ['cm', 1, 100],
    ['km', 1_000],
    ['in|inch|inches', 0.0254],
    ['ft|feet', 0.3048],
  ],
  volume: [
    ['m³', 1],
    ['l|liter|litre', 1, 1_000],
    ['ml', 1, 1_000_000],
    ['gal|gallon', gallonM3],
    ['ft³', cubicFootM3],
    ['bbl', gallonM3 * 42],
  ],
  mass: [
    ['kg', 1],
    ['g', 1, 1_000],
    ['t|tonne', 1_000],
    ['lb|lbs', poundKg],
  ],
  speed: [
    ['m/s', 1],
    ['km/h', 1, 3.6],
    ['ft/min|fpm', 0.3048, 60],
    ['ft/s', 0.3048],
    ['mph', 0.44704],
  ],
  frequency: [
    ['Hz|1/s', 1],
    ['kHz', 1_000],
    ['rpm|1/min|r/min', 1, 60],
  ],
  time: [
    ['s|sec', 1],
    ['ms', 1, 1_000],
    ['min', 60],
    ['h|hr|hour|hours', 3_600],
    ['d|day|days', 86_400],
  ],
  current: [
    ['A', 1],
    ['mA', 1, 1_000],
    ['kA', 1_000],
  ],
  voltage: [
    ['V', 1],
    ['mV', 1, 1_000],
    ['kV', 1_000],
  ],
  density: [
    ['kg/m³', 1],
    ['g/cm³|g/ml|kg/l', 1_000],
    ['lb/ft³', poundKg / cubicFootM3],
  ],
};

/** Different ways to type one spelling: blanks, brackets, small digits and the several degree signs. */
function normalised(unit: string): string {
  return unit
    .normalize('NFKC')
    .replace(/[\s()[\]]/g, '')
    .replace(/[º˚]/g, '°');
}

function readUnits(): ReadonlyMap<string, Unit> {
  const units = new Map<string, Unit>();
  const ambiguous = new Set<string>();
  for (const [quantity, rows] of Object.entries(unitRows)) {
    for (const [spellings, numerator, denominator = 1, shift = 0] of rows) {
      const unit = { quantity, numerator, denominator, shift };
      for (const spelling of spellings.split('|').map(normalised)) {
        units.set(spelling, unit);
        // Case is forgiven unless it tells units apart, as in mW and MW.
        const folded = `folded ${spelling.toLowerCase()}`;
        if (units.has(folded) && units.get(folded) !== unit) {
          ambiguous.add(folded);
        }
        units.set(folded, unit);
      }
    }
  }
  ambiguous.forEach((folded) => units.delete(folded));
  return units;
}

const units = readUnits();

function findUnit(unit: string): Unit | undefined {
  const spelling = normalised(unit);
  return units.get(spelling) ?? units.get(`folded ${spelling.toLowerCase()}`);
}

/** A straight line from values of one unit to another: (value + shift) * factor / divisor - shiftAfter. */
export interface UnitConversion {
  readonly shift: number;
  readonly factor: number;
  readonly divisor: number;
  readonly shiftAfter: number;
}

/** How values of a unit become values of another; undefined when the two do not measure one quantity or are not known. */
export function unitConversion(from: string, to: string): UnitConversion | undefined {
  if (normalised(from) === normalised(to)) {
    return { shift: 0, factor: 1, divisor: 1, shiftAfter: 0 };
  }
  const source = findUnit(from);
  const target = findUnit(to);
  if (source === undefined || target === undefined || source.quantity !== target.quantity) {
    return undefined;
  }
  return {
    shift: source.shift,
    factor: source.numerator * target.denominator,
    divisor: source.denominator * target.numerator,
    shiftAfter: target.shift,
  };
}

/** A value in another unit; undefined when the two units do not measure one quantity or are not known. */
export function convertUnit(value: number, from: string, to: string): number | undefined {
  const conversion = unitConversion(from, to);
  if (conversion === undefined) {
    return undefined;
  }
  const { shift, factor, divisor, shiftAfter } = conversion;
  return ((value + shift) * factor) / divisor - shiftAfter;
}
