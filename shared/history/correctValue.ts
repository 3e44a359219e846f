import type { Sensor } from '../model/plantModel';
import { unitConversion } from './convertUnit';

/** The part of a sensor that says how its values are corrected. */
export type SensorCorrections = Pick<
  Sensor,
  'kind' | 'unit' | 'sourceUnit' | 'scale' | 'offset' | 'invert' | 'rangeLow' | 'rangeHigh'
>;

/** What is subtracted from when a sensor is inverted; undefined where there is nothing to mirror at. */
function mirrorSum(sensor: SensorCorrections): number | undefined {
  if (!sensor.invert) {
    return undefined;
  }
  if (sensor.kind === 'state') {
    return 1;
  }
  const { rangeLow, rangeHigh } = sensor;
  return rangeLow === undefined || rangeHigh === undefined ? undefined : rangeLow + rangeHigh;
}

/**
 * What turns a sensor's stored values into shown ones: unit, scale, offset, invert, in this order. Undefined when
 * nothing is to be done. Units that cannot be converted leave the number as it is.
 */
export function correctionOf(sensor: SensorCorrections): ((value: number) => number) | undefined {
  const { scale, offset, kind } = sensor;
  const units = sensor.sourceUnit.trim() === '' ? undefined : unitConversion(sensor.sourceUnit, sensor.unit);
  const { shift, factor, divisor, shiftAfter } = units ?? { shift: 0, factor: 1, divisor: 1, shiftAfter: 0 };
  const mirror = mirrorSum(sensor);
  const convertsUnits = shift !== 0 || factor !== divisor || shiftAfter !== 0;
  if (!convertsUnits && scale === 1 && offset === 0 && mirror === undefined) {
    return undefined;
  }
  return (value) => {
    const scaled = (((value + shift) * factor) / divisor - shiftAfter) * scale + offset;
    if (mirror === undefined || (kind === 'state' && scaled !== 0 && scaled !== 1)) {
      return scaled;
    }
    return mirror - scaled;
  };
}

/** One stored value as the sensor shows it. For many values take `correctionOf` once. */
export function correctValue(value: number, sensor: SensorCorrections): number {
  return correctionOf(sensor)?.(value) ?? value;
}
