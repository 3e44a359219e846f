import { invariant } from '../../shared/lib/invariant';
import type { Binding, Connection, PlantComponent } from '../../shared/model/plantModel';
import { analyserPlaces, controllerPlaces, instrumentPlaces } from './instrumentLayout';
import type { AnalyserPlace, InstrumentPlace } from './instrumentLayout';
import { bindingOf, componentAt, connectionOf, endAt } from './parts';
import type { Tap } from './pipes';
import { measurementName } from './sensors';
import type { Measurement, TennesseeEastmanTopology } from './topology';

/** Bubbles with what joins them to the process and to each other. */
export interface DrawnInstruments {
  readonly components: readonly PlantComponent[];
  readonly connections: readonly Connection[];
  readonly bindings: readonly Binding[];
  readonly taps: readonly Tap[];
}

const tapNameOf = (tag: string): string => `tap-${tag}`;

function bubble(measurement: Measurement, x: number, y: number): PlantComponent {
  return componentAt(
    measurement.tag,
    { symbolId: 'bubble-field', x, y },
    { tag: measurement.tag, properties: { service: measurement.description } },
  );
}

function drawTransmitter(measurement: Measurement, place: InstrumentPlace): DrawnInstruments {
  const { connected, side, bends } = place;
  const end = endAt(measurement.tag, side);
  const start =
    connected.to === 'line' ? endAt(tapNameOf(measurement.tag), 'signal') : endAt(connected.node, connected.port);
  return {
    components: [bubble(measurement, place.x, place.y)],
    connections: [connectionOf('IMP', { from: start, to: end, bends })],
    bindings: [bindingOf(measurement.tag, 'value', measurementName(measurement.xmeas))],
    taps:
      connected.to === 'line'
        ? [
            {
              name: tapNameOf(measurement.tag),
              run: connected.run,
              x: connected.tapX,
              y: connected.tapY,
              side: side === 'south' ? 'north' : 'south',
            },
          ]
        : [],
  };
}

function drawAnalyser(measurements: readonly Measurement[], place: AnalyserPlace): DrawnInstruments {
  const own = measurements.filter(({ tag }) => tag.startsWith(place.prefix));
  const [first] = own;
  invariant(first !== undefined, `there is an analyser ${place.prefix}`);
  const down = place.stepY > 0;
  const components = own.map((measurement, index) => {
    const column = index % place.columns;
    const row = Math.floor(index / place.columns);
    return bubble(measurement, place.x + column * place.stepX, place.y + row * place.stepY);
  });
  const links = own.slice(1).map((measurement, offset) => {
    const index = offset + 1;
    const column = index % place.columns;
    const before = own[column === 0 ? index - place.columns : index - 1] ?? first;
    const east = place.stepX > 0;
    const [out, into] =
      column === 0 ? (down ? ['south', 'north'] : ['north', 'south']) : east ? ['east', 'west'] : ['west', 'east'];
    return connectionOf('DL', { from: endAt(before.tag, out ?? ''), to: endAt(measurement.tag, into ?? '') });
  });
  return {
    components,
    connections: [
      connectionOf('IMP', { from: endAt(tapNameOf(first.tag), 'signal'), to: endAt(first.tag, place.side) }),
      ...links,
    ],
    bindings: own.map(({ tag, xmeas }) => bindingOf(tag, 'value', measurementName(xmeas))),
    taps: [
      {
        name: tapNameOf(first.tag),
        run: place.run,
        x: place.tapX,
        y: place.tapY,
        side: place.side === 'south' ? 'north' : 'south',
      },
    ],
  };
}

function variableNumber(text: string, kind: 'XMEAS' | 'XMV'): number | undefined {
  const [, digits] = new RegExp(`^${kind}\\((\\d+)\\)$`).exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** The controllers that have a place, each between its transmitter and its valve. */
function drawControllers(topology: TennesseeEastmanTopology): Pick<DrawnInstruments, 'components' | 'connections'> {
  const drawn = topology.control_loops.flatMap((loop) => {
    const [tag = '', ...words] = loop.name.split(' ');
    const place = controllerPlaces[tag];
    const measured = topology.sensors.find(({ xmeas }) => xmeas === variableNumber(loop.pv, 'XMEAS'));
    const written = topology.manipulated.find(({ xmv }) => xmv === variableNumber(loop.out, 'XMV'));
    if (place === undefined || measured === undefined || written === undefined) {
      return [];
    }
    const { input, output } = place;
    return [
      {
        component: componentAt(
          tag,
          { symbolId: 'bubble-shared', x: place.x, y: place.y },
          { tag, properties: { service: words.join(' ') } },
        ),
        connections: [
          connectionOf('EL', { from: endAt(measured.tag, input.from), to: endAt(tag, input.to), bends: input.bends }),
          connectionOf('EL', { from: endAt(tag, output.from), to: endAt(written.node, 'signal'), bends: output.bends }),
        ],
      },
    ];
  });
  return {
    components: drawn.map(({ component }) => component),
    connections: drawn.flatMap(({ connections }) => connections),
  };
}

/** All transmitters, analysers and controllers of the topology that have a place on the sheet. */
export function drawInstruments(topology: TennesseeEastmanTopology): DrawnInstruments {
  const transmitters = topology.sensors.flatMap((measurement) => {
    const place = instrumentPlaces[measurement.tag];
    return place === undefined ? [] : [drawTransmitter(measurement, place)];
  });
  const measured = [...transmitters, ...analyserPlaces.map((place) => drawAnalyser(topology.sensors, place))];
  const controllers = drawControllers(topology);
  return {
    components: [...measured.flatMap(({ components }) => components), ...controllers.components],
    connections: [...measured.flatMap(({ connections }) => connections), ...controllers.connections],
    bindings: measured.flatMap(({ bindings }) => bindings),
    taps: measured.flatMap(({ taps }) => taps),
  };
}
