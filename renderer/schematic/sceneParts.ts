import type { LineFlow } from '../../shared/schematic/lineFlow';
import type { PlacedComponent, PlacedLine, SheetGeometry } from '../../shared/schematic/sheetGeometry';
import type { BoundValues } from './boundValues';
import type { Detail } from './detail';
import type { SceneMode } from './scene';
import type { SceneTokens } from './sceneTokens';
import type { SpriteCache } from './spriteCache';
import type { TextRuler } from './textBatch';

/** What every painter of the drawing works with; the scene replaces the changing parts. */
export interface SceneParts {
  readonly geometry: SheetGeometry;
  readonly values: BoundValues;
  readonly sprites: SpriteCache;
  readonly ruler: TextRuler;
  readonly tokens: SceneTokens;
  readonly mode: SceneMode;
  readonly detail: Detail;
  readonly flowOf: (line: PlacedLine) => LineFlow;
  /** Moved elsewhere for the time of a drag: not drawn here. */
  readonly isHidden: (placed: PlacedComponent) => boolean;
  readonly isLineHidden: (line: PlacedLine) => boolean;
  /** Carries its line number: the longest of those with the same one. */
  readonly isLabelled: (line: PlacedLine) => boolean;
}

/** Whether a component's looks follow values, so that it is drawn above the standing layer. */
export function isLive(parts: SceneParts, placed: PlacedComponent): boolean {
  return parts.detail.states && parts.values.slotsOf(placed.component.id) !== undefined;
}

/** Whether a component shows its value on a plate: an instrument does, others when the author gave the plate a place. */
export function hasPlate(parts: SceneParts, { component, symbol }: PlacedComponent): boolean {
  const isPlaced = component.readoutX !== 0 || component.readoutY !== 0;
  return (symbol?.behaviour === 'instrument' || isPlaced) && parts.values.slotsOf(component.id)?.has('value') === true;
}

/** Whether the symbol itself is drawn: in Operate a plate stands for the bubble. */
export function isSymbolShown(parts: SceneParts, { symbol }: PlacedComponent): boolean {
  return symbol?.behaviour !== 'instrument' || symbol.inline || parts.detail.bubbles;
}
