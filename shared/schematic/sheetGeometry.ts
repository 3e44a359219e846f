import type { ComponentId, ConnectionId, SheetId } from '../model/ids';
import { componentsOnSheet, connectionsOnSheet } from '../model/modelIndex';
import type { Connection, ConnectionEnd, LineClass, PlantComponent, PlantModel, Point } from '../model/plantModel';
import type { Extent, SymbolCatalogue, SymbolClass } from '../symbols/symbolClass';
import type { PlacedPort } from '../symbols/symbolPlacement';
import { crossingsOf, type LineBreak } from './crossings';
import { extentOfPoints, grow, unite } from './extents';
import { type FlowArrow, flowArrowsOf } from './flowArrows';
import { bodyExtentOf, placedPortOf } from './placedPorts';
import { nearestSpot, type PolylineSpot, simplify } from './polyline';
import { routeOf } from './routing';
import { SpatialIndex } from './spatialIndex';

/** A component where it stands, with what its class says. */
export interface PlacedComponent {
  readonly component: PlantComponent;
  readonly symbol: SymbolClass | undefined;
  /** Without stroke and words. */
  readonly body: Extent;
}

/** A connection as it is drawn. */
export interface PlacedLine {
  readonly connection: Connection;
  readonly lineClass: LineClass | undefined;
  readonly points: readonly Point[];
  readonly extent: Extent;
  readonly arrows: readonly FlowArrow[];
  /** Where it is interrupted for lines that were there before it. */
  readonly breaks: readonly LineBreak[];
}

/** What an update changed, and the rectangles in which the drawing is no longer true. */
export interface GeometryChange {
  readonly components: ReadonlySet<ComponentId>;
  readonly lines: ReadonlySet<ConnectionId>;
  readonly areas: readonly Extent[];
}

/** A line under a point. */
export interface LineUnderPoint {
  readonly id: ConnectionId;
  readonly spot: PolylineSpot;
}

/** Signals give way to pipes, whichever came first. */
function rankOf(line: PlacedLine, order: number): number {
  return line.lineClass === undefined || line.lineClass.kind === 'pipe' ? order : order + 1e9;
}

/** The lines and symbols of one sheet in sheet coordinates, brought up to date by object identity. */
export class SheetGeometry {
  readonly components = new Map<ComponentId, PlacedComponent>();
  readonly lines = new Map<ConnectionId, PlacedLine>();
  readonly #catalogue: SymbolCatalogue;
  readonly #componentIndex = new SpatialIndex<ComponentId>();
  readonly #lineIndex = new SpatialIndex<ConnectionId>();
  readonly #linesAt = new Map<ComponentId, Set<ConnectionId>>();
  /** Order of arrival: the later line breaks for the earlier. */
  readonly #order = new Map<ConnectionId, number>();
  #arrivals = 0;

  constructor(catalogue: SymbolCatalogue) {
    this.#catalogue = catalogue;
  }

