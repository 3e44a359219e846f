import type { Area, Binding, Connection, LineClass, Plant, PlantComponent, Sensor, Sheet } from './plantModel';

/** The exchange format's name and version, first in every file. */
export const plantDocumentFormat = 'sightglass-plant';
export const plantDocumentVersion = 1;

/** A whole plant as plain JSON: the `*.plant.json` exchange format, and what the engine hands to a window. */
export interface PlantDocument {
  readonly format: typeof plantDocumentFormat;
  readonly version: number;
  readonly plant: Plant;
  readonly areas: readonly Area[];
  readonly sheets: readonly Sheet[];
  readonly lineClasses: readonly LineClass[];
  readonly components: readonly PlantComponent[];
  readonly connections: readonly Connection[];
  readonly sensors: readonly Sensor[];
  readonly bindings: readonly Binding[];
}
