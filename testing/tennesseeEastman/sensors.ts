import { completeSensor } from '../../shared/model/commands/editSensors';
import { asId } from '../../shared/model/ids';
import type { SensorId } from '../../shared/model/ids';
import type { Sensor } from '../../shared/model/plantModel';
import type { Measurement, TennesseeEastmanTopology } from './topology';

/** The simulation writes a row every three minutes. */
const rowPeriodMs = 180_000;
/** The agitator's speed is not among the columns of the recorded runs. */
const lastRecordedVariable = 11;

const shownUnits: Readonly<Record<string, string>> = { degC: '°C', 'm3/h': 'm³/h', 'kPa gauge': 'kPa g' };

/** The column of the recorded runs that holds a measurement: `XMEAS_01`. */
export function measurementName(xmeas: number): string {
  return `XMEAS_${String(xmeas).padStart(2, '0')}`;
}

/** The column that holds a manipulated variable: `XMV_01`. */
export function manipulatedName(xmv: number): string {
  return `XMV_${String(xmv).padStart(2, '0')}`;
}

export function sensorIdOf(name: string): SensorId {
  return asId<SensorId>(`sensor-${name}`);
}

/** The next of 1, 2, 2.5 or 5 times a power of ten. */
function roundedUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((candidate) => candidate * power >= value);
  return Number(((step ?? 10) * power).toPrecision(3));
}

interface Limits {
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly highHigh: number | undefined;
}

function limitsOf(topology: TennesseeEastmanTopology, measurement: Measurement): Limits {
  const variable = `XMEAS(${measurement.xmeas})`;
  const normal = topology.normal_operating_limits.find((limit) => limit.var === variable);
  const shutdown = topology.shutdown_limits.find((limit) => limit.var === variable && limit.op === '>');
  return { low: normal?.low, high: normal?.high, highHigh: shutdown?.limit };
}

function rangeHighOf(measurement: Measurement, limits: Limits): number {
  if (measurement.units === '%') {
    return 100;
  }
  const needed = Math.max(measurement.base_case * 1.15, limits.highHigh ?? 0, limits.high ?? 0);
  const given = measurement.range_used_by_controller ?? 0;
  return given >= needed ? given : roundedUp(needed);
}

function sensorOf(own: Pick<Sensor, 'name' | 'description' | 'unit' | 'rangeHigh'>, limits: Limits): Sensor {
  return completeSensor(sensorIdOf(own.name), {
    ...own,
    rangeLow: 0,
    limitLow: limits.low,
    limitHigh: limits.high,
    limitHighHigh: limits.highHigh,
    expectedPeriodMs: rowPeriodMs,
  });
}

/** A sensor for every column of the recorded runs, with unit, range and limits of the topology. */
export function tennesseeEastmanSensors(topology: TennesseeEastmanTopology): readonly Sensor[] {
  const measured = topology.sensors.map((measurement) => {
    const limits = limitsOf(topology, measurement);
    return sensorOf(
      {
        name: measurementName(measurement.xmeas),
        description: `${measurement.tag} ${measurement.description}`,
        unit: shownUnits[measurement.units] ?? measurement.units,
        rangeHigh: rangeHighOf(measurement, limits),
      },
      limits,
    );
  });
  const written = topology.manipulated
    .filter(({ xmv }) => xmv <= lastRecordedVariable)
    .map(({ xmv, name, node }) =>
      sensorOf(
        { name: manipulatedName(xmv), description: `${node} ${name}`, unit: '%', rangeHigh: 100 },
        { low: undefined, high: undefined, highHigh: undefined },
      ),
    );
  return [...measured, ...written];
}
