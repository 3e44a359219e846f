import type { AnyEntity } from './entityCollections';
import { fieldsOf } from './entityFields';
import type { EntityFields, EntityKind } from './modelPatch';

const kindWords: { readonly [Kind in EntityKind]: string } = {
  plant: 'the plant',
  area: 'the area',
  sheet: 'the sheet',
  lineClass: 'the line class',
  component: 'the component',
  connection: 'the line',
  dataSource: 'the data source',
  sensor: 'the sensor',
  binding: 'the binding',
  note: 'the note',
};

/** How a sentence names an entity by its fields: `P-101`, `the sheet Boilers`, `the line 4711`, `a line`. */
export function nameOfFields(kind: EntityKind, fields: EntityFields): string {
  const name = [fields['tag'], fields['name'], fields['code'], fields['lineNumber']].find(
    (text): text is string => typeof text === 'string' && text !== '',
  );
  if (name === undefined) {
    return kindWords[kind].replace(/^the /, 'a ');
  }
  return kind === 'component' ? name : `${kindWords[kind]} ${name}`;
}

/** How a sentence names an entity. */
export function entityName(kind: EntityKind, entity: AnyEntity): string {
  return nameOfFields(kind, fieldsOf(kind, entity));
}
