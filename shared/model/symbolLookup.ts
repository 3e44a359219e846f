import type { Extent, SymbolCatalogue } from '../symbols/symbolClass';
import { extentOf, type PlacedPort, portPosition } from '../symbols/symbolPlacement';
import type { PlantComponent, SlotName } from './plantModel';

/** What the model's rules and commands need to know about symbol classes, and nothing more. */
export interface SymbolLookup {
  /** Ports of the class and own nozzles, in sheet coordinates. Undefined: the class is not known, any port will do. */
  portsOf(component: PlantComponent): readonly PlacedPort[] | undefined;
  /** The slots that take a sensor. Undefined: the class is not known, any slot will do. */
  slotsOf(component: PlantComponent): readonly SlotName[] | undefined;
  /** The rectangle that the symbol covers on its sheet. */
  extentOf(component: PlantComponent): Extent;
  /** A node where pipes meet: it heals away when two pipes are left at it. */
  isJunction(component: PlantComponent): boolean;
  /** Stands in a pipe that runs straight through it: without it the pipe goes on. */
  isInline(component: PlantComponent): boolean;
  /** Letters for the tag of a new component of a class; undefined: it gets none. */
  tagLettersOf(symbolId: string): string | undefined;
}

/** The class of the node that a tee puts into a pipe. */
export const junctionSymbolId = 'junction';

/** How a component of a class that is not known is drawn: a box of this extent. */
export const unknownSymbolExtent: Extent = { x: -32, y: -32, width: 64, height: 64 };

/** Looks symbol classes up in a catalogue. */
export function symbolLookup(catalogue: SymbolCatalogue): SymbolLookup {
  return {
    portsOf: (component) => {
      const symbol = catalogue.get(component.symbolId);
      return symbol && [...symbol.ports, ...component.nozzles].map((port) => portPosition(port, component));
    },
    slotsOf: (component) => catalogue.get(component.symbolId)?.slots,
    extentOf: (component) =>
      extentOf({ extent: catalogue.get(component.symbolId)?.extent ?? unknownSymbolExtent }, component),
    isJunction: (component) => catalogue.get(component.symbolId)?.behaviour === 'junction',
    isInline: (component) => catalogue.get(component.symbolId)?.inline === true,
    tagLettersOf: (symbolId) => catalogue.get(symbolId)?.tagLetters,
  };
}
