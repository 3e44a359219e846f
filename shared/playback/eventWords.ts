import { type HistoryEvent, limitZoneOf } from '../history/findEvents';
import { bindingsToSensor } from '../model/modelIndex';
import type { SensorId, SheetId } from '../model/ids';
import type { Binding, PlantModel, Sensor, SlotName } from '../model/plantModel';
import { slotNames, slotTitles } from '../model/slotTitles';
import { decimalsOf, numberText, stateWordsOf, valueText } from '../schematic/valueText';
import type { SymbolBehaviour, SymbolCatalogue } from '../symbols/symbolClass';

/** What a glyph of the rail tells by its shape. */
export type EventGlyph =
  'opened' | 'closed' | 'travelling' | 'started' | 'stopped' | 'tripped' | 'changed' | 'above' | 'below' | 'normal';

/** Whose events they are, as the drawing calls it. */
export interface EventSubject {
  readonly sensor: Sensor;
  /** Tag of the component; undefined where the sensor is not bound to one with a tag. */
  readonly tag: string | undefined;
  readonly slot: SlotName | undefined;
  readonly behaviour: SymbolBehaviour | undefined;
}

/** Where a sensor is looked for first. */
export interface SubjectPlace {
  readonly model: PlantModel;
  readonly catalogue: SymbolCatalogue;
  readonly sheetId: SheetId | undefined;
}

/** What a sensor goes by: the component of the open sheet before others, the slot that tells most before others. */
export function eventSubjectOf(sensor: Sensor, { model, catalogue, sheetId }: SubjectPlace): EventSubject {
  const rankOf = ({ componentId, slot }: Binding): number =>
    (model.components.get(componentId)?.sheetId === sheetId ? 0 : slotNames.length) + slotNames.indexOf(slot);
  const bound = bindingsToSensor(model, sensor.id)
    .map((binding) => ({ binding, component: model.components.get(binding.componentId) }))
    .filter(({ component }) => component !== undefined && component.tag !== '')
    .toSorted((one, other) => {
      const byRank = rankOf(one.binding) - rankOf(other.binding);
      return byRank !== 0 ? byRank : (one.component?.tag ?? '') < (other.component?.tag ?? '') ? -1 : 1;
    })
    .at(0);
  return {
    sensor,
    tag: bound?.component?.tag,
    slot: bound?.binding.slot,
    behaviour: catalogue.get(bound?.component?.symbolId ?? '')?.behaviour,
  };
}

const closedWord = /^(close|closed|shut)$/i;
const openWord = /^(open|opened)$/i;
const travelWord = /^(opening|closing|travelling|moving)$/i;
const runningWord = /^(run|running|started)$/i;
const stoppedWord = /^(stop|stopped|idle|standby)$/i;
const tripWord = /^(trip|fault|fail|alarm)/i;
const offWord = /^(off|no|false|normal|inactive|0)$/i;

const turning: readonly (SymbolBehaviour | undefined)[] = ['rotating', 'chiller', 'tower', 'air'];

/** What on and off mean at a component. */
function onOffGlyph({ slot, behaviour }: EventSubject, isOn: boolean): EventGlyph {
  if (slot === 'fault') {
    return isOn ? 'tripped' : 'normal';
  }
  if (behaviour === 'valve') {
    return isOn ? 'opened' : 'closed';
  }
  return turning.includes(behaviour) ? (isOn ? 'started' : 'stopped') : 'changed';
}

function stateGlyph(subject: EventSubject, value: number): EventGlyph {
  const { sensor, slot } = subject;
  // That something was asked for is not that it happened.
  if (slot === 'command' || slot === 'set-point') {
    return 'changed';
  }
  const word = stateWordsOf(sensor.stateWords).get(Math.round(value)) ?? '';
  const byWord: readonly (readonly [RegExp, EventGlyph])[] = [
    [tripWord, 'tripped'],
    [travelWord, 'travelling'],
    [openWord, 'opened'],
    [closedWord, 'closed'],
    [runningWord, 'started'],
    [stoppedWord, 'stopped'],
  ];
  const told = byWord.find(([pattern]) => pattern.test(word))?.[1];
  return told ?? onOffGlyph(subject, word === '' ? Math.round(value) !== 0 : !offWord.test(word));
}

/** The shape of an event; a gap has none of its own. */
export function eventGlyphOf(subject: EventSubject, { kind, value }: HistoryEvent): EventGlyph | undefined {
  return kind === 'gap' ? undefined : kind === 'state' ? stateGlyph(subject, value) : kind;
}

/** A subject's tag, with the slot where the tag alone does not say which of its values is meant. */
export function subjectName({ sensor, tag, slot }: EventSubject): string {
  return tag === undefined || slot === undefined
    ? sensor.name
    : slot === 'value'
      ? tag
      : `${tag} ${slotTitles[slot].toLowerCase()}`;
}

/** The limit that a value is past, with its unit. */
function passedLimitText(sensor: Sensor, value: number): string {
  const { limitLowLow, limitLow, limitHigh, limitHighHigh } = sensor;
  const limits = { [-2]: limitLowLow, [-1]: limitLow, 0: undefined, 1: limitHigh, 2: limitHighHigh };
  const limit = limits[limitZoneOf(sensor, value)];
  const unit = sensor.unit === '' ? '' : ` ${sensor.unit}`;
  return limit === undefined ? '' : ` ${numberText(limit, decimalsOf(sensor))}${unit}`;
}

/** What happened, in a few words: `XV-102 closed`, `TT-201 above 9.0 °C`. */
export function eventTitle(subject: EventSubject, event: HistoryEvent): string {
  const { sensor, tag } = subject;
  const name = tag ?? sensor.name;
  const glyph = eventGlyphOf(subject, event);
  switch (glyph) {
    case undefined:
      return `${subjectName(subject)} no data`;
    case 'above':
    case 'below':
      return `${subjectName(subject)} ${glyph}${passedLimitText(sensor, event.value)}`;
    case 'normal':
      return `${event.kind === 'state' ? name : subjectName(subject)} back to normal`;
    case 'changed':
      return `${subjectName(subject)} ${valueText(sensor, event.value).toLowerCase()}`;
    case 'travelling':
      return `${name} ${valueText(sensor, event.value).toLowerCase()}`;
    default:
      return `${name} ${glyph}`;
  }
}

/** The number behind an event, where its title leaves it out: what was measured, or measured last. */
export function eventValueText({ sensor }: EventSubject, { kind, value }: HistoryEvent): string {
  if (kind === 'state' || Number.isNaN(value)) {
    return '';
  }
  const unit = sensor.unit === '' ? '' : ` ${sensor.unit}`;
  return `${kind === 'gap' ? 'Last value' : 'Measured'} ${valueText(sensor, value)}${unit}`;
}

/** Every sensor with its subject, made when asked for and kept. */
export function createSubjects(place: SubjectPlace): (sensorId: string) => EventSubject | undefined {
  const made = new Map<string, EventSubject>();
  return (sensorId) => {
    const known = made.get(sensorId);
    const sensor = place.model.sensors.get(sensorId as SensorId);
    if (known !== undefined || sensor === undefined) {
      return known;
    }
    const subject = eventSubjectOf(sensor, place);
    made.set(sensorId, subject);
    return subject;
  };
}
