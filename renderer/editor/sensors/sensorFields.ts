import type { Sensor } from '../../../shared/model/plantModel';
import { judgeSensor } from '../../../shared/model/valueRules';
import type { SensorFields } from '../edits';
import { readNumber } from '../inspector/readNumber';

/** One field of a sensor in its dialog: how it is written and read. */
export interface SensorField {
  readonly title: string;
  readonly unit?: string;
  readonly read: (sensor: Sensor) => string;
  readonly check: (text: string) => string | undefined;
  readonly write: (text: string) => SensorFields;
}

type OptionalNumber = {
  [Name in keyof Sensor]-?: Sensor[Name] extends number | undefined ? Name : never;
}[keyof Sensor];
type SomeText = { [Name in keyof Sensor]-?: Sensor[Name] extends string ? Name : never }[keyof Sensor];

const free = (): undefined => undefined;
const mostDecimals = 12;

/** Why a number that is one cannot stand in a field. */
function amountProblem(title: string, name: OptionalNumber, value: number): string | undefined {
  switch (name) {
    case 'scale':
      return value === 0 ? 'Scale must not be 0' : undefined;
    case 'decimals':
      return Number.isInteger(value) && value >= 0 && value <= mostDecimals
        ? undefined
        : `Decimals are a whole number from 0 to ${mostDecimals}`;
    case 'expectedPeriodMs':
    case 'maximumAgeMs':
      return value > 0 ? undefined : `${title} must be more than 0`;
    default:
      return undefined;
  }
}

function textField(title: string, name: Exclude<SomeText, 'id' | 'kind' | 'trust'>): SensorField {
  return { title, read: (sensor) => sensor[name], check: free, write: (text) => ({ [name]: text.trim() }) };
}

/** `factor` turns the unit of the field into that of the model. */
function numberField(
  title: string,
  name: OptionalNumber,
  unit?: { readonly name: string; readonly factor: number },
): SensorField {
  const factor = unit?.factor ?? 1;
  const isRequired = name === 'scale' || name === 'offset' || name === 'timeOffsetMs';
  return {
    title,
    ...(unit === undefined ? {} : { unit: unit.name }),
    read: (sensor) => {
      const value = sensor[name];
      return value === undefined ? '' : String(value / factor).replace('-', '−');
    },
    check: (text) => {
      const read = readNumber(text);
      if (!read.ok) {
        return read.problem;
      }
      if (read.value === undefined) {
        return isRequired ? `${title} needs a number` : undefined;
      }
      return amountProblem(title, name, read.value);
    },
    write: (text) => {
      const read = readNumber(text);
      const value = read.ok ? read.value : undefined;
      return { [name]: value === undefined ? undefined : value * factor };
    },
  };
}

const seconds = { name: 's', factor: 1_000 } as const;

/** The fields of the dialog in their sections. The name is edited apart: it is unique. */
export const sensorSections: readonly { readonly title: string; readonly fields: readonly SensorField[] }[] = [
  {
    title: 'What it measures',
    fields: [
      textField('Description', 'description'),
      textField('Unit', 'unit'),
      textField('State words', 'stateWords'),
      numberField('Range from', 'rangeLow'),
      numberField('Range to', 'rangeHigh'),
      numberField('Decimals', 'decimals'),
    ],
  },
  {
    title: 'Limits',
    fields: [
      numberField('Low low', 'limitLowLow'),
      numberField('Low', 'limitLow'),
      numberField('High', 'limitHigh'),
      numberField('High high', 'limitHighHigh'),
    ],
  },
  {
    title: 'Corrections, in this order',
    fields: [
      textField('Historian’s unit', 'sourceUnit'),
      numberField('Scale', 'scale'),
      numberField('Offset', 'offset'),
      numberField('Time offset', 'timeOffsetMs', seconds),
    ],
  },
  {
    title: 'Age',
    fields: [
      numberField('Expected period', 'expectedPeriodMs', seconds),
      numberField('Maximum age', 'maximumAgeMs', seconds),
    ],
  },
];

/** Why a text cannot stand in a field of these sensors: by itself, or beside their other values. */
export function fieldProblem(field: SensorField, sensors: readonly Sensor[], text: string): string | undefined {
  const own = field.check(text);
  if (own !== undefined) {
    return own;
  }
  const written = field.write(text);
  return sensors.flatMap((sensor) => judgeSensor({ ...sensor, ...written })?.detail ?? [])[0];
}
