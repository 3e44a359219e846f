import { propertyNameOf, propertyPath } from '../../model/entityFields';
import { entityTables } from '../../model/entityTables';
import type { FieldValue } from '../../model/modelPatch';
import { issueText } from '../../model/issueText';
import { err, ok, type Result } from '../../lib/result';
import { isKnownKind } from '../recordEntity';

/** A field of a kind, as patches name it. */
export interface FieldOfKind {
  readonly kind: string;
  readonly field: string;
}

const chosenFields = new Set([
  'sheetId',
  'areaId',
  'lineClassId',
  'componentId',
  'sensorId',
  'sourceId',
  'symbolId',
  'labelPlacement',
  'kind',
  'role',
  'trust',
  'style',
  'slot',
]);
const millisecondFields = new Set(['timeOffsetMs', 'expectedPeriodMs', 'maximumAgeMs', 'lateDataMs']);

function schemaOf({ kind, field }: FieldOfKind) {
  if (!isKnownKind(kind)) {
    return undefined;
  }
  const rules = entityTables[kind].rules as Readonly<Record<string, (typeof entityTables)['plant']['rules']['name']>>;
  return rules[propertyNameOf(field) === undefined ? field : 'properties']?.schema;
}

function takesNumber(target: FieldOfKind): boolean {
  const schema = schemaOf(target);
  return schema?.safeParse(1).success === true && !schema.safeParse('1').success;
}

/** Whether a third value of a field can be written as one line of text: texts and numbers, not what is chosen or drawn. */
export function isWritable(target: FieldOfKind): boolean {
  if (propertyNameOf(target.field) !== undefined) {
    return true;
  }
  return !chosenFields.has(target.field) && (schemaOf(target)?.safeParse('1').success === true || takesNumber(target));
}

function readNumberText(text: string, field: string): Result<FieldValue, string> {
  if (text === '') {
    return ok(undefined);
  }
  const value = Number(text.replace('−', '-').replace(',', '.'));
  return Number.isFinite(value)
    ? ok(millisecondFields.has(field) ? value * 1_000 : value)
    : err(`“${text}” is not a number`);
}

/** What a person wrote for a field, checked by the field's own form; else a sentence without its full stop. */
export function readFieldText(target: FieldOfKind, written: string): Result<FieldValue, string> {
  const text = written.trim();
  const property = propertyNameOf(target.field);
  const schema = schemaOf(target);
  if (schema === undefined) {
    return err('This program does not know the field');
  }
  const read = takesNumber(target) ? readNumberText(text, target.field) : ok(text);
  if (!read.ok) {
    return read;
  }
  const parsed = schema.safeParse(property === undefined ? read.value : { [property]: read.value });
  if (!parsed.success) {
    return err(`“${text}” does not fit: ${issueText(parsed.error).replace(`${propertyPath(property ?? '')}: `, '')}`);
  }
  return ok(property !== undefined && text === '' ? undefined : read.value);
}
