import { entitiesOf } from '../../model/entityCollections';
import { propertyNameOf } from '../../model/entityFields';
import type { EntityFields, EntityKind, FieldValue } from '../../model/modelPatch';
import type { PlantModel } from '../../model/plantModel';
import { slotTitles } from '../../model/slotTitles';
import { propertyFieldsOf } from '../../symbols/propertyFields';
import type { SymbolCatalogue, SymbolClass } from '../../symbols/symbolClass';
import type { EntityKey } from '../changeset';
import { isKnownKind } from '../recordEntity';

/** Ids of areas that are frozen. */
export type FrozenIds = Pick<ReadonlySet<string>, 'has'>;

/** What texts are made from: the plant on show, the symbol classes, and the fields of what is no longer there. */
export interface Wording {
  readonly model: PlantModel;
  readonly catalogue: SymbolCatalogue;
  /** The fields of an entity that is not in the model: deleted by others, or parked. */
  readonly fieldsOfMissing: (key: EntityKey) => EntityFields | undefined;
  /** The areas that are frozen now; undefined: it is not known. */
  readonly frozen?: FrozenIds | undefined;
}

const textTimeMs = 1_000;
const millisecondFields = new Set(['timeOffsetMs', 'expectedPeriodMs', 'maximumAgeMs', 'lateDataMs']);
const momentFields = new Set(['trustAtMs', 'timeMs', 'createdAtMs']);
const valueFields = new Set(['rangeLow', 'rangeHigh', 'limitLowLow', 'limitLow', 'limitHigh', 'limitHighHigh']);

/** One value of an entity as it stands, or as it stood before it was deleted. */
export function valueNow({ model, fieldsOfMissing }: Wording, key: EntityKey, field: string): FieldValue {
  if (!isKnownKind(key.kind)) {
    return undefined;
  }
  const entity = entitiesOf(model, key.kind).get(key.id);
  const fields = (entity as unknown as EntityFields | undefined) ?? fieldsOfMissing(key);
  const property = propertyNameOf(field);
  if (property === undefined || entity === undefined) {
    return fields?.[field];
  }
  return 'properties' in entity ? entity.properties[property] : undefined;
}

function textValue(wording: Wording, key: EntityKey, field: string): string {
  const value = valueNow(wording, key, field);
  return typeof value === 'string' ? value : '';
}

/** The class of a component, also of one that is gone. */
export function symbolOf(wording: Wording, key: EntityKey): SymbolClass | undefined {
  return key.kind === 'component' ? wording.catalogue.get(textValue(wording, key, 'symbolId')) : undefined;
}

interface End {
  readonly componentId: string;
  readonly port: string;
}

function isEnd(value: FieldValue): value is { readonly componentId: string; readonly port: string } {
  return typeof value === 'object' && 'componentId' in value && 'port' in value;
}

function tagOrClass(wording: Wording, componentId: string): string {
  const key = { kind: 'component', id: componentId };
  return textValue(wording, key, 'tag') || symbolOf(wording, key)?.shortTitle || 'a component';
}

/** Where a line ends, in words: `P-101 out`. */
export function endText(wording: Wording, { componentId, port }: End): string {
  return `${tagOrClass(wording, componentId)} ${port.replaceAll('-', ' ')}`;
}

/** What a screen calls an entity: tag, line number, name. */
export function entityName(wording: Wording, key: EntityKey): string {
  switch (key.kind) {
    case 'component':
      return tagOrClass(wording, key.id);
    case 'connection': {
      const [from, to] = [valueNow(wording, key, 'from'), valueNow(wording, key, 'to')];
      const ends = isEnd(from) && isEnd(to) ? `${endText(wording, from)} to ${endText(wording, to)}` : 'Line';
      return textValue(wording, key, 'lineNumber') || ends;
    }
    case 'lineClass':
      return textValue(wording, key, 'code');
    case 'note':
      return textValue(wording, key, 'text').slice(0, 40);
    case 'binding':
      return tagOrClass(wording, key.id.slice(0, key.id.lastIndexOf(':')));
    default:
      return textValue(wording, key, 'name') || key.id;
  }
}

