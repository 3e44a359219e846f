import type { PlantComponent } from '../model/plantModel';
import type { Extent, SymbolClass } from '../symbols/symbolClass';
import { extentOf, portPosition, type PlacedPort } from '../symbols/symbolPlacement';

/** What stands in for a class this program does not know: a square on the flow axis. */
export const unknownSymbolExtent: Extent = { x: -24, y: -24, width: 48, height: 48 };

const unknownSymbolPorts = [
  { name: 'in', x: -24, y: 0, direction: 'west' },
  { name: 'out', x: 24, y: 0, direction: 'east' },
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
