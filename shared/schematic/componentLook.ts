import { valueState, type ValueState } from '../history/valueState';
import type { PlantComponent, Sensor, SlotName } from '../model/plantModel';
import type { SymbolClass } from '../symbols/symbolClass';
import { absentWord, numberText, stateWordsOf, valueText } from './valueText';

/** What one slot of a component tells at a moment. */
export interface SlotReading {
  readonly sensor: Sensor;
  readonly value: number;
  readonly state: ValueState;
  readonly ageMs: number;
}

/** The readings of a component by slot; a slot without a sensor gives undefined. */
export type SlotReadings = (slot: SlotName) => SlotReading | undefined;

/** How a body is filled: bright passes, dark does not; `static`: nothing measures whether it runs. */
export type BodyFill = 'plain' | 'static' | 'on' | 'off' | 'half' | 'unknown';

/** How a component looks at a moment, and in which words. */
export interface ComponentLook {
  readonly fill: BodyFill;
  /** 0 closed, 1 open; what rotates or lifts follows it. Undefined: as drawn. */
  readonly opening: number | undefined;
  /** 0 to 1; undefined: the contents are as drawn, or not known. */
  readonly level: number | undefined;
  /** The bar below a modulating valve, 0 to 1. */
  readonly bar: number | undefined;
  /** Two still chevrons: it is on its way. */
  readonly moving: boolean;
  /** State in words; empty: none. */
  readonly words: string;
  /** Words that stand for something abnormal are written stronger. */
  readonly strong: boolean;
}

/** A component without sensors, as drawn. */
export const plainLook: ComponentLook = {
  fill: 'plain',
  opening: undefined,
  level: undefined,
  bar: undefined,
  moving: false,
  words: '',
  strong: false,
};

/** Below and above these a valve counts as closed and open: limit switches and drifting positioners. */
const closedBelow = 0.02;
const openAbove = 0.98;
/** A command and a position nearer than this agree. */
const agreesWithin = 0.03;

const openWords = /^(open|opened|on|yes|true)$/i;
const travelWord = /^(opening|closing|travelling|moving)$/i;
const runningWords = /^(run|running|on|started|yes|true)$/i;
const tripWords = /^(trip|fault|fail|alarm)/i;

function isKnown(reading: SlotReading): boolean {
  return (
    (reading.state === valueState.measured ||
      reading.state === valueState.held ||
      reading.state === valueState.approximate) &&
    !Number.isNaN(reading.value)
  );
}

function unknownLook(reading: SlotReading): ComponentLook {
  const words = reading.state === valueState.stale ? 'Stale' : (absentWord(reading.state, reading.value) ?? 'No data');
  return { ...plainLook, fill: 'unknown', words };
}

/** A reading as a part of its range; a sensor without a range is taken to be in %. */
export function fractionOf(reading: SlotReading): number {
  const { sensor, value } = reading;
  const low = sensor.rangeLow ?? 0;
  const high = sensor.rangeHigh ?? (sensor.kind === 'state' ? 1 : 100);
  return high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0;
}

/** The word of a state reading, or its number where it has no words. */
function wordOf(reading: SlotReading): string {
  return stateWordsOf(reading.sensor.stateWords).get(Math.round(reading.value)) ?? String(reading.value);
}

function says(reading: SlotReading, words: RegExp): boolean {
  return reading.sensor.stateWords === '' ? reading.value > 0.5 : words.test(wordOf(reading));
}

/** On/off valves say Open and Closed; modulating ones say how far. Told by the tag's letters, or by a two-state sensor. */
function isModulating(component: PlantComponent, position: SlotReading): boolean {
  if (position.sensor.kind === 'state') {
    return false;
  }
  const letters = /^[^A-Za-z]*([A-Za-z]+)/.exec(component.tag)?.[1]?.toUpperCase() ?? '';
  return !/^(X|H|MOV|SOV|SDV|ESD|BV|GV|V$)/.test(letters);
}

function travelWords(opening: number, target: number): string {
  const percent = numberText(opening * 100, 0);
  return target > opening ? `Opening, ${percent} %` : `Closing, ${percent} % open`;
}

function onOffLook(opening: number, target: number | undefined): ComponentLook {
  const ends = opening <= closedBelow || opening >= openAbove;
  const moving = target !== undefined && Math.abs(target - opening) > agreesWithin && !ends;
  if (moving) {
    return { ...plainLook, fill: 'half', opening, moving, words: travelWords(opening, target) };
  }
  if (!ends) {
    return { ...plainLook, fill: 'on', opening, bar: opening, words: `${numberText(opening * 100, 0)} %` };
  }
  const open = opening >= openAbove;
  return { ...plainLook, fill: open ? 'on' : 'off', opening: open ? 1 : 0, words: open ? 'Open' : 'Closed' };
}

/** Limit switches that tell of the way themselves. */
function travellingLook(word: string, opening: number | undefined): ComponentLook {
  const how =
    opening === undefined ? '' : `, ${numberText(opening * 100, 0)} %${/^closing/i.test(word) ? ' open' : ''}`;
  return { ...plainLook, fill: 'half', opening: opening ?? 0.5, moving: true, words: word + how };
}

