import type { ComponentId, SensorId, SheetId } from '../../../shared/model/ids';
import type { Binding, PlantModel, Sensor } from '../../../shared/model/plantModel';
import { slotTitles } from '../binding/slotChoice';

/** Which sensors the dock lists. */
export type SensorScope = 'all' | 'not-bound' | 'this-sheet';

/** One row of the dock. */
export interface SensorRow {
  readonly sensor: Sensor;
  readonly bindings: readonly Binding[];
  /** `XV-102 position`; empty when it is not bound. */
  readonly boundTo: string;
}

/** What the rows are filtered by. */
export interface SensorFilter {
  readonly text: string;
  readonly scope: SensorScope;
  readonly sheetId: SheetId | undefined;
}

function bindingsBySensor(model: PlantModel): ReadonlyMap<SensorId, readonly Binding[]> {
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

function boundToWords(model: PlantModel, bindings: readonly Binding[]): string {
  return bindings
    .map(({ componentId, slot }) => {
      const tag = model.components.get(componentId)?.tag ?? '';
      return `${tag === '' ? 'No tag' : tag} ${slotTitles[slot].toLowerCase()}`;
    })
    .join(', ');
}

/** All sensors of the plant by name, with what each is bound to. Worked out once a model, not once a keystroke. */
export function sensorRowsOf(model: PlantModel): readonly SensorRow[] {
  const bySensor = bindingsBySensor(model);
  return [...model.sensors.values()]
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map((sensor) => {
      const bindings = bySensor.get(sensor.id) ?? [];
      return { sensor, bindings, boundTo: boundToWords(model, bindings) };
    });
}

/** The rows that match: every word of the text in the name, the description, the unit or what it is bound to. */
export function filterSensorRows(
  rows: readonly SensorRow[],
  filter: SensorFilter,
  componentSheets: (id: ComponentId) => SheetId | undefined,
): readonly SensorRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (filter.scope === 'not-bound' && row.bindings.length > 0) {
      return false;
    }
    if (
      filter.scope === 'this-sheet' &&
      !row.bindings.some(({ componentId }) => componentSheets(componentId) === filter.sheetId)
    ) {
      return false;
    }
    const text = `${row.sensor.name} ${row.sensor.description} ${row.sensor.unit} ${row.boundTo}`.toLowerCase();
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
