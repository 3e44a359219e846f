import type { ReactElement } from 'react';
import { componentsTagged, connectionsAt } from '../../../shared/model/modelIndex';
import type { LabelPlacement, PlantComponent, PlantModel, Rotation } from '../../../shared/model/plantModel';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { useEditor } from '../editorContext';
import { ChoiceRow, TextRow } from './PropertyRow';
import { commonFieldsOf, type PropertyField } from '../../../shared/symbols/propertyFields';
import { sharedValue } from './sharedValue';

/** The selected components and the plant they are in. */
export interface ComponentsProps {
  readonly model: PlantModel;
  readonly components: readonly PlantComponent[];
}

/** Why a tag cannot be given; tags are unique in the plant. */
function tagProblem(model: PlantModel, component: PlantComponent, tag: string): string | undefined {
  const other = componentsTagged(model, tag).find(({ id }) => id !== component.id);
  const sheet = other === undefined ? undefined : model.sheets.get(other.sheetId);
  return other === undefined ? undefined : `${tag.trim()} is already used on ${sheet?.name ?? 'another sheet'}`;
}

function TagRow({ model, components }: ComponentsProps): ReactElement | null {
  const { edits } = useEditor();
  const [component, ...others] = components;
  if (component === undefined || others.length > 0) {
    return null;
  }
  return (
    <TextRow
      key={component.id}
      label="Tag"
      value={{ kind: 'same', value: component.tag }}
      check={(tag) => tagProblem(model, component, tag)}
      onCommit={(tag) => edits.setComponents([component.id], { tag: tag.trim() })}
    />
  );
}

function FieldRow({
  field,
  components,
}: { readonly field: PropertyField } & Pick<ComponentsProps, 'components'>): ReactElement {
  const { edits } = useEditor();
  const ids = components.map(({ id }) => id);
  const value = sharedValue(components, ({ properties }) => properties[field.name] ?? '');
  const set = (text: string): void => edits.setComponents(ids, { properties: { [field.name]: text } });
  return field.choices === undefined ? (
    <TextRow key={`${ids[0] ?? ''}${field.name}`} label={field.title} unit={field.unit} value={value} onCommit={set} />
  ) : (
    <ChoiceRow label={field.title} value={value} choices={field.choices} onChange={set} />
  );
}

const turns = [
  { value: '0', label: '0°' },
  { value: '90', label: '90°' },
  { value: '180', label: '180°' },
  { value: '270', label: '270°' },
] as const;
const rotations: Readonly<Record<(typeof turns)[number]['value'], Rotation>> = { 0: 0, 90: 90, 180: 180, 270: 270 };
const mirroring = [
  { value: 'no', label: 'Not mirrored' },
  { value: 'yes', label: 'Mirrored' },
] as const;
const tagPlaces: readonly { readonly value: LabelPlacement; readonly label: string }[] = [
  { value: 'auto', label: 'As the symbol has it' },
  { value: 'above', label: 'Above' },
  { value: 'below', label: 'Below' },
  { value: 'left', label: 'Left' },
  { value: 'right', label: 'Right' },
  { value: 'inside', label: 'Inside' },
  { value: 'hidden', label: 'Hidden' },
];

function PlacingRows({ components }: Pick<ComponentsProps, 'components'>): ReactElement {
  const { edits } = useEditor();
  const ids = components.map(({ id }) => id);
  const rotation = sharedValue(components, (component) => `${component.rotation}` as const);
  return (
    <>
      <ChoiceRow
        label="Turned"
        value={rotation}
        choices={turns}
        onChange={(turn) => edits.setComponents(ids, { rotation: rotations[turn] })}
      />
      <ChoiceRow
        label="Mirrored"
        value={sharedValue(components, ({ mirrored }) => (mirrored ? 'yes' : 'no'))}
        choices={mirroring}
        onChange={(answer) => edits.setComponents(ids, { mirrored: answer === 'yes' })}
      />
      <ChoiceRow
        label="Tag stands"
        value={sharedValue(components, ({ labelPlacement }) => labelPlacement)}
        choices={tagPlaces}
        onChange={(labelPlacement) => edits.setComponents(ids, { labelPlacement })}
      />
    </>
  );
}

/** Line numbers at the components; written in the Line tab. */
function LineNumberRow({ model, components }: ComponentsProps): ReactElement | null {
  const numbers = components.map((component) =>
    [...new Set(connectionsAt(model, component.id).map(({ lineNumber }) => lineNumber))].filter(Boolean).join(', '),
  );
  const value = sharedValue(numbers, (number) => number);
  return value.kind === 'same' && value.value === '' ? null : (
    <TextRow label="Line" value={value} readOnly onCommit={() => undefined} />
  );
}

/** What the selected components are: one row a property that all of them have. */
export function PropertiesTab({ model, components }: ComponentsProps): ReactElement {
  const fields = commonFieldsOf(components.map(({ symbolId }) => symbolCatalogue.get(symbolId)));
  return (
    <>
      <TagRow model={model} components={components} />
      {fields.map((field) => (
        <FieldRow key={field.name} field={field} components={components} />
      ))}
      <LineNumberRow model={model} components={components} />
      <PlacingRows components={components} />
    </>
  );
}