function valveLook(component: PlantComponent, readings: SlotReadings): ComponentLook {
  const position = readings('position');
  const state = readings('state');
  const command = readings('command') ?? readings('set-point');
  const told = position ?? state ?? readings('value') ?? command;
  if (told === undefined) {
    return normalLook(component);
  }
  if (!isKnown(told)) {
    return unknownLook(told);
  }
  const opening = told.sensor.kind === 'state' ? Number(says(told, openWords)) : fractionOf(told);
  if (isModulating(component, told)) {
    const words = `${numberText(opening * 100, 0)} %`;
    // Of a three-way valve one way is always open.
    const passes = opening > closedBelow || component.symbolId.startsWith('valve-three-way');
    return { ...plainLook, fill: passes ? 'on' : 'off', opening, bar: opening, words };
  }
  const travelling =
    state !== undefined && isKnown(state) && travelWord.test(wordOf(state)) ? wordOf(state) : undefined;
  if (travelling !== undefined) {
    return travellingLook(travelling, told === state ? undefined : opening);
  }
  const target = command !== undefined && command !== told && isKnown(command) ? fractionOf(command) : undefined;
  return onOffLook(opening, target);
}

/** A manual valve without a sensor stands in its normal position; nothing is claimed in words. */
function normalLook(component: PlantComponent): ComponentLook {
  const normal = (component.properties['normalPosition'] ?? '').toLowerCase();
  if (normal === 'closed') {
    return { ...plainLook, fill: 'off', opening: 0 };
  }
  return { ...plainLook, opening: normal === 'open' ? 1 : undefined };
}

function speedWords(speed: SlotReading | undefined): string {
  if (speed === undefined || !isKnown(speed)) {
    return '';
  }
  const unit = speed.sensor.unit === '' ? '' : ` ${speed.sensor.unit}`;
  return ` ${valueText(speed.sensor, speed.value)}${unit}`;
}

function isRunning(told: SlotReading): boolean {
  return told.sensor.kind === 'state' ? says(told, runningWords) : fractionOf(told) > closedBelow;
}

function rotatingLook(readings: SlotReadings, what = ''): ComponentLook {
  const fault = readings('fault');
  const [state, speed] = [readings('state'), readings('speed')];
  const told = state ?? speed ?? readings('power') ?? readings('command');
  const verb = (word: string): string => (what === '' ? word : `${what} ${word.toLowerCase()}`);
  const tripped =
    (fault !== undefined && isKnown(fault) && fault.value > 0.5) ||
    (state !== undefined && isKnown(state) && tripWords.test(wordOf(state)));
  if (tripped) {
    return { ...plainLook, fill: 'off', words: verb('Tripped'), strong: true };
  }
  if (told === undefined) {
    return { ...plainLook, fill: 'static' };
  }
  if (!isKnown(told)) {
    return unknownLook(told);
  }
  if (isRunning(told)) {
    return { ...plainLook, fill: 'on', words: verb('Running') + speedWords(speed) };
  }
  const command = readings('command');
  const starting = command !== undefined && command !== told && isKnown(command) && isRunning(command);
  return starting
    ? { ...plainLook, fill: 'on', moving: true, words: verb('Starting') }
    : { ...plainLook, fill: 'off', words: verb('Stopped') };
}

/** A package that runs and carries a load: chiller, boiler. */
function packageLook(readings: SlotReadings): ComponentLook {
  const look = rotatingLook(readings);
  const load = readings('value');
  if (look.fill !== 'on' || load === undefined || !isKnown(load) || load.sensor.unit !== '%') {
    return look;
  }
  return { ...look, words: `Running, ${numberText(load.value, 0)} % load` };
}

/** Inside a tower there is room for short lines only. */
function towerLook(readings: SlotReadings): ComponentLook {
  const look = rotatingLook(readings, 'Fan');
  return { ...look, words: look.words.replace(' running ', ' running\n') };
}

function levelLook(readings: SlotReadings): ComponentLook {
  const level = readings('level');
  if (level === undefined) {
    return plainLook;
  }
  if (!isKnown(level)) {
    return { ...unknownLook(level), words: '?' };
  }
  const unit = level.sensor.unit === '' ? '%' : level.sensor.unit;
  return { ...plainLook, level: fractionOf(level), words: `${valueText(level.sensor, level.value)} ${unit}` };
}

/** How a component looks under these readings. Only what the readings support is said. */
export function componentLookOf(
  component: PlantComponent,
  symbol: SymbolClass | undefined,
  readings: SlotReadings,
): ComponentLook {
  switch (symbol?.behaviour) {
    case 'valve':
      return valveLook(component, readings);
    case 'rotating':
      return rotatingLook(readings);
    case 'chiller':
      return packageLook(readings);
    case 'tower':
      return towerLook(readings);
    case 'air':
      return symbol.shapes.some((shape) => shape.motion === 'run') ? rotatingLook(readings) : plainLook;
    case 'vessel':
      return levelLook(readings);
    default:
      return symbol?.level === undefined ? plainLook : levelLook(readings);
  }
}
