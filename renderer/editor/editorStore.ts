import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AreaId, ComponentId, ConnectionId, LineClassId, SensorId, SheetId } from '../../shared/model/ids';
import type { Point, Rotation, SlotName } from '../../shared/model/plantModel';
import type { BindSubject } from './binding/bindSubject';
import type { Guide } from './drawing/alignmentGuides';
import type { NearPort } from './drawing/targets';
import type { PipeGesture } from './pipes/pipeGesture';

/** What the pointer does on the drawing. */
export type Tool = 'select' | 'pan' | 'pipe' | 'signal' | 'text';

/** A symbol on its way to the sheet. */
export interface Placing {
  readonly symbolId: string;
  readonly rotation: Rotation;
  /** Insertion point on the sheet; undefined while the pointer is elsewhere. */
  readonly at: Point | undefined;
  /** The pipe that would open around it. */
  readonly intoPipe: ConnectionId | undefined;
}

/** A leg of a line that is being dragged, with the line as it would run. */
export interface LegDrag {
  readonly connectionId: ConnectionId;
  readonly points: readonly Point[];
}

/** A drag of components that is not let go yet. */
export interface DragState {
  readonly ids: readonly ComponentId[];
  readonly dx: number;
  readonly dy: number;
  readonly guides: readonly Guide[];
}

/** The question which slot a dropped sensor or series goes to. */
export interface SlotQuestion {
  readonly componentId: ComponentId;
  readonly subject: BindSubject;
  readonly slots: readonly SlotName[];
  /** Where the menu opens, px of the window. */
  readonly clientX: number;
  readonly clientY: number;
}

/** What lies over the drawing for a moment. */
export type EditorDialog =
  /** No sensors: a new one. */
  | { readonly kind: 'sensor'; readonly sensorIds: readonly SensorId[] }
  | { readonly kind: 'checks' }
  | { readonly kind: 'delete-sheet' }
  /** Asks before the area is frozen or released. */
  | { readonly kind: 'freeze' | 'release'; readonly areaId: AreaId };

/** The menu of an area of the tree. */
export interface AreaMenuState {
  readonly areaId: AreaId;
  /** Where it opens, px of the window. */
  readonly clientX: number;
  readonly clientY: number;
}

/** The state of Model mode in this sitting; nothing of it is saved in the plant. */
export interface EditorState {
  readonly tool: Tool;
  /** Line class of the next pipe; undefined: the first of its kind. */
  readonly lineClassId: LineClassId | undefined;
  /** Size of the next pipe, as written: `DN 150`. */
  readonly pipeSize: string;
  readonly snap: boolean;
  /** 1 is 100 %; told by the drawing. */
  readonly zoom: number;
  readonly minimap: MinimapChoice;
  /** Pointer on the sheet; undefined while it is elsewhere. */
  readonly pointer: Point | undefined;
  readonly placing: Placing | undefined;
  readonly drag: DragState | undefined;
  readonly pipe: PipeGesture | undefined;
  readonly legDrag: LegDrag | undefined;
  /** Ports near the pointer, the nearest first, while a press would begin a pipe there. */
  readonly nearPorts: readonly NearPort[];
  /** The component under the keyboard's ring. */
  readonly focusId: ComponentId | undefined;
  /** The component whose tag is written over on the drawing. */
  readonly renamingId: ComponentId | undefined;
  /** The sheet or area whose name is written over in the tree. */
  readonly renamingSheet: SheetId | AreaId | undefined;
  /** The component that a dragged sensor would be bound to. */
  readonly bindTargetId: ComponentId | undefined;
  /** The slot of the inspector that a dragged sensor is over. */
  readonly bindTargetSlot: SlotName | undefined;
  readonly slotQuestion: SlotQuestion | undefined;
  readonly areaMenu: AreaMenuState | undefined;
  readonly dialog: EditorDialog | undefined;
  /** Sensors picked out in the dock. */
  readonly pickedSensors: ReadonlySet<SensorId>;
  /** Said to screen readers. */
  readonly announcement: string;
}

/** The small map: shown where the window is wide enough, until the person chooses. */
export type MinimapChoice = 'by-width' | 'shown' | 'hidden';

export type EditorStore = StoreApi<EditorState>;

/** A new sitting of Model mode. */
export function createEditorStore(): EditorStore {
  return createStore<EditorState>(() => ({
    tool: 'select',
    lineClassId: undefined,
    pipeSize: 'DN 100',
    snap: true,
    zoom: 1,
    minimap: 'by-width',
    pointer: undefined,
    placing: undefined,
    drag: undefined,
    pipe: undefined,
    legDrag: undefined,
    nearPorts: [],
    focusId: undefined,
    renamingId: undefined,
    renamingSheet: undefined,
    bindTargetId: undefined,
    bindTargetSlot: undefined,
    slotQuestion: undefined,
    areaMenu: undefined,
    dialog: undefined,
    pickedSensors: new Set(),
    announcement: '',
  }));
}
