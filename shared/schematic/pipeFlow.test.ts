import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generatedPlant, generatedSheetId } from '../../testing/generatedPlant';
import { entityFromFields } from '../model/entityFields';
import { asId, type ComponentId, type ConnectionId } from '../model/ids';
import { bindingsOf } from '../model/modelIndex';
import { modelFromDocument } from '../model/plantDocument';
import { symbolCatalogue } from '../symbols/symbolCatalogue';
import type { LineFlow } from './lineFlow';
import { valueState, type ValueState } from '../history/valueState';
import type { SlotReading } from './componentLook';
import { type ElementSays, flowOf, isReversed } from './pipeFlow';
import { isFlowTag, oppositePort, type PipeNetwork, pipeNetworkOf } from './pipeNetwork';
import { SheetGeometry } from './sheetGeometry';

function networkOf(count: number): PipeNetwork {
  const model = modelFromDocument(generatedPlant(count));
  const geometry = new SheetGeometry(symbolCatalogue);
  geometry.update(model, generatedSheetId);
  return pipeNetworkOf({
    lines: geometry.lines,
    components: geometry.components,
    linesAt: (id) => geometry.linesAt(id),
    isMeasuring: (id) => bindingsOf(model, id).some(({ slot }) => slot === 'value'),
  });
}

const trains = networkOf(60);
const line = (id: string): ConnectionId => asId(id);

function flows(
  network: PipeNetwork,
  says: Partial<Record<string, ElementSays>>,
  shares: Partial<Record<string, number>> = {},
): ReadonlyMap<ConnectionId, LineFlow> {
  return flowOf(network, {
    elementSays: (id) => says[id] ?? 'silent',
    flowShare: (id) => shares[id],
  });
}

describe('[SC41] runs', () => {
  it('[SC41] reach through everything in line and end at tees and vessels', () => {
    const run = trains.runs.find(({ lines }) => lines.includes(line('pump-check-2')));
    expect([...(run?.lines ?? [])].sort()).toEqual(
      [
        'check-motor-2',
        'control-temperatureTap-2',
        'flowTap-control-2',
        'motor-flowTap-2',
        'pump-check-2',
        'tee-pump-2',
        'temperatureTap-vessel-2',
      ].sort(),
    );
    expect(run?.elements).toEqual(expect.arrayContaining(['pump-2', 'motor-2', 'control-2']));
    expect(run?.flowMeters).toEqual(['flow-2']);
  });

  it('[SC41] pass through a heat exchanger side by side, not across', () => {
    const chiller = symbolCatalogue.get('chiller-package');
    expect(oppositePort(chiller, 'evaporator-in')).toBe('evaporator-out');
    expect(oppositePort(chiller, 'condenser-out')).toBe('condenser-in');
    expect(oppositePort(symbolCatalogue.get('vessel-vertical'), 'top')).toBeUndefined();
    expect(oppositePort(symbolCatalogue.get('valve-three-way'), 'in')).toBeUndefined();
  });

  it('[SC42] are measured by instruments whose tag begins with F', () => {
    expect(['FT-101', 'FIC101', '2FT-7', 'CHW-FT-3'].every(isFlowTag)).toBe(true);
    expect(['TT-101', 'PDT-3', 'P-101', 'AHU-F'].some(isFlowTag)).toBe(false);
  });
});

describe('[SC43] flow of a run', () => {
  const of = (
    says: Partial<Record<string, ElementSays>>,
    shares?: Partial<Record<string, number>>,
  ): LineFlow | undefined => flows(trains, says, shares).get(line('check-motor-2'));

  it('[SC43] is what its meter says, whatever the valves say', () => {
    expect(of({ 'motor-2': 'stops' }, { 'flow-2': 0.4 })).toBe('flow');
    expect(of({ 'pump-2': 'drives' }, { 'flow-2': 0.001 })).toBe('none');
    expect(of({}, { 'flow-2': -0.2 })).toBe('reversed');
  });

  it('[SC44] is none behind a closed valve or a stopped pump, without a meter’s word', () => {
    expect(of({ 'motor-2': 'stops', 'pump-2': 'drives' })).toBe('none');
    expect(of({ 'pump-2': 'stops' })).toBe('none');
  });

  it('[SC45] is not known where a meter or a valve that decides has no usable value', () => {
    expect(of({ 'motor-2': 'unknown' })).toBe('unknown');
    expect(of({ 'pump-2': 'drives' })).toBe('unknown');
  });

  it('[SC46] is not claimed where nothing tells of it', () => {
    expect(flows(trains, {}).get(line('vessel-tee-2-3'))).toBe('plain');
  });
});

describe('[SC48] a meter that runs backwards', () => {
  const sensor = entityFromFields('sensor', asId('s'), { name: 's', unit: 'm³/h', rangeLow: -200, rangeHigh: 200 });
  const reading = (value: number, state: ValueState = valueState.measured): SlotReading => ({
    sensor,
    value,
    state,
    ageMs: 0,
  });

  it('[SC48] says so when it is a flow meter with a usable value', () => {
    expect(isReversed('FT-105', reading(-110))).toBe(true);
    expect(isReversed('FT-105', reading(-0.5))).toBe(false);
    expect(isReversed('FT-105', reading(-110, valueState.bad))).toBe(false);
    expect(isReversed('TT-105', reading(-110))).toBe(false);
  });
});

describe('[SC47] tees', () => {
  const tee: PipeNetwork = {
    runs: ['a', 'b', 'c'].map((id) => ({ lines: [line(id)], elements: [asId<ComponentId>(id)], flowMeters: [] })),
    tees: [[0, 1, 2]],
    deciders: new Set(),
  };

  it('[SC47] the last pipe at a tee stands still when all others do', () => {
    expect(flows(tee, { a: 'stops', b: 'stops' }).get(line('c'))).toBe('none');
    expect(flows(tee, { a: 'stops' }).get(line('c'))).toBe('plain');
  });

  it('[SC47] what is measured or driven is never overruled', () => {
    expect(flows(tee, { a: 'stops', b: 'stops', c: 'drives' }).get(line('c'))).toBe('flow');
  });

  it('[SC47] settles whatever is said, and never invents a flow', () => {
    const word = fc.constantFrom<ElementSays>('passes', 'drives', 'stops', 'unknown', 'silent');
    fc.assert(
      fc.property(fc.array(word, { minLength: 60, maxLength: 60 }), (words) => {
        const deciders = [...trains.deciders];
        const says = Object.fromEntries(deciders.map((id, index) => [id, words[index % words.length]]));
        const driven = new Set(deciders.filter((id) => says[id] === 'drives'));
        const found = flows(trains, says);
        trains.runs.forEach((run) => {
          const flow = run.lines[0] && found.get(run.lines[0]);
          if (flow === 'flow') {
            expect(run.elements.some((id) => driven.has(id))).toBe(true);
          }
        });
      }),
    );
  });
});
