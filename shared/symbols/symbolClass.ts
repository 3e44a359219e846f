import type { Direction, SlotName } from '../model/plantModel.ts';

/** The headings of the palette, in the order in which it shows them. */
export const symbolGroups = [
  'valves',
  'actuated-valves',
  'safety',
  'pumps-and-fans',
  'vessels',
  'heat',
  'air-handling',
  'separation',
  'fittings',
  'flow-elements',
  'instruments',
  'drives',
  'connectors',
] as const;
export type SymbolGroup = (typeof symbolGroups)[number];

/** How a component of a class is shown and what flow may do at it. */
export const symbolBehaviours = [
  'valve',
  'check-valve',
  'rotating',
  'vessel',
  'exchanger',
  'chiller',
  'tower',
  'air',
  'instrument',
  'fitting',
  'junction',
  'tap',
  'off-page',
  'text',
] as const;
export type SymbolBehaviour = (typeof symbolBehaviours)[number];

/** What the renderer may change on a part; `docs/spec/symbols.md` says how. */
export const symbolMotions = ['fill', 'rotate', 'lift', 'level', 'run', 'flow'] as const;
export type SymbolMotion = (typeof symbolMotions)[number];

/** Where the tag stands when the engineer left the choice to the symbol. */
export const symbolLabelPlacements = ['above', 'below', 'left', 'right', 'inside', 'hidden'] as const;
export type SymbolLabelPlacement = (typeof symbolLabelPlacements)[number];

/** A rectangle in the symbol's own coordinates, or on a sheet: y down, px at 100 %. */
export interface Extent {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A place where a line may join. Its name is unique in its class and says the service. */
export interface SymbolPort {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly direction: Direction;
}

/** A named place that is no port, for instance where an actuator joins a bare body. */
export interface SymbolAnchor {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** What is drawn, without how. Text stays upright when the symbol is turned or mirrored. */
export type SymbolGeometry =
  | { readonly kind: 'path'; readonly d: string }
  | { readonly kind: 'circle'; readonly cx: number; readonly cy: number; readonly r: number }
  | {
      readonly kind: 'text';
      readonly x: number;
      /** The base line. */
      readonly y: number;
      readonly text: string;
      readonly sizePx: number;
      readonly weight: number;
      readonly anchor: 'start' | 'middle' | 'end';
    };

/** One drawn piece, in painting order. */
export interface SymbolShape {
  /** Shapes of one part move together. */
  readonly part: string;
  readonly motion: SymbolMotion | undefined;
  /** It lies on a body that fills, so its line has to show on the bright and on the dark fill. */
  readonly onBody: boolean;
  /** `rotate` only: clockwise from the drawn pose, about the origin below. */
  readonly openDegrees: number | undefined;
  readonly closedDegrees: number | undefined;
  /** `lift` only: how far the part moves along y when open; negative is up. It is drawn closed. */
  readonly liftPx: number | undefined;
  readonly originX: number;
  readonly originY: number;
  readonly geometry: SymbolGeometry;
  /** 0: no stroke. */
  readonly strokeWidth: number;
  /** Empty: a solid line. */
  readonly dash: readonly number[];
  /** `ground`: the colour of what lies under the symbol, so that a part covers the one below it. */
  readonly fill: 'none' | 'current' | 'ground';
  readonly fillOpacity: number;
}

/** How far the contents reach in a vessel: the renderer moves `contents` and `level` between the two heights. */
export interface SymbolLevel {
  /** y at 0 %. */
  readonly emptyY: number;
  /** y at 100 %; above `emptyY`, so the smaller number. */
  readonly fullY: number;
  /** The part whose outline holds the contents. */
  readonly within: string;
}

/** Everything known about one class of symbols: read from its one SVG file. */
export interface SymbolClass {
  /** The name of its file, and what a component's `symbolId` holds. */
  readonly id: string;
  readonly title: string;
  /** Stands under the palette tile. */
  readonly shortTitle: string;
  readonly group: SymbolGroup;
  /** Its place in the group, ascending. */
  readonly order: number;
  readonly keywords: readonly string[];
  readonly behaviour: SymbolBehaviour;
  /** Letters proposed for the tag of a new one. Undefined: it has no tag. */
  readonly tagLetters: string | undefined;
  readonly labelPlacement: SymbolLabelPlacement;
  readonly slots: readonly SlotName[];
  readonly level: SymbolLevel | undefined;
  /** Has `in` to the west and `out` to the east on the flow axis, so it can be dropped on a pipe. */
  readonly inline: boolean;
  /** Without the stroke. */
  readonly extent: Extent;
  readonly ports: readonly SymbolPort[];
  readonly anchors: readonly SymbolAnchor[];
  readonly shapes: readonly SymbolShape[];
}

/** All classes the program draws. */
export interface SymbolCatalogue {
  get(id: string): SymbolClass | undefined;
  /** By group in palette order, then as the palette lists them. */
  readonly all: readonly SymbolClass[];
}
