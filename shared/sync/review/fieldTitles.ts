import { propertyNameOf } from '../../model/entityFields';
import type { EntityKind } from '../../model/modelPatch';
import { propertyFieldsOf } from '../../symbols/propertyFields';
import type { SymbolClass } from '../../symbols/symbolClass';
import { isKnownKind } from '../recordEntity';

type Titles = Readonly<Record<string, string>>;

const titles: Readonly<Record<EntityKind, Titles>> = {
  plant: { name: 'Name', timeZone: 'Time zone' },
  area: { name: 'Name', order: 'Place in the list' },
  sheet: { areaId: 'Area', name: 'Name', order: 'Place in the list', width: 'Width', height: 'Height' },
  lineClass: { code: 'Code', name: 'Name', kind: 'Kind', role: 'Role' },
  component: {
    sheetId: 'Sheet',
    symbolId: 'Symbol',
    tag: 'Tag',
    x: 'Position',
    y: 'Position',
    rotation: 'Turned',
    mirrored: 'Mirrored',
    labelPlacement: 'Tag stands',
    readoutX: 'Read-out place',
    readoutY: 'Read-out place',
    nozzles: 'Nozzles',
  },
  connection: {
    sheetId: 'Sheet',
    from: 'From',
    to: 'To',
    lineClassId: 'Line class',
    size: 'Size',
    lineNumber: 'Line number',
    route: 'Route',
  },
  dataSource: {
    name: 'Name',
    url: 'Address',
    organization: 'Organization',
    database: 'Database',
    retentionPolicy: 'Retention policy',
    style: 'Sensors are told by',
    sensorTag: 'Tag of the sensor',
    valueField: 'Field of the value',
    qualityField: 'Field of the quality',
    lateDataMs: 'Late data',
  },
  sensor: {
    name: 'Name',
    sourceId: 'Data source',
    address: 'Address',
    description: 'Description',
    unit: 'Unit',
    sourceUnit: 'Historian’s unit',
    kind: 'Kind',
    stateWords: 'State words',
    rangeLow: 'Range from',
    rangeHigh: 'Range to',
    limitLowLow: 'Low low limit',
    limitLow: 'Low limit',
    limitHigh: 'High limit',
    limitHighHigh: 'High high limit',
    decimals: 'Decimals',
    trust: 'Trust',
    trustBy: 'Said by',
    trustWhy: 'Because',
    trustAtMs: 'Said at',
    scale: 'Scale',
    offset: 'Offset',
    invert: 'Invert',
    timeOffsetMs: 'Time offset',
    expectedPeriodMs: 'Expected period',
    maximumAgeMs: 'Maximum age',
  },
  binding: { componentId: 'Component', slot: 'Slot', sensorId: 'Sensor' },
  note: { timeMs: 'Moment', text: 'Text', author: 'Author', createdAtMs: 'Written at' },
};

const nouns: Readonly<Record<EntityKind, string>> = {
  plant: 'Plant',
  area: 'Area',
  sheet: 'Sheet',
  lineClass: 'Line class',
  component: 'Component',
  connection: 'Line',
  dataSource: 'Data source',
  sensor: 'Sensor',
  binding: 'Binding',
  note: 'Note',
};

/** What an entity of a kind is called, capitalised. */
export function kindTitle(kind: string): string {
  return isKnownKind(kind) ? nouns[kind] : kind;
}

/** `onLossOfPower` as words: `On loss of power`. */
function wordsOfName(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What the inspector calls a field; `symbol`: the class of the component whose property it is. */
export function fieldTitle(kind: string, path: string, symbol?: SymbolClass): string {
  const property = propertyNameOf(path);
  if (property !== undefined) {
    return propertyFieldsOf(symbol).find(({ name }) => name === property)?.title ?? wordsOfName(property);
  }
  return (isKnownKind(kind) ? titles[kind][path] : undefined) ?? wordsOfName(path);
}
