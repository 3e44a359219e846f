/** The kinds of entities of a model, named as the tables that hold them; what is referred to before what refers to it. */
export const entityKinds = [
  'plant',
  'area',
  'sheet',
  'lineClass',
  'component',
  'connection',
  'dataSource',
  'sensor',
  'binding',
  'note',
] as const;
export type EntityKind = (typeof entityKinds)[number];

/** What a field of an entity may hold: JSON, with `undefined` for "not set". */
export type FieldValue =
  string | number | boolean | undefined | readonly FieldValue[] | { readonly [key: string]: FieldValue };

/** The fields of an entity by path: its own names, and `properties.NAME` for each property. `id` is not among them. */
export type EntityFields = Readonly<Record<string, FieldValue>>;

/** One field before and after. */
export interface FieldChange {
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** What happened to one entity. An update names only the fields that changed. */
export type EntityChange =
  | { readonly change: 'create'; readonly kind: EntityKind; readonly id: string; readonly fields: EntityFields }
  | {
      readonly change: 'update';
      readonly kind: EntityKind;
      readonly id: string;
      readonly fields: Readonly<Record<string, FieldChange>>;
    }
  | { readonly change: 'delete'; readonly kind: EntityKind; readonly id: string; readonly fields: EntityFields };

/**
 * The single shape of a change: edit, undo, the project file and sync all speak it.
 * At most one change an entity. Plain JSON but for `undefined`.
 */
export interface ModelPatch {
  readonly changes: readonly EntityChange[];
}

/** A patch worked out against a model, with the words of the undo menu ("Move 3 components"). */
export interface ModelEdit {
  readonly label: string;
  readonly patch: ModelPatch;
}
