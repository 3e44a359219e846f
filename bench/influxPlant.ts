import { randomUUID } from 'node:crypto';
import { openInflux, openReader } from '../electron/engine/influx/openInflux';
import { influxSource } from '../electron/engine/influx/influxSource';
import { OpenPlant, plantSymbols, valueOf } from '../electron/engine/openPlant';
import { nowhere, ownHistoryOnly, type PlantServices } from '../electron/engine/plantServices';
import type { OpenSource } from '../electron/engine/sources/openedSource';
import type { SourceMapping } from '../shared/influx/sourceMapping';
import { addSensors } from '../shared/model/commands/editSensors';
import { connectOwnSensors } from '../shared/model/commands/editSources';
import { emptyModel } from '../shared/model/emptyModel';
import { asId } from '../shared/model/ids';
import { benchPlant, createSignals } from './historianData';
import { influxBenchAddresses, type InfluxBenchStyle } from './influxData';

const { days, startMs, periodMs, samplesPerDay } = benchPlant;

/** The month that is recorded. */
export const benchRange = { startMs, endMs: startMs + days * samplesPerDay * periodMs } as const;

/** A signal that never fires. */
export const never = new AbortController().signal;

/** A moment somewhere in the month, the same at every run of the benchmark, far from the one before. */
export function momentOf(run: number): number {
  return startMs + Math.floor((((run + 2) * 0.618034) % 1) * (benchRange.endMs - startMs));
}

/** Where the benchmark's sensors are in a server. */
export interface InfluxBenchPlace {
  readonly url: string;
  readonly database: string;
  readonly style: InfluxBenchStyle;
}

/** How a data source finds them there. */
export function mappingOf({ database, style }: Omit<InfluxBenchPlace, 'url'>): SourceMapping {
  const names = style === 'field' ? { sensorTag: '', valueField: '' } : { sensorTag: 'sensor', valueField: 'value' };
  return { style, database, retentionPolicy: '', qualityField: '', ...names };
}

/** Makes a project whose 500 sensors have no history yet, and answers it open. */
export function createBenchPlant(path: string): OpenPlant {
  const model = emptyModel({ id: asId('bench'), name: 'Benchmark', timeZone: 'UTC' });
  const plant = OpenPlant.create(path, model);
  const sensors = createSignals().map(({ name }) => ({ name, unit: '', description: '' }));
  const context = { model: plant.file.readModel(), lookup: plantSymbols, newId: () => randomUUID() };
  plant.commit(valueOf(addSensors(context, { sensors })));
  return plant;
}

/** Makes a project whose 500 sensors are read from a server. Nothing is asked yet. */
export function makeConnectedPlant(path: string, place: InfluxBenchPlace): void {
  const plant = createBenchPlant(path);
  const addresses = influxBenchAddresses(place.style, place.database);
  const addressOf = new Map(createSignals().map(({ name }, index) => [name, addresses[index]]));
  const context = { model: plant.file.readModel(), lookup: plantSymbols, newId: () => randomUUID() };
  const source = { ...mappingOf(place), name: 'Historian', url: place.url, organization: '', lateDataMs: 600_000 };
  const edit = connectOwnSensors(context, {
    source,
    addressOf: (name) => {
      const address = addressOf.get(name);
      if (address === undefined) {
        throw new Error(`${name} is no sensor of the benchmark`);
      }
      return address;
    },
  });
  plant.commit(valueOf(edit));
  plant.dispose();
}

/** Opens a source as if the month had just ended, as a plant that is recorded now looks. */
export const openAtItsEnd: OpenSource = async (connection, source, signal) => {
  const { server, reader } = await openReader(connection, source, { signal });
  const remote = influxSource(reader, { mapping: source, now: () => benchRange.endMs });
  return { server, remote, reader, dispose: () => reader.dispose() };
};

/** What a plant needs to read from a server that asks for no name. */
export function servicesOf(openSource: OpenSource = openInflux): PlantServices {
  return {
    ...ownHistoryOnly,
    connections: {
      connectionTo: ({ url, organization }) =>
        Promise.resolve({ url, organization, credentials: { kind: 'none' }, authorityPem: undefined }),
      writeBackTo: () => nowhere,
    },
    openSource,
  };
}

/** The ids of a plant's sensors, in their order. */
export function sensorIdsOf(plant: OpenPlant): readonly string[] {
  return [...plant.file.readModel().sensors.keys()];
}
