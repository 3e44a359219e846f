import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { modelFromDocument } from '../shared/model/plantDocument';
import type { PlantComponent, Point } from '../shared/model/plantModel';
import { plantDocumentText, readPlantDocument } from '../shared/model/readPlantDocument';
import { symbolLookup } from '../shared/model/symbolLookup';
import type { Extent } from '../shared/symbols/symbolClass';
import { symbolCatalogue } from '../shared/symbols/symbolCatalogue';
import { sharedData } from './sharedData';
import { tennesseeEastmanPlant } from './tennesseeEastman';
import { portPoint } from './tennesseeEastman/pipes';
import { readTennesseeEastmanTopology } from './tennesseeEastman/topology';

const topology = readTennesseeEastmanTopology();
const recording = sharedData('tep/derived_d06_te.csv');
const lookup = symbolLookup(symbolCatalogue);
/** Read-outs stand where the bubbles are: 112 wide, 38 high. */
const plate = { width: 112, height: 38 };

if (topology === undefined || recording === undefined) {
  test('the Tennessee Eastman data is not there: nothing was tested', () => {
    console.log('Not tested: tep/te_topology.json and tep/derived_d06_te.csv are not beside the project.');
  });
} else {
  describe('the Tennessee Eastman plant', () => drawingTests(tennesseeEastmanPlant(topology), recording));
}

