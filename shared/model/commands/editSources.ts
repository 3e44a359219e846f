import { type SeriesAddress, seriesKeyOf } from '../../influx/seriesAddress';
import { err } from '../../lib/result';
import { asId, type DataSourceId } from '../ids';
import { ModelDraft } from '../modelDraft';
import type { DataSource } from '../plantModel';
import { type CommandContext, type CommandResult, countText, editOf, found } from './commandContext';
import { completeSensor, type NewSensor } from './editSensors';

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

/** A name that no sensor has yet: the wanted one, else with ` 2`, ` 3` behind it. */
function freeName(draft: ModelDraft, wanted: string): string {
  let name = wanted;
  for (let number = 2; draft.sensorsNamed(name).length > 0; number += 1) {
    name = `${wanted} ${number}`;
  }
  return name;
}

/**
 * Makes sensors of series of a data source. A series that has a sensor already gets no second one; a name that is
 * taken gets a number behind it.
 */
export function addSourceSensors(
  context: CommandContext,
  request: { readonly sourceId: DataSourceId; readonly sensors: readonly NewSensor[] },
): CommandResult {
  const { sourceId, sensors } = request;
  const draft = new ModelDraft(context.model);
  const source = found(draft, 'dataSource', [sourceId]);
  if (!source.ok) {
    return source;
  }
  const keys = draft.sensorsOfSource(sourceId).flatMap(({ address }) => (address ? [seriesKeyOf(address)] : []));
  const known = new Set(keys);
  let count = 0;
  for (const sensor of sensors) {
    const { address } = sensor;
    if (address === undefined || known.has(seriesKeyOf(address))) {
      continue;
    }
    known.add(seriesKeyOf(address));
    const name = freeName(draft, sensor.name);
    draft.put('sensor', completeSensor(sensor.id ?? asId(context.newId()), { ...sensor, name, sourceId }));
    count += 1;
  }
  return editOf(context, draft, `Add ${countText(count, 'sensor')} of ${source.value[0]?.name ?? ''}`);
}
