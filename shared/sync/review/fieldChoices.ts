import { lineKinds } from '../../model/entityTables';
import { propertyNameOf } from '../../model/entityFields';
import { propertyFieldsOf } from '../../symbols/propertyFields';
import type { EntityKey } from '../changeset';
import { symbolOf, type Wording } from './fieldText';

/** One value of a field that is chosen and not written. */
export interface FieldChoice {
  readonly value: string;
  readonly label: string;
}

const words = (value: string): FieldChoice => ({
  value,
  label: value.charAt(0).toUpperCase() + value.slice(1).replaceAll('-', ' '),
});

const closed: Readonly<Record<string, readonly FieldChoice[]>> = {
  'sensor kind': ['analog', 'state'].map(words),
  'lineClass kind': lineKinds.map(words),
  'lineClass role': ['supply', 'return'].map(words),
};

/** What a field can be set to, where that is a closed list; undefined: it is written, or not set by hand. */
export function fieldChoices(wording: Wording, key: EntityKey, field: string): readonly FieldChoice[] | undefined {
  const property = propertyNameOf(field);
  if (property !== undefined) {
    return propertyFieldsOf(symbolOf(wording, key)).find(({ name }) => name === property)?.choices;
  }
  const { lineClasses, areas } = wording.model;
  switch (field) {
    case 'lineClassId':
      return [...lineClasses.values()].map(({ id, code, name }) => ({ value: id, label: `${code}, ${name}` }));
    case 'areaId':
      return [...areas.values()].map(({ id, name }) => ({ value: id, label: name }));
    default:
      return closed[`${key.kind} ${field}`];
  }
}
