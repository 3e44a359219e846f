import { type SeriesAddress, seriesKeyOf } from '../../influx/seriesAddress';
import { err } from '../../lib/result';
import { asId, bindingIdOf, type ComponentId, type DataSourceId, type SensorId } from '../ids';
import { ModelDraft } from '../modelDraft';
import { sensorsNamed } from '../modelIndex';
import type { DataSource, Sensor, SlotName } from '../plantModel';
import { type CommandContext, type CommandResult, countText, editOf, found } from './commandContext';
import { completeSensor, type NewSensor } from './editSensors';

/** An edit's label holds at most so many characters. */
const longestLabel = 200;

/** Adds a data source. */
export function addDataSource(
  context: CommandContext,
  request: { readonly source: Omit<DataSource, 'id'>; readonly id?: DataSourceId },
): CommandResult {
  const draft = new ModelDraft(context.model);
  const id = request.id ?? asId<DataSourceId>(context.newId());
  draft.put('dataSource', { ...request.source, id });
  return editOf(context, draft, `Connect ${request.source.name}`);
}

/** Changes what is known of a data source. Its sensors keep their addresses. */
export function changeDataSource(context: CommandContext, request: { readonly source: DataSource }): CommandResult {
  const { source } = request;
  const draft = new ModelDraft(context.model);
  const known = found(draft, 'dataSource', [source.id]);
  if (!known.ok) {
    return known;
  }
  draft.put('dataSource', source);
  return editOf(context, draft, `Change connection ${source.name}`);
}

/** Takes a data source away. Its sensors stay, with their bindings and without a history. */
export function deleteDataSource(context: CommandContext, request: { readonly id: DataSourceId }): CommandResult {
  const draft = new ModelDraft(context.model);
  const source = draft.get('dataSource', request.id);
  if (source === undefined) {
    return err({ code: 'not-found', what: 'data source' });
  }
  draft
    .sensorsOfSource(source.id)
    .forEach((sensor) => draft.put('sensor', { ...sensor, sourceId: undefined, address: undefined }));
  draft.remove('dataSource', source.id);
  return editOf(context, draft, `Disconnect ${source.name}`);
}

/** Adds a data source and reads every sensor that has its history in the plant from there, under the address given. */
export function connectOwnSensors(
  context: CommandContext,
  request: { readonly source: Omit<DataSource, 'id'>; readonly addressOf: (name: string) => SeriesAddress },
): CommandResult {
  const draft = new ModelDraft(context.model);
  const sourceId = asId<DataSourceId>(context.newId());
  draft.put('dataSource', { ...request.source, id: sourceId });
  draft
    .all('sensor')
    .filter((sensor) => sensor.sourceId === undefined)
    .forEach((sensor) => draft.put('sensor', { ...sensor, sourceId, address: request.addressOf(sensor.name) }));
  return editOf(context, draft, `Connect ${request.source.name}`);
}

/** Takes sensors off the data sources that keep their history. They stay, with their bindings and without a history. */
export function disconnectSensors(
  context: CommandContext,
  request: { readonly ids: readonly SensorId[] },
): CommandResult {
  const draft = new ModelDraft(context.model);
  const sensors = found(draft, 'sensor', request.ids);
  if (!sensors.ok) {
    return sensors;
  }
  sensors.value.forEach((sensor) => draft.put('sensor', { ...sensor, sourceId: undefined, address: undefined }));
  return editOf(context, draft, `Disconnect ${countText(sensors.value.length, 'sensor')}`);
}

/** The sensors of a data source by the key of their series, changes of the draft included. */
function sensorsBySeries(draft: ModelDraft, sourceId: DataSourceId): Map<string, Sensor> {
  const sensors = draft.sensorsOfSource(sourceId);
  return new Map(sensors.flatMap((sensor) => (sensor.address ? [[seriesKeyOf(sensor.address), sensor]] : [])));
}

/** Makes sensors of the series that have none yet and lays them over the model. The answer is what is new. */
function putSourceSensors(
  context: CommandContext,
  draft: ModelDraft,
  request: { readonly sourceId: DataSourceId; readonly sensors: readonly NewSensor[] },
): readonly Sensor[] {
  const { sourceId, sensors } = request;
  const known = sensorsBySeries(draft, sourceId);
  const made = new Map<string, Sensor>();
  const freeName = (wanted: string): string => {
    let name = wanted;
    for (let number = 2; made.has(name) || sensorsNamed(draft.base, name).length > 0; number += 1) {
      name = `${wanted} ${number}`;
    }
    return name;
  };
  for (const sensor of sensors) {
    const { address } = sensor;
    if (address === undefined || known.has(seriesKeyOf(address))) {
      continue;
    }
    const name = freeName(sensor.name);
    const complete = completeSensor(sensor.id ?? asId(context.newId()), { ...sensor, name, sourceId });
    known.set(seriesKeyOf(address), complete);
    made.set(name, complete);
    draft.put('sensor', complete);
  }
  return [...made.values()];
}

/**
 * Makes sensors of series of a data source. A series that has a sensor already gets no second one; a name that is
 * taken gets a number behind it.
 */
export function addSourceSensors(
  context: CommandContext,
  request: { readonly sourceId: DataSourceId; readonly sensors: readonly NewSensor[] },
): CommandResult {
  const draft = new ModelDraft(context.model);
  const source = found(draft, 'dataSource', [request.sourceId]);
  if (!source.ok) {
    return source;
  }
  const { length } = putSourceSensors(context, draft, request);
  return editOf(context, draft, `Add ${countText(length, 'sensor')} of ${source.value[0]?.name ?? ''}`);
}

/**
 * Binds a series of a data source to a slot: the sensor that it is, else one that is made of it. One edit, so that one
 * undo takes back both.
 */
export function bindSourceSensor(
  context: CommandContext,
  request: {
    readonly sourceId: DataSourceId;
    readonly sensor: NewSensor;
    readonly componentId: ComponentId;
    readonly slot: SlotName;
  },
): CommandResult {
  const { sourceId, sensor, componentId, slot } = request;
  const draft = new ModelDraft(context.model);
  const source = found(draft, 'dataSource', [sourceId]);
  if (!source.ok) {
    return source;
  }
  const [made] = putSourceSensors(context, draft, { sourceId, sensors: [sensor] });
  const key = sensor.address && seriesKeyOf(sensor.address);
  const bound = made ?? (key === undefined ? undefined : sensorsBySeries(draft, sourceId).get(key));
  if (bound === undefined) {
    return err({ code: 'not-found', what: `place of ${sensor.name} in ${source.value[0]?.name ?? ''}` });
  }
  draft.put('binding', { id: bindingIdOf(componentId, slot), componentId, slot, sensorId: bound.id });
  return editOf(context, draft, `${made === undefined ? 'Bind' : 'Add and bind'} ${bound.name}`.slice(0, longestLabel));
}