function numberText(value: number): string {
  return String(value).replace('-', '−');
}

function withUnit(text: string, unit: string | undefined): string {
  return unit === undefined || unit === '' ? text : `${text} ${unit}`;
}

const referenceKinds: Readonly<Record<string, EntityKind>> = {
  sheetId: 'sheet',
  areaId: 'area',
  lineClassId: 'lineClass',
  componentId: 'component',
  sensorId: 'sensor',
  sourceId: 'dataSource',
};

function bendsText(count: number): string {
  return count === 0 ? 'found by itself' : count === 1 ? '1 bend' : `${count} bends`;
}

function listText(field: string, value: readonly FieldValue[]): string {
  return field === 'route' ? bendsText(value.length) : value.length === 0 ? 'none' : `${value.length}`;
}

function momentText(timeMs: number): string {
  return new Date(Math.round(timeMs / textTimeMs) * textTimeMs).toISOString().slice(0, 16).replace('T', ' ');
}

function numberFieldText(wording: Wording, key: EntityKey, { field, value }: { field: string; value: number }): string {
  if (momentFields.has(field)) {
    return momentText(value);
  }
  if (millisecondFields.has(field)) {
    return `${numberText(value / 1_000)} s`;
  }
  if (field === 'rotation') {
    return `${value}°`;
  }
  return withUnit(numberText(value), valueFields.has(field) ? textValue(wording, key, 'unit') : undefined);
}

/** The unit in which a field is written, when it has one. */
export function unitOf(wording: Wording, key: EntityKey, field: string): string | undefined {
  const property = propertyNameOf(field);
  if (property !== undefined) {
    return propertyFieldsOf(symbolOf(wording, key)).find(({ name }) => name === property)?.unit;
  }
  if (millisecondFields.has(field)) {
    return 's';
  }
  return valueFields.has(field) ? textValue(wording, key, 'unit') || undefined : undefined;
}

function stringText(wording: Wording, key: EntityKey, { field, value }: { field: string; value: string }): string {
  const kind = referenceKinds[field];
  if (kind !== undefined) {
    return entityName(wording, { kind, id: value });
  }
  if (field === 'symbolId') {
    return wording.catalogue.get(value)?.title ?? value;
  }
  if (field === 'slot') {
    return Object.entries(slotTitles).find(([slot]) => slot === value)?.[1] ?? value;
  }
  const property = propertyNameOf(field);
  const known = propertyFieldsOf(symbolOf(wording, key)).find(({ name }) => name === property);
  const choice = known?.choices?.find((one) => one.value === value);
  return choice?.label ?? withUnit(value, property === undefined ? undefined : known?.unit);
}

/** A field's value as a person reads it, with its unit; `none` where nothing is set. */
export function fieldText(wording: Wording, key: EntityKey, { field, value }: FieldOfEntity): string {
  if (value === undefined || value === '') {
    return 'none';
  }
  switch (typeof value) {
    case 'string':
      return stringText(wording, key, { field, value });
    case 'number':
      return numberFieldText(wording, key, { field, value });
    case 'boolean':
      return value ? 'yes' : 'no';
    default:
      if (isEnd(value)) {
        return endText(wording, value);
      }
      return Array.isArray(value) ? listText(field, value) : 'as written';
  }
}

/** A field with the value that is meant. */
export interface FieldOfEntity {
  readonly field: string;
  readonly value?: FieldValue;
}

/** The sheet on which an entity is drawn, as long as it is there; undefined: on none. */
export function sheetOf(wording: Wording, key: EntityKey): string | undefined {
  const { model } = wording;
  switch (key.kind) {
    case 'sheet':
      return isThere(model, key) ? key.id : undefined;
    case 'component':
    case 'connection': {
      const id = textValue(wording, key, 'sheetId');
      return [...model.sheets.keys()].find((sheetId) => sheetId === id);
    }
    default:
      return undefined;
  }
}

/** Whether an entity stands in the plant. */
export function isThere(model: PlantModel, key: EntityKey): boolean {
  return isKnownKind(key.kind) && entitiesOf(model, key.kind).has(key.id);
}
