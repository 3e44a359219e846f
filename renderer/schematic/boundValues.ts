import { valueState, type ValueState } from '../../shared/history/valueState';
import type { ComponentId, SensorId, SheetId } from '../../shared/model/ids';
import { bindingsOf, componentsOnSheet } from '../../shared/model/modelIndex';
import type { PlantModel, Sensor, SlotName } from '../../shared/model/plantModel';
import {
  componentLookOf,
  type ComponentLook,
  plainLook,
  type SlotReading,
  type SlotReadings,
} from '../../shared/schematic/componentLook';
import type { PlacedComponent } from '../../shared/schematic/sheetGeometry';
import type { SceneValues } from './scene';

const states: readonly ValueState[] = Object.values(valueState);

/** The sensors of a component by slot. */
export type SlotTable = ReadonlyMap<SlotName, Sensor>;

/** The last values of the sensors on a sheet, and what they make of its components. */
export class BoundValues {
  #slots = new Map<ComponentId, SlotTable>();
  #componentsOf = new Map<SensorId, ComponentId[]>();
  #indexOf = new Map<SensorId, number>();
  #sensorIds: readonly SensorId[] = [];
  #frame: SceneValues | undefined;
  readonly #looks = new Map<ComponentId, ComponentLook>();

  /** Takes over the bindings of a sheet. */
  update(model: PlantModel, sheetId: SheetId): void {
    this.#slots = new Map();
    this.#componentsOf = new Map();
    this.#looks.clear();
    for (const { id } of componentsOnSheet(model, sheetId)) {
      const bindings = bindingsOf(model, id);
      if (bindings.length === 0) {
        continue;
      }
      const table = new Map<SlotName, Sensor>();
      for (const { slot, sensorId } of bindings) {
        const sensor = model.sensors.get(sensorId);
        if (sensor !== undefined) {
          table.set(slot, sensor);
          const bound = this.#componentsOf.get(sensorId) ?? [];
          bound.push(id);
          this.#componentsOf.set(sensorId, bound);
        }
      }
      this.#slots.set(id, table);
    }
  }

  setSensors(ids: readonly SensorId[]): void {
    this.#sensorIds = ids;
    this.#indexOf = new Map(ids.map((id, index) => [id, index]));
    this.#frame = undefined;
    this.#looks.clear();
  }

  /** Takes a copy of the frame and calls `changed` for every component that one of the changed sensors tells of. */
  setValues(frame: SceneValues, changed: Uint32Array | undefined, visit: (id: ComponentId) => void): void {
    const whole = changed === undefined || this.#frame === undefined;
    this.#frame = {
      timeMs: frame.timeMs,
      values: copyInto(this.#frame?.values, frame.values, (column) => column.slice()),
      states: copyInto(this.#frame?.states, frame.states, (column) => column.slice()),
      agesMs: copyInto(this.#frame?.agesMs, frame.agesMs, (column) => column.slice()),
    };
    if (whole) {
      this.#looks.clear();
      this.#slots.forEach((_, id) => visit(id));
      return;
    }
    for (const index of changed) {
      const sensorId = this.#sensorIds[index];
      for (const id of (sensorId === undefined ? undefined : this.#componentsOf.get(sensorId)) ?? []) {
        this.#looks.delete(id);
        visit(id);
      }
    }
  }

  slotsOf(id: ComponentId): SlotTable | undefined {
    return this.#slots.get(id);
  }

  hasFrame(): boolean {
    return this.#frame !== undefined;
  }

  /** What a slot tells now; undefined without a sensor, or before the first frame that holds it. */
  readingOf(id: ComponentId, slot: SlotName): SlotReading | undefined {
    const sensor = this.#slots.get(id)?.get(slot);
    const frame = this.#frame;
    const index = sensor && this.#indexOf.get(sensor.id);
    if (sensor === undefined || frame === undefined || index === undefined) {
      return undefined;
    }
    return {
      sensor,
      value: frame.values[index] ?? NaN,
      state: states[frame.states[index] ?? valueState.noData] ?? valueState.noData,
      ageMs: frame.agesMs[index] ?? NaN,
    };
  }

  readingsOf(id: ComponentId): SlotReadings {
    return (slot) => this.readingOf(id, slot);
  }

  lookOf(placed: PlacedComponent): ComponentLook {
    const { id } = placed.component;
    const known = this.#looks.get(id);
    if (known !== undefined) {
      return known;
    }
    const isUnknown = this.#slots.has(id) && !this.#isInFrame(id);
    const look = isUnknown ? plainLook : componentLookOf(placed.component, placed.symbol, this.readingsOf(id));
    this.#looks.set(id, look);
    return look;
  }

  /** True when the frame tells of any sensor of a component. Another sheet's frame stays until this one's has come. */
  #isInFrame(id: ComponentId): boolean {
    for (const sensor of this.#slots.get(id)?.values() ?? []) {
      if (this.#frame !== undefined && this.#indexOf.has(sensor.id)) {
        return true;
      }
    }
    return false;
  }

  forget(ids: Iterable<ComponentId>): void {
    for (const id of ids) {
      this.#looks.delete(id);
    }
  }
}

/** Copies a column over the one before where it fits, so that playing makes no garbage. */
function copyInto<Column extends Float64Array | Uint8Array>(
  old: Column | undefined,
  from: Column,
  fresh: (column: Column) => Column,
): Column {
  if (old === undefined || old.length !== from.length) {
    return fresh(from);
  }
  old.set(from);
  return old;
}
