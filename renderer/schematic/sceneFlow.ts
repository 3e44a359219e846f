import type { ComponentId, ConnectionId } from '../../shared/model/ids';
import type { LineFlow } from '../../shared/schematic/lineFlow';
import { type ElementSays, flowOf, flowShareOf } from '../../shared/schematic/pipeFlow';
import { type PipeNetwork, pipeNetworkOf } from '../../shared/schematic/pipeNetwork';
import type { SheetGeometry } from '../../shared/schematic/sheetGeometry';
import type { BoundValues } from './boundValues';

/** What every pipe of the sheet shows of its flow, kept in step with the values. */
export class SceneFlow {
  readonly #geometry: SheetGeometry;
  readonly #values: BoundValues;
  #network: PipeNetwork | undefined;
  #flows: ReadonlyMap<ConnectionId, LineFlow> = new Map();
  #due = true;

  constructor(geometry: SheetGeometry, values: BoundValues) {
    this.#geometry = geometry;
    this.#values = values;
  }

  /** The pipes or the bindings are others than before. */
  reset(): void {
    this.#network = undefined;
    this.#due = true;
  }

  /** All values are others than before. */
  valuesAreDue(): void {
    this.#due = true;
  }

  /** A component's values changed; it matters only where it decides a flow. */
  note(id: ComponentId): void {
    this.#due ||= this.#network?.deciders.has(id) ?? true;
  }

  flowOf(id: ConnectionId): LineFlow {
    return this.#flows.get(id) ?? 'plain';
  }

  /** Works out the flows when something that decides them changed; calls `visit` for every pipe that now looks different. */
  settle(visit: (id: ConnectionId) => void): void {
    if (!this.#due) {
      return;
    }
    this.#due = false;
    const before = this.#flows;
    this.#flows = this.#values.hasFrame() ? this.#work() : new Map();
    for (const id of this.#geometry.lines.keys()) {
      if ((before.get(id) ?? 'plain') !== this.flowOf(id)) {
        visit(id);
      }
    }
  }

  #work(): ReadonlyMap<ConnectionId, LineFlow> {
    const { lines, components } = this.#geometry;
    this.#network ??= pipeNetworkOf({
      lines,
      components,
      linesAt: (id) => this.#geometry.linesAt(id),
      isMeasuring: (id) => this.#values.slotsOf(id)?.has('value') === true,
    });
    return flowOf(this.#network, {
      elementSays: (id) => this.#elementSays(id),
      flowShare: (id) => this.#flowShare(id),
    });
  }

  #elementSays(id: ComponentId): ElementSays {
    const placed = this.#geometry.components.get(id);
    if (placed === undefined) {
      return 'silent';
    }
    switch (this.#values.lookOf(placed).fill) {
      case 'off':
        return 'stops';
      case 'unknown':
        return 'unknown';
      case 'on':
        return placed.symbol?.behaviour === 'rotating' ? 'drives' : 'passes';
      case 'half':
        return 'passes';
      case 'plain':
      case 'static':
        return 'silent';
    }
  }

  #flowShare(id: ComponentId): number | undefined {
    const reading = this.#values.readingOf(id, 'value');
    return reading && flowShareOf(reading);
  }
}