  /** Takes over a sheet. What is the same object as before is not looked at again. */
  update(model: PlantModel, sheetId: SheetId): GeometryChange {
    const areas: Extent[] = [];
    const components = this.#updateComponents(componentsOnSheet(model, sheetId), areas);
    const lines = this.#updateLines(connectionsOnSheet(model, sheetId), model, { components, areas });
    return { components, lines: this.#updateBreaks(lines, areas), areas };
  }

  /** The line of a connection when some components stand elsewhere; undefined when an end is missing. */
  routeWith(
    connection: Connection,
    componentOf: (id: ComponentId) => PlantComponent | undefined,
  ): readonly Point[] | undefined {
    const from = this.#portOf(connection.from, componentOf);
    const to = this.#portOf(connection.to, componentOf);
    if (from === undefined || to === undefined) {
      return undefined;
    }
    return routeOf(connection.route, {
      from: from.port,
      to: to.port,
      avoid: [from.body, to.body],
    });
  }

  /** A route as it is drawn: it runs on to the middle of a tap, so that the pipe has no hole there. */
  drawnPoints(
    connection: Connection,
    route: readonly Point[],
    componentOf: (id: ComponentId) => PlantComponent | undefined = (id) => this.components.get(id)?.component,
  ): readonly Point[] {
    const tapOf = (end: ConnectionEnd): readonly Point[] => {
      const component = componentOf(end.componentId);
      const isTap = component !== undefined && this.#catalogue.get(component.symbolId)?.behaviour === 'tap';
      return isTap ? [{ x: component.x, y: component.y }] : [];
    };
    return simplify([...tapOf(connection.from), ...route, ...tapOf(connection.to)]);
  }

  linesAt(id: ComponentId): ReadonlySet<ConnectionId> {
    return this.#linesAt.get(id) ?? new Set();
  }

  visitComponents(extent: Extent, visit: (placed: PlacedComponent) => void): void {
    this.#componentIndex.visit(extent, (id) => {
      const placed = this.components.get(id);
      if (placed !== undefined) {
        visit(placed);
      }
    });
  }

  visitLines(extent: Extent, visit: (line: PlacedLine) => void): void {
    this.#lineIndex.visit(extent, (id) => {
      const line = this.lines.get(id);
      if (line !== undefined) {
        visit(line);
      }
    });
  }

  /** The nearest line within `distance` of a point; `wanted` narrows the choice. */
  pipeUnder(
    point: Point,
    distance: number,
    wanted: (line: PlacedLine) => boolean = () => true,
  ): LineUnderPoint | undefined {
    let best: LineUnderPoint | undefined;
    this.visitLines(grow({ ...point, width: 0, height: 0 }, distance), (line) => {
      const spot = wanted(line) ? nearestSpot(line.points, point) : undefined;
      if (spot !== undefined && spot.distance <= distance && spot.distance < (best?.spot.distance ?? Infinity)) {
        best = { id: line.connection.id, spot };
      }
    });
    return best;
  }

  /** Everything on the sheet, without words; undefined when it is empty. */
  bounds(): Extent | undefined {
    let all: Extent | undefined;
    for (const { body } of this.components.values()) {
      all = all === undefined ? body : unite(all, body);
    }
    for (const { extent } of this.lines.values()) {
      all = all === undefined ? extent : unite(all, extent);
    }
    return all;
  }

  #updateComponents(present: readonly PlantComponent[], areas: Extent[]): ReadonlySet<ComponentId> {
    const changed = new Set<ComponentId>();
    const gone = new Set(this.components.keys());
    for (const component of present) {
      gone.delete(component.id);
      const known = this.components.get(component.id);
      if (known?.component === component) {
        continue;
      }
      const symbol = this.#catalogue.get(component.symbolId);
      const placed = { component, symbol, body: bodyExtentOf(component, symbol) };
      areas.push(placed.body, ...(known === undefined ? [] : [known.body]));
      this.components.set(component.id, placed);
      this.#componentIndex.set(component.id, placed.body);
      changed.add(component.id);
    }
    for (const id of gone) {
      const known = this.components.get(id);
      areas.push(...(known === undefined ? [] : [known.body]));
      this.components.delete(id);
      this.#componentIndex.delete(id);
      changed.add(id);
    }
    return changed;
  }

  #updateLines(
    present: readonly Connection[],
    model: PlantModel,
    { components, areas }: { readonly components: ReadonlySet<ComponentId>; readonly areas: Extent[] },
  ): ReadonlySet<ConnectionId> {
    const changed = new Set<ConnectionId>();
    const gone = new Set(this.lines.keys());
    for (const connection of present) {
      gone.delete(connection.id);
      const known = this.lines.get(connection.id);
      const lineClass = model.lineClasses.get(connection.lineClassId);
      const isSame =
        known?.connection === connection &&
        known.lineClass === lineClass &&
        !components.has(connection.from.componentId) &&
        !components.has(connection.to.componentId);
      if (!isSame) {
        this.#replaceLine(connection, lineClass, areas);
        changed.add(connection.id);
      }
    }
    for (const id of gone) {
      this.#removeLine(id, areas);
      this.#order.delete(id);
      changed.add(id);
    }
    return changed;
  }

  #replaceLine(connection: Connection, lineClass: LineClass | undefined, areas: Extent[]): void {
    this.#removeLine(connection.id, areas);
    const route = this.routeWith(connection, (id) => this.components.get(id)?.component);
    if (route === undefined) {
      return;
    }
    const points = this.drawnPoints(connection, route);
    const afterTee = this.components.get(connection.from.componentId)?.symbol?.behaviour === 'junction';
    const arrows = flowArrowsOf(points, afterTee);
    const line = { connection, lineClass, points, extent: extentOfPoints(points), arrows, breaks: [] };
    this.lines.set(connection.id, line);
    this.#lineIndex.set(connection.id, line.extent);
    for (const end of [connection.from, connection.to]) {
      const at = this.#linesAt.get(end.componentId) ?? new Set();
      this.#linesAt.set(end.componentId, at.add(connection.id));
    }
    if (!this.#order.has(connection.id)) {
      this.#arrivals += 1;
      this.#order.set(connection.id, this.#arrivals);
    }
    areas.push(line.extent);
  }

  #removeLine(id: ConnectionId, areas: Extent[]): void {
    const known = this.lines.get(id);
    if (known === undefined) {
      return;
    }
    areas.push(known.extent);
    this.lines.delete(id);
    this.#lineIndex.delete(id);
    this.#linesAt.get(known.connection.from.componentId)?.delete(id);
    this.#linesAt.get(known.connection.to.componentId)?.delete(id);
  }

  /** Finds the breaks of the changed lines and of those that run where they ran or run now. */
  #updateBreaks(changed: ReadonlySet<ConnectionId>, areas: readonly Extent[]): ReadonlySet<ConnectionId> {
    const due = new Set(changed);
    if (changed.size > 0 && changed.size < this.lines.size) {
      areas.forEach((area) => this.#lineIndex.visit(area, (id) => due.add(id)));
    }
    for (const id of due) {
      const line = this.lines.get(id);
      if (line !== undefined) {
        this.lines.set(id, { ...line, breaks: this.#breaksOf(line) });
      }
    }
    return due;
  }

  #breaksOf(line: PlacedLine): readonly LineBreak[] {
    const breaks: LineBreak[] = [];
    const rank = rankOf(line, this.#order.get(line.connection.id) ?? 0);
    this.visitLines(line.extent, (other) => {
      if (rankOf(other, this.#order.get(other.connection.id) ?? 0) < rank) {
        breaks.push(...crossingsOf(line.points, other.points));
      }
    });
    return breaks;
  }

  #portOf(
    end: ConnectionEnd,
    componentOf: (id: ComponentId) => PlantComponent | undefined,
  ): { readonly port: PlacedPort; readonly body: Extent } | undefined {
    const component = componentOf(end.componentId);
    if (component === undefined) {
      return undefined;
    }
    const symbol = this.#catalogue.get(component.symbolId);
    const port = placedPortOf(component, symbol, end.port);
    return port && { port, body: bodyExtentOf(component, symbol) };
  }
}
