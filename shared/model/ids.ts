/** A string that cannot be mixed up with another kind of id. */
export type Id<Kind extends string> = string & { readonly __kind: Kind };

export type PlantId = Id<'plant'>;
export type AreaId = Id<'area'>;
export type SheetId = Id<'sheet'>;
export type ComponentId = Id<'component'>;
export type ConnectionId = Id<'connection'>;
export type LineClassId = Id<'lineClass'>;
export type SensorId = Id<'sensor'>;
export type DataSourceId = Id<'dataSource'>;
export type NoteId = Id<'note'>;
/** Derived from what it joins (`bindingIdOf`), so a slot can hold one sensor only. */
export type BindingId = Id<'binding'>;

/** Makes a plain string an id, where ids are born or come in from outside: `asId<SheetId>(text)`. */
export function asId<SomeId extends Id<string>>(text: string): SomeId {
  return text as SomeId;
}

/** The one id that a binding of this slot of this component can have. */
export function bindingIdOf(componentId: ComponentId, slot: string): BindingId {
  return asId(`${componentId}:${slot}`);
}
