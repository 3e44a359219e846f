import type { EquipmentTracks } from './equipmentTracks';
import type { PlantState } from './plantState';

/** What a series is read from. */
export interface Reading {
  readonly state: PlantState;
  readonly tracks: EquipmentTracks;
}

/** How one series of the historian comes about, in the historian's own unit. */
export interface DemoSeries {
  readonly name: string;
  readonly read: (reading: Reading) => number;
  /** `state` and `position` are also written the moment they change; `state` otherwise only every ten minutes. */
  readonly kind: 'analog' | 'position' | 'state';
  /** Standard deviation of the noise, in the series' unit. */
  readonly noise: number;
  /** How many steps a unit is resolved into: 10 writes tenths. */
  readonly steps: number;
  readonly least: number;
  readonly greatest: number;
  /** Sampled on every such minute only. */
  readonly everyMinutes: number;
}

type Read = (reading: Reading) => number;
type Extras = Partial<Omit<DemoSeries, 'name' | 'read' | 'kind'>>;

const plain = { noise: 0, steps: 100, least: -Infinity, greatest: Infinity, everyMinutes: 1 } as const;

/** A measured series. */
export function analog(name: string, read: Read, extras: Extras = {}): DemoSeries {
  return { ...plain, name, read, kind: 'analog', ...extras };
}

/** °C as the historian's °F, in tenths. */
export function fahrenheit(name: string, read: Read, extras: Extras = {}): DemoSeries {
  return analog(name, (reading) => read(reading) * 1.8 + 32, { noise: 0.06, steps: 10, ...extras });
}

const gallonsPerMinute = 1 / 0.2271247;

/** m³/h as the historian's gpm. Nothing is measured below the meter's cut-off. */
export function gallons(name: string, read: Read): DemoSeries {
  const cut = (flow: number): number => (flow < 2 ? 0 : flow * gallonsPerMinute);
  return analog(name, (reading) => cut(read(reading)), { noise: 1.6, steps: 1, least: 0 });
}

/** kW, nothing below what a meter tells from nothing. */
export function kilowatts(name: string, read: Read, noise = 0.15): DemoSeries {
  return analog(name, read, { noise, steps: 10, least: 0 });
}

/** A set of numbers with words. */
export function state(name: string, read: Read): DemoSeries {
  return { ...plain, name, read, kind: 'state', steps: 1 };
}

/** The position of a valve in %, followed while it travels. */
export function position(name: string, read: Read): DemoSeries {
  return { ...plain, name, read, kind: 'position', steps: 10, least: 0, greatest: 100 };
}
