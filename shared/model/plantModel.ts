import type { SeriesAddress } from '../influx/seriesAddress';
import type { MappingStyle } from '../influx/sourceMapping';
import type {
  AreaId,
  BindingId,
  ComponentId,
  ConnectionId,
  DataSourceId,
  LineClassId,
  NoteId,
  PlantId,
  SensorId,
  SheetId,
} from './ids';

/** Degrees clockwise about the insertion point. */
export type Rotation = 0 | 90 | 180 | 270;
export type Direction = 'north' | 'east' | 'south' | 'west';

/** The plant itself: exactly one in a model. */
export interface Plant {
  readonly id: PlantId;
  readonly name: string;
  /** IANA name, for instance `Europe/Berlin`. Times are kept in UTC; this is how they are shown. */
  readonly timeZone: string;
}

/** A part of the plant that groups sheets, for instance a building. */
export interface Area {
  readonly id: AreaId;
  readonly name: string;
  /** Areas and sheets are listed by ascending order, then by name. */
  readonly order: number;
}

/** One drawing page. Coordinates are px at 100 %, y down, grid 8. */
export interface Sheet {
  readonly id: SheetId;
  readonly areaId: AreaId | undefined;
  readonly name: string;
  readonly order: number;
  readonly width: number;
  readonly height: number;
}

/** A port an engineer added to one component, in the symbol's own coordinates (before turning). */
export interface Nozzle {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly direction: Direction;
}

/** Where the tag and the state word stand. `auto` takes the symbol's own place. */
export type LabelPlacement = 'auto' | 'above' | 'below' | 'left' | 'right' | 'inside' | 'hidden';

/** One piece of equipment, fitting or instrument on a sheet. */
export interface PlantComponent {
  readonly id: ComponentId;
  readonly sheetId: SheetId;
  /** Class in the symbol catalogue. A class this program does not know is kept and drawn as a box. */
  readonly symbolId: string;
  /** Unique in the plant, compared without case and outer blanks; empty for what has no tag (a tee). */
  readonly tag: string;
  /** Insertion point, on the flow axis. */
  readonly x: number;
  readonly y: number;
  readonly rotation: Rotation;
  /** Flipped along the symbol's own x axis before it is turned. */
  readonly mirrored: boolean;
  readonly labelPlacement: LabelPlacement;
  /** Centre of the read-out plate of an instrument, relative to (x, y) and not turned with it. */
  readonly readoutX: number;
  readonly readoutY: number;
  readonly nozzles: readonly Nozzle[];
  /** Service, size, description, text and whatever else the engineer writes; see `propertiesOf`. */
  readonly properties: Readonly<Record<string, string>>;
}

/** One end of a connection. */
export interface ConnectionEnd {
  readonly componentId: ComponentId;
  readonly port: string;
}

export type LineKind =
  'pipe' | 'impulse' | 'electric' | 'pneumatic' | 'data' | 'capillary' | 'hydraulic' | 'mechanical';

/** A named class of lines, for instance `CHWS, chilled-water supply`. */
export interface LineClass {
  readonly id: LineClassId;
  /** Short code in line numbers. Unique in the plant. */
  readonly code: string;
  readonly name: string;
  readonly kind: LineKind;
  /** Supply is drawn darker than return. */
  readonly role: 'supply' | 'return';
}

/** A point of a route, in sheet coordinates. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A pipe or signal line between two ports of one sheet. Drawn direction: from -> to. */
export interface Connection {
  readonly id: ConnectionId;
  readonly sheetId: SheetId;
  readonly from: ConnectionEnd;
  readonly to: ConnectionEnd;
  readonly lineClassId: LineClassId;
  /** Nominal diameter as written, for instance `DN 150`; empty for signals. */
  readonly size: string;
  /** Line number as written beside the pipe; empty when none. */
  readonly lineNumber: string;
  /**
   * Bends between the two ports, in order. Empty: the router finds an orthogonal route of its own.
   * Given: kept by the engineer; the first and last leg follow the ports when these move.
   */
  readonly route: readonly Point[];
}

/**
 * An InfluxDB that keeps history of this plant. What proves who asks is not in here: it lives in the keychain of each
 * machine, by the address.
 */
