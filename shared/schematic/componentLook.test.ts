import { describe, expect, it } from 'vitest';
import { valueState, type ValueState } from '../history/valueState';
import { entityFromFields } from '../model/entityFields';
import { asId } from '../model/ids';
import type { Sensor, SlotName } from '../model/plantModel';
import { symbolCatalogue } from '../symbols/symbolCatalogue';
import { componentLookOf, type ComponentLook, type SlotReading } from './componentLook';

function sensor(fields: Partial<Sensor>): Sensor {
  return entityFromFields('sensor', asId('s'), { name: 's', unit: '%', rangeLow: 0, rangeHigh: 100, ...fields });
}

function reading(value: number, fields: Partial<Sensor> = {}, state: ValueState = valueState.measured): SlotReading {
  return { sensor: sensor(fields), value, state, ageMs: 0 };
}

const runState: Partial<Sensor> = { kind: 'state', unit: '', stateWords: '1=Running;0=Stopped', rangeHigh: 1 };

function look(symbolId: string, tag: string, slots: Partial<Record<SlotName, SlotReading>>): ComponentLook {
  const component = entityFromFields('component', asId('c'), { symbolId, tag, sheetId: 'sheet', x: 0, y: 0 });
  return componentLookOf(component, symbolCatalogue.get(symbolId), (slot) => slots[slot]);
}

describe('[SC21] a valve', () => {
  it('[SC21] on/off says Open and Closed, bright and dark', () => {
    expect(look('valve-butterfly-motor', 'XV-101', { position: reading(100) })).toMatchObject({
      fill: 'on',
      opening: 1,
      words: 'Open',
      bar: undefined,
    });
    expect(look('valve-butterfly-motor', 'XV-101', { position: reading(0.4) })).toMatchObject({
      fill: 'off',
      opening: 0,
      words: 'Closed',
    });
  });

  it('[SC22] modulating says how far, with a bar', () => {
    expect(look('valve-control', 'TV-411', { position: reading(62) })).toMatchObject({
      fill: 'on',
      bar: 0.62,
      words: '62 %',
    });
    expect(look('valve-control', 'TV-411', { position: reading(0) })).toMatchObject({ fill: 'off', words: '0 %' });
    const bypass = look('valve-three-way-motor', 'TV-303', { position: reading(0) });
    expect(bypass).toMatchObject({ fill: 'on', words: '0 %' });
  });

  it('[SC23] travels while it is neither open nor closed and the command is elsewhere', () => {
    expect(
      look('valve-butterfly-motor', 'XV-302', { position: reading(42), command: reading(0, { rangeHigh: 1 }) }),
    ).toMatchObject({ fill: 'half', moving: true, words: 'Closing, 42 % open' });
    expect(look('valve-butterfly-motor', 'XV-302', { position: reading(42), command: reading(100) })).toMatchObject({
      fill: 'half',
      words: 'Opening, 42 %',
    });
  });

  it('[SC23] travels when its limit switches say so', () => {
    const stateWords = '0=Closed;1=Open;2=Opening;3=Closing';
    const position = reading(30);
    expect(
      look('valve-butterfly-motor', 'XV-101', { position, state: reading(2, { kind: 'state', stateWords }) }),
    ).toMatchObject({ fill: 'half', moving: true, opening: 0.3, words: 'Opening, 30 %' });
    expect(look('valve-butterfly-motor', 'XV-101', { state: reading(1, { kind: 'state', stateWords }) })).toMatchObject(
      { fill: 'on', words: 'Open' },
    );
  });

  it('[SC24] is shown as measured where it disagrees with its command', () => {
    expect(look('valve-butterfly-motor', 'XV-102', { position: reading(0), command: reading(100) })).toMatchObject({
      fill: 'off',
      words: 'Closed',
    });
  });

  it('[SC25] is not known without a usable value, whatever it was last', () => {
    for (const [state, words] of [
      [valueState.noData, 'No data'],
      [valueState.bad, 'Bad'],
      [valueState.stale, 'Stale'],
    ] as const) {
      expect(look('valve-control', 'TV-1', { position: reading(50, {}, state) })).toMatchObject({
        fill: 'unknown',
        bar: undefined,
        words,
      });
    }
  });

  it('[SC26] without a sensor claims nothing in words', () => {
    expect(look('valve-gate', 'HV-1', {})).toMatchObject({ fill: 'plain', words: '' });
    expect(look('pump-centrifugal', 'P-1', {})).toMatchObject({ fill: 'static', words: '' });
  });
});

describe('[SC27] what rotates', () => {
  it('[SC27] says Running with its speed, and Stopped', () => {
    const speed = reading(50, { unit: 'Hz', rangeHigh: 60, decimals: 0 });
    expect(look('pump-centrifugal', 'P-1', { state: reading(1, runState), speed })).toMatchObject({
      fill: 'on',
      words: 'Running 50 Hz',
    });
    expect(look('pump-centrifugal', 'P-1', { state: reading(0, runState), speed })).toMatchObject({
      fill: 'off',
      words: 'Stopped',
    });
  });

  it('[SC28] says Tripped before anything else, and Starting when only commanded', () => {
    const fault = reading(1, { kind: 'state', stateWords: '', rangeHigh: 1 });
    expect(look('pump-centrifugal', 'P-1', { state: reading(0, runState), fault })).toMatchObject({
      fill: 'off',
      words: 'Tripped',
      strong: true,
    });
    expect(
      look('pump-centrifugal', 'P-1', { state: reading(0, runState), command: reading(1, runState) }),
    ).toMatchObject({ fill: 'on', moving: true, words: 'Starting' });
  });

  it('[SC29] a chiller says its load, a tower speaks of its fan', () => {
    expect(look('chiller-package', 'CH-1', { state: reading(1, runState), value: reading(98) })).toMatchObject({
      words: 'Running, 98 % load',
    });
    expect(look('cooling-tower', 'CT-1', { state: reading(0, runState) })).toMatchObject({ words: 'Fan stopped' });
  });
});

describe('[SC30] a vessel', () => {
  it('[SC30] shows its level, or that it is not known', () => {
    expect(look('vessel-vertical', 'V-1', { level: reading(54, { decimals: 0 }) })).toMatchObject({
      level: 0.54,
      words: '54 %',
    });
    expect(look('vessel-vertical', 'V-1', { level: reading(NaN, {}, valueState.noData) })).toMatchObject({
      fill: 'unknown',
      level: undefined,
      words: '?',
    });
  });
});
