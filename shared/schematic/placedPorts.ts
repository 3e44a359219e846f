import type { PlantComponent } from '../model/plantModel';
import { unknownSymbolExtent } from '../model/symbolLookup';
import type { Extent, SymbolClass } from '../symbols/symbolClass';
import { extentOf, portPosition, type PlacedPort } from '../symbols/symbolPlacement';

/** Where lines join the box that stands in for a class this program does not know. */
const unknownSymbolPorts = [
  { name: 'in', x: unknownSymbolExtent.x, y: 0, direction: 'west' },
  { name: 'out', x: unknownSymbolExtent.x + unknownSymbolExtent.width, y: 0, direction: 'east' },
] as const;

/** All ports of a component: those of its class, then the nozzles an engineer added. */
export function placedPortsOf(component: PlantComponent, symbol: SymbolClass | undefined): readonly PlacedPort[] {
  const own = [...(symbol?.ports ?? unknownSymbolPorts), ...component.nozzles];
  return own.map((port) => portPosition(port, component));
}

/** One port by its name; undefined when the component has no such port. */
export function placedPortOf(
  component: PlantComponent,
  symbol: SymbolClass | undefined,
  name: string,
): PlacedPort | undefined {
  const isAsked = (port: { readonly name: string }): boolean => port.name === name;
  const port = (symbol?.ports ?? unknownSymbolPorts).find(isAsked) ?? component.nozzles.find(isAsked);
  return port === undefined ? undefined : portPosition(port, component);
}

/** What the symbol covers on the sheet, without stroke and words. */
export function bodyExtentOf(component: PlantComponent, symbol: SymbolClass | undefined): Extent {
  return extentOf(symbol ?? { extent: unknownSymbolExtent }, component);
}
