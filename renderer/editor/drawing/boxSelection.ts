import type { ComponentId, ConnectionId } from '../../../shared/model/ids';
import type { Point } from '../../../shared/model/plantModel';
import type { SheetGeometry } from '../../../shared/schematic/sheetGeometry';
import type { Extent } from '../../../shared/symbols/symbolClass';

/** What a box takes in. */
export interface BoxContent {
  readonly components: readonly ComponentId[];
  readonly connections: readonly ConnectionId[];
}

/** Components that the box touches and lines that lie inside it whole. */
export function boxSelection(geometry: SheetGeometry, from: Point, to: Point): BoxContent {
  const box: Extent = {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  };
  const components: ComponentId[] = [];
  const connections: ConnectionId[] = [];
  geometry.visitComponents(box, ({ component }) => components.push(component.id));
  geometry.visitLines(box, ({ connection, extent }) => {
    const isInside =
      extent.x >= box.x &&
      extent.y >= box.y &&
      extent.x + extent.width <= box.x + box.width &&
      extent.y + extent.height <= box.y + box.height;
    if (isInside) {
      connections.push(connection.id);
    }
  });
  return { components, connections };
}
