import type { SensorId, SheetId } from '../../../shared/model/ids';
import type { Binding, PlantModel, Sensor } from '../../../shared/model/plantModel';
import { slotTitles } from '../../../shared/model/slotTitles';

/** Which sensors the dock lists. */
export type SensorScope = 'all' | 'not-bound' | 'this-sheet';

/** One row of the dock. */
export interface SensorRow {
  readonly sensor: Sensor;
  readonly bindings: readonly Binding[];
}

/** One place that a sensor is bound to, as the list writes it. */
export interface BoundPlace {
  readonly tag: string;
  /** `position`. */
  readonly slot: string;
}

/** What the rows are filtered by. */
export interface SensorFilter {
  readonly text: string;
  readonly scope: SensorScope;
  readonly sheetId: SheetId | undefined;
}

function bindingsBySensor(model: Pick<PlantModel, 'bindings'>): ReadonlyMap<SensorId, readonly Binding[]> {
  const bySensor = new Map<SensorId, Binding[]>();
  for (const binding of model.bindings.values()) {
    const list = bySensor.get(binding.sensorId);
    if (list === undefined) {
      bySensor.set(binding.sensorId, [binding]);
    } else {
      list.push(binding);
    }
  }
  return bySensor;
}

/** What a sensor is bound to. */
export function boundPlaces(model: PlantModel, row: SensorRow): readonly BoundPlace[] {
  return row.bindings.map(({ componentId, slot }) => {
    const tag = model.components.get(componentId)?.tag ?? '';
    return { tag: tag === '' ? 'No tag' : tag, slot: slotTitles[slot].toLowerCase() };
  });
}

/** What a sensor is bound to in words: `XV-102 position`; empty when it is not bound. */
export function boundWords(model: PlantModel, row: SensorRow): string {
  return boundPlaces(model, row)
    .map(({ tag, slot }) => `${tag} ${slot}`)
    .join(', ');
}

/** All sensors of the plant by name, with their bindings. It depends on these two parts of the model only. */
export function sensorRowsOf(model: Pick<PlantModel, 'sensors' | 'bindings'>): readonly SensorRow[] {
  const bySensor = bindingsBySensor(model);
  return [...model.sensors.values()]
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map((sensor) => ({ sensor, bindings: bySensor.get(sensor.id) ?? [] }));
}

/**
 * The rows that match: every word of the text in the name, the description, the unit or what it is bound to.
 * Without a model what they are bound to is not looked at.
 */
export function filterSensorRows(
  rows: readonly SensorRow[],
  filter: SensorFilter,
  model: PlantModel | undefined,
): readonly SensorRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (filter.scope === 'not-bound' && row.bindings.length > 0) {
      return false;
    }
    if (
      filter.scope === 'this-sheet' &&
      !row.bindings.some(({ componentId }) => model?.components.get(componentId)?.sheetId === filter.sheetId)
    ) {
      return false;
    }
    if (words.length === 0) {
      return true;
    }
    const { name, description, unit } = row.sensor;
    const text = `${name} ${description} ${unit} ${model === undefined ? '' : boundWords(model, row)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The rows to mount for a scroll position: those in view and a few on either side. `end` is exclusive. */
export function visibleRows(
  scroll: { readonly topPx: number; readonly heightPx: number },
  rowHeightPx: number,
  rowCount: number,
): { readonly start: number; readonly end: number } {
  const spare = 8;
  const first = Math.floor(scroll.topPx / rowHeightPx);
  const count = Math.ceil(scroll.heightPx / rowHeightPx);
  const start = Math.min(Math.max(0, first - spare), rowCount);
  return { start, end: Math.min(rowCount, first + count + spare) };
}
