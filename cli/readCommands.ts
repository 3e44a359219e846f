import type { OpenPlant } from '../electron/engine/openPlant';
import { valueStateWords } from '../shared/history/valueState';
import { AppFailure } from '../shared/lib/appError';
import { bindingsToSensor, sensorsNamed } from '../shared/model/modelIndex';
import type { PlantModel, Sensor } from '../shared/model/plantModel';
import { type CommandCall, countFrom, momentFrom, neededOption, sensorNames, UsageError } from './arguments';
import { csvText } from '../shared/lib/csvText';

const neverAborted = new AbortController().signal;

/** The sensors that a call asks for, in its order; all of them by name. Throws an `AppFailure` for one that is not there. */
export function sensorsOf(call: CommandCall, model: PlantModel): readonly Sensor[] {
  const asked = sensorNames(call);
  if (asked === undefined) {
    return [...model.sensors.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }
  return asked.map((name) => {
    const [sensor] = sensorsNamed(model, name);
    if (sensor === undefined) {
      throw new AppFailure({ code: 'not-found', what: `sensor ${name}` });
    }
    return sensor;
  });
}

/** JSON has no NaN: what is not known is null. */
function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function boundTo(model: PlantModel, sensor: Sensor): readonly string[] {
  return bindingsToSensor(model, sensor.id).map(({ componentId, slot }) => {
    const tag = model.components.get(componentId)?.tag ?? '';
    return `${tag} ${slot}`.trim();
  });
}

/** All sensors of the plant with the history each has. */
export async function listSensors(call: CommandCall, plant: OpenPlant): Promise<string> {
  const model = plant.file.readModel();
  const extent = await plant.history.describe(neverAborted);
  const series = new Map(extent.series.map((summary) => [summary.name, summary]));
  const rows = sensorsOf(call, model).map((sensor) => {
    const summary = series.get(sensor.name);
    return {
      sensor: sensor.name,
      description: sensor.description,
      unit: sensor.unit,
      samples: summary?.sampleCount ?? 0,
      firstMs: summary?.firstMs,
      lastMs: summary?.lastMs,
      periodMs: sensor.expectedPeriodMs ?? summary?.typicalPeriodMs,
      boundTo: boundTo(model, sensor),
    };
  });
  if (call.json) {
    return `${JSON.stringify(rows.map((row) => ({ ...row, firstMs: row.firstMs ?? null, lastMs: row.lastMs ?? null, periodMs: row.periodMs ?? null })))}\n`;
  }
  const head = ['sensor', 'description', 'unit', 'samples', 'firstMs', 'lastMs', 'periodMs', 'boundTo'];
  return csvText([
    head,
    ...rows.map((row) => [
      row.sensor, row.description, row.unit, row.samples, row.firstMs, row.lastMs, row.periodMs, row.boundTo.join('; '),
    ]),
  ]); // prettier-ignore
}

/** Each sensor's last sample at or before a moment. */
export async function printSnapshot(call: CommandCall, open: () => OpenPlant): Promise<string> {
  const atMs = momentFrom(neededOption(call, 'at'), 'at');
  const plant = open();
  try {
    const sensors = sensorsOf(call, plant.file.readModel());
    const snapshot = await plant.history.readSnapshot(
      sensors.map(({ id }) => id),
      atMs,
      neverAborted,
    );
    const rows = sensors.map(({ name }, index) => {
      const timeMs = snapshot.timesMs[index] ?? NaN;
      const value = snapshot.values[index] ?? NaN;
      const state = valueStateWords[snapshot.states[index] ?? 3] ?? 'no data';
      return { sensor: name, timeMs, value, state, ageMs: atMs - timeMs };
    });
    return call.json
      ? `${JSON.stringify(rows.map((row) => ({ ...row, timeMs: known(row.timeMs), value: known(row.value), ageMs: known(row.ageMs) })))}\n`
      : csvText([['sensor', 'timeMs', 'value', 'state', 'ageMs'], ...rows.map((row) => Object.values(row))]);
  } finally {
    plant.dispose();
  }
}

/** The samples that draw each sensor's line over a range. */
export async function printWindow(call: CommandCall, open: () => OpenPlant): Promise<string> {
  const startMs = momentFrom(neededOption(call, 'from'), 'from');
  const endMs = momentFrom(neededOption(call, 'to'), 'to');
  const points = countFrom(neededOption(call, 'points'), 'points', 4);
  if (endMs <= startMs) {
    throw new UsageError('--to must be later than --from');
  }
  const plant = open();
  try {
    const sensors = sensorsOf(call, plant.file.readModel());
    const ids = sensors.map(({ id }) => id);
    const windows = await plant.history.readWindows(ids, { startMs, endMs, points }, neverAborted);
    const rows = sensors.map(({ name }, index) => {
      const values = windows[index]?.values ?? new Float64Array();
      const times = windows[index]?.timesMs ?? new Float64Array();
      return { sensor: name, points: [...times].map((timeMs, at) => [timeMs, known(values[at] ?? NaN)] as const) };
    });
    return call.json
      ? `${JSON.stringify(rows)}\n`
      : csvText([
          ['sensor', 'timeMs', 'value'],
          ...rows.flatMap((row) => row.points.map(([timeMs, value]) => [row.sensor, timeMs, value ?? undefined])),
        ]);
  } finally {
    plant.dispose();
  }
}
