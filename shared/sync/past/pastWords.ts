import { type AnyEntity, entitiesOf } from '../../model/entityCollections';
import { propertyNameOf } from '../../model/entityFields';
import type { EntityKind, FieldValue } from '../../model/modelPatch';
import type { Binding, Connection, LineClass, Note, PlantComponent, PlantModel, Sensor } from '../../model/plantModel';
import { slotTitles } from '../../model/slotTitles';

const kindWords: { readonly [Kind in EntityKind]: string } = {
  plant: 'plant',
  area: 'area',
  sheet: 'sheet',
  lineClass: 'line class',
  component: 'component',
  connection: 'line',
  dataSource: 'data source',
  sensor: 'sensor',
  binding: 'binding',
  note: 'note',
};

/** What a kind is called in a sentence. */
export function kindWord(kind: EntityKind): string {
  return kindWords[kind];
}

function tagOf(model: PlantModel, componentId: string): string {
  const component = model.components.get(componentId as PlantComponent['id']);
  if (component === undefined) {
    return 'a component that is gone';
  }
  return component.tag === '' ? `a ${component.symbolId.replaceAll('-', ' ')}` : component.tag;
}

function lineWords(model: PlantModel, { from, to, lineNumber }: Connection): string {
  const ends = `${tagOf(model, from.componentId)} to ${tagOf(model, to.componentId)}`;
  return lineNumber === '' ? `line ${ends}` : `line ${lineNumber}, ${ends}`;
}

function bindingWords(model: PlantModel, { componentId, slot }: Binding): string {
  return `${slotTitles[slot].toLowerCase()} of ${tagOf(model, componentId)}`;
}

function entityWords(model: PlantModel, kind: EntityKind, entity: AnyEntity): string {
  switch (kind) {
    case 'component': {
      const { tag, symbolId } = entity as PlantComponent;
      return tag === '' ? `${symbolId.replaceAll('-', ' ')} without tag` : tag;
    }
    case 'connection':
      return lineWords(model, entity as Connection);
    case 'binding':
      return bindingWords(model, entity as Binding);
    case 'lineClass':
      return `line class ${(entity as LineClass).code}`;
    case 'note':
      return `note “${(entity as Note).text.slice(0, 40)}”`;
    default:
      return `${kindWords[kind]} ${(entity as Sensor).name}`;
  }
}

/** What an entity is called in a sentence, as a model has it; by its kind where it is not in there. */
export function nameInModel(model: PlantModel, kind: EntityKind, id: string): string {
  const entity = entitiesOf(model, kind).get(id);
  return entity === undefined ? `${kindWords[kind]} ${id}` : entityWords(model, kind, entity);
}

const fieldTitles: Readonly<Record<string, string>> = {
  sheetId: 'Sheet',
  symbolId: 'Symbol',
  areaId: 'Area',
  lineClassId: 'Line class',
  sourceId: 'Data source',
  componentId: 'Component',
  sensorId: 'Sensor',
  x: 'Position across',
  y: 'Position down',
  from: 'Begins at',
  to: 'Ends at',
};

/** A field as a person reads it: `Tag`, `Limit high`, `Service`. */
export function fieldTitle(path: string): string {
  const name = propertyNameOf(path) ?? path;
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return fieldTitles[name] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** What an entity is called where its kind is said already. */
function bareName(model: PlantModel, kind: EntityKind, id: string): string {
  const entity = entitiesOf(model, kind).get(id) as { readonly name?: string; readonly code?: string } | undefined;
  const name = kind === 'component' ? tagOf(model, id) : (entity?.code ?? entity?.name);
  return name ?? `${kindWords[kind]} ${id}`;
}

const referredKinds: Readonly<Record<string, EntityKind>> = {
  sheetId: 'sheet',
  areaId: 'area',
  lineClassId: 'lineClass',
  sourceId: 'dataSource',
  componentId: 'component',
  sensorId: 'sensor',
};

/** A value as a person reads it; what it refers to by its name in `model`. */
export function fieldValueWords(model: PlantModel, path: string, value: FieldValue): string {
  if (value === undefined || value === '') {
    return 'not set';
  }
  if (typeof value === 'boolean') {
    return value ? 'yes' : 'no';
  }
  if (typeof value !== 'object') {
    const kind = referredKinds[path];
    return kind === undefined ? String(value) : bareName(model, kind, String(value));
  }
  if (!Array.isArray(value) && 'componentId' in value && 'port' in value) {
    return `${tagOf(model, String(value.componentId))}, port ${String(value.port)}`;
  }
  return Array.isArray(value) ? `${value.length} ${value.length === 1 ? 'entry' : 'entries'}` : 'other than before';
}
