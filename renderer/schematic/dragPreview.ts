import type { ComponentId, ConnectionId } from '../../shared/model/ids';
import type { PlantComponent } from '../../shared/model/plantModel';
import type { SheetGeometry } from '../../shared/schematic/sheetGeometry';
import type { Extent } from '../../shared/symbols/symbolClass';

export type Overrides = ReadonlyMap<ComponentId, PlantComponent>;

/** What stands elsewhere for the time of a drag, and so is left out of the drawing below. */
export class DragPreview {
  readonly #geometry: SheetGeometry;
  #overrides: Overrides | undefined;
  #lines: ReadonlySet<ConnectionId> = new Set();

  constructor(geometry: SheetGeometry) {
    this.#geometry = geometry;
  }

  overrides(): Overrides | undefined {
    return this.#overrides;
  }

  hides(id: ComponentId): boolean {
    return this.#overrides?.has(id) === true;
  }

  hidesLine(id: ConnectionId): boolean {
    return this.#lines.has(id);
  }

  /** Takes new places over; returns the rectangles of the sheet where something was or is now left out. */
  set(overrides: Overrides | undefined): readonly Extent[] {
    const before = this.#overrides;
    const ids = [...(overrides?.keys() ?? [])];
    const same = before?.size === overrides?.size && ids.every((id) => before?.has(id) === true);
    this.#overrides = overrides;
    if (same) {
      return [];
    }
    const lines = new Set(ids.flatMap((id) => [...this.#geometry.linesAt(id)]));
    const touchedLines = new Set([...lines, ...this.#lines]);
    this.#lines = lines;
    const touched = new Set([...ids, ...(before?.keys() ?? [])]);
    return [
      ...[...touched].flatMap((id) => this.#geometry.components.get(id)?.body ?? []),
      ...[...touchedLines].flatMap((id) => this.#geometry.lines.get(id)?.extent ?? []),
    ];
  }
}