function overlap(one: Extent, other: Extent): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function drawingTests(document: ReturnType<typeof tennesseeEastmanPlant>, recordingPath: string): void {
  const byId = new Map(document.components.map((component) => [component.id, component]));
  const behaviourOf = (component: PlantComponent | undefined): string | undefined =>
    symbolCatalogue.get(component?.symbolId ?? '')?.behaviour;
  const instruments = document.components.filter((component) => behaviourOf(component) === 'instrument');
  const bodies = document.components.filter(
    (component) => !['junction', 'tap', 'instrument'].includes(behaviourOf(component) ?? ''),
  );
  const pointsOf = ({ from, to, route }: (typeof document.connections)[number]): readonly Point[] => {
    const [start, end] = [byId.get(from.componentId), byId.get(to.componentId)];
    return start === undefined || end === undefined
      ? []
      : [portPoint(start, from.port), ...route, portPoint(end, to.port)];
  };

  test('is a plant in the exchange format that breaks no rule', () => {
    const read = readPlantDocument(plantDocumentText(document), { path: 'te.plant.json', lookup });
    expect(read).toEqual({ ok: true, value: modelFromDocument(document) });
  });

  test('knows every class and joins real ports', () => {
    expect(document.components.filter((component) => behaviourOf(component) === undefined)).toEqual([]);
    for (const { from, to } of document.connections) {
      const ports = (id: typeof from.componentId): readonly string[] => {
        const component = byId.get(id);
        return component === undefined ? [] : (lookup.portsOf(component) ?? []).map((port) => port.name);
      };
      expect(ports(from.componentId)).toContain(from.port);
      expect(ports(to.componentId)).toContain(to.port);
    }
  });

  test('has a sensor for every column of the recording, and every one is bound', () => {
    const [header = ''] = readFileSync(recordingPath, 'utf8').split('\n', 1);
    const columns = header.trim().split(',').slice(1);
    expect(document.sensors.map((sensor) => sensor.name).toSorted()).toEqual(columns.toSorted());
    const bound = new Set(document.bindings.map((binding) => binding.sensorId));
    expect(document.sensors.filter((sensor) => !bound.has(sensor.id))).toEqual([]);
  });

  test('binds the feed, its valve, and the cooling-water valve of the recorded faults', () => {
    const sensorOf = (tag: string, slot: string): string | undefined => {
      const component = document.components.find((candidate) => candidate.tag === tag);
      const binding = document.bindings.find((own) => own.componentId === component?.id && own.slot === slot);
      return document.sensors.find((sensor) => sensor.id === binding?.sensorId)?.name;
    };
    expect(sensorOf('FT-101', 'value')).toBe('XMEAS_01');
    expect(sensorOf('FV-101', 'position')).toBe('XMV_03');
    expect(sensorOf('TV-121', 'position')).toBe('XMV_10');
    expect(sensorOf('R-101', 'level')).toBe('XMEAS_08');
    expect(sensorOf('K-101', 'power')).toBe('XMEAS_20');
  });

  test('takes units, ranges and limits from the topology', () => {
    const sensor = (name: string): unknown => document.sensors.find((candidate) => candidate.name === name);
    expect(sensor('XMEAS_01')).toMatchObject({ unit: 'kscmh', rangeLow: 0, rangeHigh: 1.017 });
    expect(sensor('XMEAS_07')).toMatchObject({ limitHigh: 2895, limitHighHigh: 3000, rangeHigh: 4000 });
    expect(sensor('XMEAS_09')).toMatchObject({ unit: '°C', limitHigh: 150, limitHighHigh: 175 });
    expect(sensor('XMEAS_12')).toMatchObject({ unit: '%', limitLow: 30, limitHigh: 100, rangeHigh: 100 });
  });

  test('stands on the grid, within the sheet', () => {
    const [sheet] = document.sheets;
    for (const component of document.components) {
      expect([component.x % 8, component.y % 8], component.id).toEqual([0, 0]);
      const { x, y, width, height } = lookup.extentOf(component);
      expect(x >= 0 && y >= 0 && x + width <= (sheet?.width ?? 0) && y + height <= (sheet?.height ?? 0)).toBe(true);
    }
  });

  test('has orthogonal lines that leave each port the way it points', () => {
    const steps = { north: [0, -1], east: [1, 0], south: [0, 1], west: [-1, 0] } as const;
    for (const connection of document.connections) {
      const points = pointsOf(connection);
      points.slice(1).forEach((point, index) => {
        const before = points[index];
        expect(point.x === before?.x || point.y === before?.y, connection.id).toBe(true);
      });
      for (const [end, point, next] of [
        [connection.from, points[0], points[1]],
        [connection.to, points.at(-1), points.at(-2)],
      ] as const) {
        const component = byId.get(end.componentId);
        const port = component && lookup.portsOf(component)?.find((candidate) => candidate.name === end.port);
        const [stepX, stepY] = steps[port?.direction ?? 'north'];
        const [dx, dy] = [(next?.x ?? 0) - (point?.x ?? 0), (next?.y ?? 0) - (point?.y ?? 0)];
        expect(dx * stepX + dy * stepY, `${connection.id} at ${end.port}`).toBeGreaterThan(0);
      }
    }
  });

  test('has no symbol on top of another and no line through a symbol that is not its own', () => {
    const solid = [...bodies, ...instruments];
    solid.forEach((one, index) => {
      const covering = solid.slice(index + 1).filter((other) => overlap(lookup.extentOf(one), lookup.extentOf(other)));
      expect(covering.map((other) => `${one.id} and ${other.id}`)).toEqual([]);
    });
    for (const connection of document.connections) {
      const points = pointsOf(connection);
      const ends = [connection.from.componentId, connection.to.componentId];
      const crossed = solid.filter(
        (component) => !ends.includes(component.id) && passes(points, lookup.extentOf(component)),
      );
      expect(crossed.map((component) => `${connection.id} through ${component.id}`)).toEqual([]);
    }
  });

  test('leaves room for every read-out', () => {
    const shown = instruments.filter(({ id }) => document.bindings.some((binding) => binding.componentId === id));
    const plates = shown.map(({ tag, x, y }) => ({
      tag,
      extent: { x: x - plate.width / 2, y: y - plate.height / 2, ...plate },
    }));
    plates.forEach((one, index) => {
      const onOther = plates.slice(index + 1).filter((other) => overlap(one.extent, other.extent));
      const onBody = bodies.filter((body) => overlap(one.extent, lookup.extentOf(body)));
      expect([...onOther.map(({ tag }) => tag), ...onBody.map(({ id }) => id)], one.tag).toEqual([]);
    });
  });

  test('carries every stream number once', () => {
    const numbers = document.connections.map(({ lineNumber }) => lineNumber).filter((number) => number !== '');
    expect(numbers.toSorted()).toEqual([...new Set(numbers)].toSorted());
    expect(numbers.length).toBe(13);
  });
}

function passes(points: readonly Point[], extent: Extent): boolean {
  return points.slice(1).some((to, index) => {
    const from = points[index] ?? to;
    const leg = {
      x: Math.min(from.x, to.x),
      y: Math.min(from.y, to.y),
      width: Math.abs(from.x - to.x),
      height: Math.abs(from.y - to.y),
    };
    return overlap({ ...leg, width: leg.width + 0.01, height: leg.height + 0.01 }, extent);
  });
}