export interface DataSource {
  readonly id: DataSourceId;
  /** Unique in the plant, compared without case. */
  readonly name: string;
  /** `http:` or `https:`, without user, query or fragment. */
  readonly url: string;
  /** On 2.x the organization's name; empty elsewhere. */
  readonly organization: string;
  /** On 2.x the bucket. */
  readonly database: string;
  /** Empty: the database's own default. */
  readonly retentionPolicy: string;
  /** How its sensors are found; each field as in `SourceMapping`. */
  readonly style: MappingStyle;
  readonly sensorTag: string;
  readonly valueField: string;
  readonly qualityField: string;
  /** For so long after its time a sample may still arrive or be corrected. */
  readonly lateDataMs: number;
}

export type TrustLevel = 'trusted' | 'suspect' | 'untrusted';

/** One measured or written quantity. Corrections apply in the order unit, scale, offset, invert. */
export interface Sensor {
  readonly id: SensorId;
  /** Its name in the historian, exactly. Unique in the plant. */
  readonly name: string;
  /** Undefined: its history is stored in the project itself, under its name. */
  readonly sourceId: DataSourceId | undefined;
  /** Where the data source keeps it; set exactly when `sourceId` is. */
  readonly address: SeriesAddress | undefined;
  readonly description: string;
  /** Unit shown. */
  readonly unit: string;
  /** Unit the historian holds; empty: the same as `unit`. */
  readonly sourceUnit: string;
  /** `state`: a small set of numbers with words (`stateWords`); never averaged. */
  readonly kind: 'analog' | 'state';
  /** `1=Open;0=Closed`: what the numbers of a state sensor mean; empty when it has none. */
  readonly stateWords: string;
  readonly rangeLow: number | undefined;
  readonly rangeHigh: number | undefined;
  readonly limitLowLow: number | undefined;
  readonly limitLow: number | undefined;
  readonly limitHigh: number | undefined;
  readonly limitHighHigh: number | undefined;
  /** Digits after the point. Undefined: from the range. */
  readonly decimals: number | undefined;
  readonly trust: TrustLevel;
  readonly trustBy: string;
  readonly trustWhy: string;
  readonly trustAtMs: number | undefined;
  readonly scale: number;
  readonly offset: number;
  /** Mirrors the value within its range (reverse-acting), or 0 and 1 of a state. */
  readonly invert: boolean;
  /** Added to the historian's times. */
  readonly timeOffsetMs: number;
  /** How often a sample is expected. Undefined: learned from the history. */
  readonly expectedPeriodMs: number | undefined;
  /** Past this age a value is stale. Undefined: see `docs/spec/history.md`. */
  readonly maximumAgeMs: number | undefined;
}

/** What of a component a sensor tells. */
export type SlotName = 'value' | 'set-point' | 'position' | 'command' | 'state' | 'speed' | 'level' | 'fault' | 'power';

/** A sensor attached to a slot of a component. */
export interface Binding {
  readonly id: BindingId;
  readonly componentId: ComponentId;
  readonly slot: SlotName;
  readonly sensorId: SensorId;
}

/** Something a person pinned to a moment. */
export interface Note {
  readonly id: NoteId;
  /** The moment it is about. */
  readonly timeMs: number;
  readonly text: string;
  /** Who wrote it, as that person calls themselves; empty when they did not say. */
  readonly author: string;
  readonly createdAtMs: number;
}

/** A whole plant, as data. Never mutated; every edit makes a new one that shares what did not change. */
export interface PlantModel {
  readonly plant: Plant;
  readonly areas: ReadonlyMap<AreaId, Area>;
  readonly sheets: ReadonlyMap<SheetId, Sheet>;
  readonly lineClasses: ReadonlyMap<LineClassId, LineClass>;
  readonly components: ReadonlyMap<ComponentId, PlantComponent>;
  readonly connections: ReadonlyMap<ConnectionId, Connection>;
  readonly dataSources: ReadonlyMap<DataSourceId, DataSource>;
  readonly sensors: ReadonlyMap<SensorId, Sensor>;
  readonly bindings: ReadonlyMap<BindingId, Binding>;
  readonly notes: ReadonlyMap<NoteId, Note>;
}
