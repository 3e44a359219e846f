import type { Alignment } from '../../shared/model/commands/alignComponents';
import type { BrowsedSeries } from '../../shared/contract/sourceCalls';
import type {
  AreaId,
  ComponentId,
  ConnectionId,
  DataSourceId,
  LineClassId,
  SensorId,
  SheetId,
} from '../../shared/model/ids';
import type {
  Connection,
  PlantComponent,
  Point,
  Rotation,
  Sensor,
  Sheet,
  SlotName,
} from '../../shared/model/plantModel';
import type { Selection } from '../state/sessionStore';
import type { PipeTarget } from './pipes/pipeGesture';

/** A series of a data source. */
export interface SourceSeries {
  readonly sourceId: DataSourceId;
  readonly series: BrowsedSeries;
}

/** A symbol that is put on a sheet. */
export interface Placement {
  readonly symbolId: string;
  readonly at: Point;
  readonly rotation: Rotation;
  /** The pipe it is dropped on, which opens around it. */
  readonly intoPipe: ConnectionId | undefined;
  readonly properties?: Readonly<Record<string, string>>;
}

/** A line that is drawn. */
export interface NewLine {
  readonly from: PipeTarget;
  readonly to: PipeTarget;
  readonly lineClassId: LineClassId;
  readonly size: string;
  readonly route: readonly Point[];
}

/** What can be written into a component at once; what is left out stays. */
export type ComponentFields = Partial<
  Pick<PlantComponent, 'tag' | 'labelPlacement' | 'rotation' | 'mirrored' | 'x' | 'y' | 'readoutX' | 'readoutY'>
> & { readonly properties?: Readonly<Record<string, string>> };

/** What can be written into a line at once. */
export type ConnectionFields = Partial<Pick<Connection, 'lineClassId' | 'size' | 'lineNumber' | 'route'>>;

/** What can be written into a sensor at once. */
export type SensorFields = Partial<Omit<Sensor, 'id'>>;

/** What can be written into a sheet at once. An `areaId` that is there and undefined takes it out of its area. */
export type SheetFields = Partial<Pick<Sheet, 'width' | 'height'>> & { readonly areaId?: AreaId | undefined };

/**
 * Every way in which Model mode changes the plant. One call is one gesture: one step of undo, one save.
 * A rule that an edit would break is told to the person and nothing changes.
 */
export interface Edits {
  /** The id of the new component, or undefined when it could not be placed. */
  readonly place: (placement: Placement) => ComponentId | undefined;
  readonly move: (ids: readonly ComponentId[], by: Point) => void;
  /** Puts a component that stands free on the sheet into a pipe. */
  readonly insertStanding: (id: ComponentId, into: { readonly connectionId: ConnectionId; readonly at: Point }) => void;
  readonly rotate: (ids: readonly ComponentId[], quarters: 1 | -1) => void;
  readonly mirror: (ids: readonly ComponentId[]) => void;
  readonly remove: (selection: Selection) => void;
  readonly connect: (line: NewLine) => void;
  readonly align: (ids: readonly ComponentId[], alignment: Alignment) => void;
  readonly distribute: (ids: readonly ComponentId[], along: 'x' | 'y') => void;
  readonly setComponents: (ids: readonly ComponentId[], fields: ComponentFields) => void;
  readonly setConnections: (ids: readonly ConnectionId[], fields: ConnectionFields) => void;
  readonly bind: (componentId: ComponentId, slot: SlotName, sensorId: SensorId) => void;
  /** Binds the sensor that a series is, or that is made of it. */
  readonly bindSeries: (componentId: ComponentId, slot: SlotName, from: SourceSeries) => void;
  readonly unbind: (componentId: ComponentId, slot: SlotName) => void;
  readonly setSensors: (ids: readonly SensorId[], fields: SensorFields) => void;
  readonly addSensor: (fields: SensorFields & { readonly name: string }) => void;
  /** Makes sensors of series; those that are sensors already stay as they are. */
  readonly addSeries: (sourceId: DataSourceId, series: readonly BrowsedSeries[]) => void;
  /** Takes sensors off the data sources that keep their history. */
  readonly disconnectSensors: (ids: readonly SensorId[]) => void;
  readonly removeSensors: (ids: readonly SensorId[]) => void;
  /** The clipboard's text with what is selected. */
  readonly copy: (selection: Selection) => string | undefined;
  /** Pastes what `copy` wrote, so far from where it stood; undefined for a text that is none of ours. The answer is what is new. */
  readonly paste: (text: string, by: Point) => readonly ComponentId[] | undefined;
  readonly addSheet: () => SheetId | undefined;
  readonly renameSheet: (id: SheetId, name: string) => void;
  readonly setSheet: (id: SheetId, fields: SheetFields) => void;
  readonly removeSheet: (id: SheetId) => void;
  readonly addArea: () => AreaId | undefined;
  readonly removeArea: (id: AreaId) => void;
  readonly renameArea: (id: AreaId, name: string) => void;
}
