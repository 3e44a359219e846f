import { plantDocumentFormat, plantDocumentVersion } from '../shared/model/plantDocument';
import type { PlantDocument } from '../shared/model/plantDocument';
import type { Binding, PlantComponent } from '../shared/model/plantModel';
import { places, sheetSize } from './tennesseeEastman/equipmentLayout';
import type { Place } from './tennesseeEastman/equipmentLayout';
import { drawInstruments } from './tennesseeEastman/instruments';
import { bindingOf, componentAt, lineClasses, plantId, sheetId } from './tennesseeEastman/parts';
import { drawLine } from './tennesseeEastman/pipes';
import { manipulatedName, measurementName, sensorIdOf, tennesseeEastmanSensors } from './tennesseeEastman/sensors';
import type { TennesseeEastmanTopology, TopologyNode } from './tennesseeEastman/topology';

/** The drawing units of the topology are about this many px. */
const scale = 2.3;
const gridPx = 8;

function snapped(value: number): number {
  return Math.round((value * scale) / gridPx) * gridPx;
}

/** A node that the layout does not know still appears, as a tee where the topology has it. */
function placeOf(node: TopologyNode): Place {
  return places[node.id] ?? { symbolId: 'junction', x: snapped(node.x), y: snapped(node.y) };
}

/** What stands inside a connector that leads off the sheet. */
function connectorText(node: TopologyNode): string {
  const words = node.description ?? node.id;
  return node.kind === 'off_page_in' && words.length === 1 ? `${words} feed` : words;
}

function equipmentOf(node: TopologyNode): PlantComponent {
  const place = placeOf(node);
  if (node.kind === 'off_page_in' || node.kind === 'off_page_out') {
    return componentAt(node.id, place, { properties: { text: connectorText(node) } });
  }
  if (node.kind === 'junction') {
    return componentAt(node.id, place);
  }
  return componentAt(node.id, place, {
    tag: node.id,
    properties: node.description ? { service: node.description } : {},
  });
}

/** Levels of vessels, the work of the compressor and the positions of the valves. */
function equipmentBindings(topology: TennesseeEastmanTopology): readonly Binding[] {
  const measured = topology.sensors
    .filter(({ attach_type }) => attach_type === 'equipment')
    .flatMap(({ tag, attach_to, xmeas }) => {
      const slot = tag.startsWith('LT') ? 'level' : tag.startsWith('JT') ? 'power' : undefined;
      return slot === undefined ? [] : [bindingOf(attach_to, slot, measurementName(xmeas))];
    });
  const recorded = new Set(tennesseeEastmanSensors(topology).map(({ id }) => id));
  const positions = topology.manipulated
    .filter(({ xmv }) => recorded.has(sensorIdOf(manipulatedName(xmv))))
    .map(({ node, xmv }) => bindingOf(node, 'position', manipulatedName(xmv)));
  return [...measured, ...positions];
}

/** The Tennessee Eastman process as a plant: one sheet, a sensor for each column of the recorded runs, all bound. */
export function tennesseeEastmanPlant(topology: TennesseeEastmanTopology): PlantDocument {
  const equipment = topology.nodes.map(equipmentOf);
  const byId = new Map(equipment.map((component) => [component.id, component]));
  const instruments = drawInstruments(topology);
  const drawnLines = topology.edges.map((edge) => drawLine(edge, byId, instruments.taps));
  return {
    format: plantDocumentFormat,
    version: plantDocumentVersion,
    plant: { id: plantId, name: 'Tennessee Eastman', timeZone: 'UTC' },
    areas: [],
    sheets: [{ id: sheetId, areaId: undefined, name: '1 Process', order: 1, ...sheetSize }],
    lineClasses,
    components: [...equipment, ...drawnLines.flatMap(({ taps }) => taps), ...instruments.components],
    connections: [...drawnLines.flatMap(({ connections }) => connections), ...instruments.connections],
    dataSources: [],
    sensors: tennesseeEastmanSensors(topology),
    bindings: [...equipmentBindings(topology), ...instruments.bindings],
    notes: [],
  };
}
