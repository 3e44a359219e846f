import { describe, expect, test } from 'vitest';
import { makeDemoPlant } from '../demo/demoPlant';
import type { HistoryEvent, HistoryEventKind } from '../history/findEvents';
import { sensorsNamed } from '../model/modelIndex';
import { modelFromDocument } from '../model/plantDocument';
import type { Sensor } from '../model/plantModel';
import { symbolCatalogue } from '../symbols/symbolCatalogue';
import { eventGlyphOf, eventSubjectOf, eventTitle, eventValueText, type EventSubject } from './eventWords';

const model = modelFromDocument(makeDemoPlant());
const sheetId = [...model.sheets.values()].find(({ name }) => name.includes('Primary'))?.id;

function subject(name: string, changes: Partial<Sensor> = {}): EventSubject {
  const [sensor] = sensorsNamed(model, name);
  if (sensor === undefined) {
    throw new Error(`no sensor ${name}`);
  }
  return {
    ...eventSubjectOf(sensor, { model, catalogue: symbolCatalogue, sheetId }),
    sensor: { ...sensor, ...changes },
  };
}

function event(kind: HistoryEventKind, value: number): HistoryEvent {
  return { kind, timeMs: 0, value };
}

function told(of: EventSubject, happened: HistoryEvent): string {
  return `${eventGlyphOf(of, happened) ?? '-'}: ${eventTitle(of, happened)}`;
}

describe('words and shapes of events', () => {
  test('[P46] valves open, close and travel; pumps start, stop and trip, by the words of their states', () => {
    const valve = subject('CHWP.XV_102.ZS.PV');
    expect([0, 1, 2, 3].map((value) => told(valve, event('state', value)))).toEqual([
      'closed: XV-102 closed',
      'opened: XV-102 opened',
      'travelling: XV-102 opening',
      'travelling: XV-102 closing',
    ]);
    const pump = subject('CHWP.P_102.STA');
    expect([0, 1].map((value) => told(pump, event('state', value)))).toEqual([
      'stopped: P-102 stopped',
      'started: P-102 started',
    ]);
    const fault = subject('CHWP.CH_2.FLT');
    expect([0, 1].map((value) => told(fault, event('state', value)))).toEqual([
      'normal: CH-2 back to normal',
      'tripped: CH-2 tripped',
    ]);
  });

  test('[P46] without words a number above zero is on; what that means is told by the component', () => {
    const [valve, pump] = [
      subject('CHWP.XV_102.ZS.PV', { stateWords: '' }),
      subject('CHWP.P_102.STA', { stateWords: '' }),
    ];
    expect(told(valve, event('state', 1))).toBe('opened: XV-102 opened');
    expect(told(pump, event('state', 0))).toBe('stopped: P-102 stopped');
    expect(told({ ...pump, behaviour: 'instrument' }, event('state', 1))).toBe('changed: P-102 state 1');
  });

  test('[P46] a command says what was asked for, not that it happened', () => {
    expect(told(subject('CHWP.XV_302.CMD'), event('state', 0))).toBe('changed: XV-302 command close');
  });

  test('[P46] limits are told with the limit that was passed, gaps with whose', () => {
    const flow = subject('CHL_CW_FLOW_2');
    expect(told(flow, event('below', 58.37))).toBe('below: FT-102 below 60 m³/h');
    expect(told(flow, event('normal', 77))).toBe('normal: FT-102 back to normal');
    expect(eventValueText(flow, event('below', 58.37))).toBe('Measured 58 m³/h');
    const high = { ...flow, sensor: { ...flow.sensor, limitHigh: 80, limitHighHigh: 90 } };
    expect(told(high, event('above', 95))).toBe('above: FT-102 above 90 m³/h');
    expect(told(flow, event('gap', 57))).toBe('-: FT-102 no data');
    expect(eventValueText(flow, event('gap', NaN))).toBe('');
  });

  test('a sensor goes by the component on the open sheet, and by its own name where it is bound to none', () => {
    const [sensor] = sensorsNamed(model, 'CHWP.P_102.STA');
    const electrical = [...model.sheets.values()].find(({ name }) => name.includes('Electrical'))?.id;
    const elsewhere = sensor && eventSubjectOf(sensor, { model, catalogue: symbolCatalogue, sheetId: electrical });
    expect(elsewhere?.tag).toBe('M-P-102');
    const unbound = { ...subject('CHWP.P_102.STA'), tag: undefined, slot: undefined, behaviour: undefined };
    expect(eventTitle(unbound, event('state', 0))).toBe('CHWP.P_102.STA stopped');
  });
});
