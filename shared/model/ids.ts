/** A string that cannot be mixed up with another kind of id. */
export type Id<Kind extends string> = string & { readonly __kind: Kind };

export type PlantId = Id<'plant'>;
export type AreaId = Id<'area'>;
export type SheetId = Id<'sheet'>;
export type ComponentId = Id<'component'>;
export type ConnectionId = Id<'connection'>;
export type LineClassId = Id<'lineClass'>;
export type SensorId = Id<'sensor'>;
/** Derived from what it joins (`bindingIdOf`), so a slot can hold one sensor only. */
export type BindingId = Id<'binding'>;
