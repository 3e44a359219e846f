import { randomUUID } from 'node:crypto';
import { copyHistory } from '../electron/engine/influx/copyHistory';
import { authorizationOf } from '../electron/engine/influx/influxHttp';
import { type OpenPlant, plantSymbols, valueOf } from '../electron/engine/openPlant';
import { copiedAddress, copiedMapping, type CopyStyle, copyStyles } from '../shared/influx/copiedAddress';
import { qualityFields, type SourceMapping } from '../shared/influx/sourceMapping';
import { isSourceUrl, toSourceUrl } from '../shared/influx/sourceUrl';
import { connectOwnSensors } from '../shared/model/commands/editSources';
import { type CommandCall, neededOption, textOption, UsageError } from './arguments';
import { credentialsFor } from './sourceServices';

/** What a copy is told to do. */
export interface CopyChoice {
  readonly url: string;
  readonly mapping: SourceMapping;
  /** The name of the data source that the plant's sensors are to be read from afterwards; undefined: only copied. */
  readonly connectAs: string | undefined;
}

function styleFrom(text: string): CopyStyle {
  const style = copyStyles.find((known) => known === text);
  if (style === undefined) {
    throw new UsageError(`--style ${text} is not one of: ${copyStyles.join(' ')}`);
  }
  return style;
}

/** Checks what the call says. Throws a `UsageError`. */
export function copyChoiceOf(call: CommandCall): CopyChoice {
  const url = toSourceUrl(neededOption(call, 'url'));
  if (!isSourceUrl(url)) {
    throw new UsageError(`--url ${url} is no http or https address without user and password`);
  }
  const mapping = copiedMapping(styleFrom(textOption(call, 'style') ?? 'field'), neededOption(call, 'database'));
  return { url, mapping, connectAs: textOption(call, 'connect') };
}

function connect(plant: OpenPlant, { url, mapping }: CopyChoice, name: string): number {
  const context = { model: plant.file.readModel(), lookup: plantSymbols, newId: () => randomUUID() };
  const source = { ...mapping, name, url, organization: '', lateDataMs: 600_000 };
  const addressOf = (sensorName: string) => copiedAddress(mapping, sensorName);
  const edit = valueOf(connectOwnSensors(context, { source, addressOf }));
  valueOf(plant.file.commit(edit));
  return edit.patch.changes.filter(({ kind }) => kind === 'sensor').length;
}

/** Copies the history that is stored in a plant into an InfluxDB and, where asked to, reads it from there from now on. */
export async function copyToInflux(plant: OpenPlant, choice: CopyChoice): Promise<Readonly<Record<string, number>>> {
  const { signal } = new AbortController();
  const { mapping, url, connectAs } = choice;
  const known = await plant.own.describe(signal);
  const series = known.map(({ name }) => ({ name, address: copiedAddress(mapping, name) }));
  const target = {
    url,
    database: mapping.database,
    qualityFieldOf: qualityFields(mapping),
    authorization: authorizationOf({ credentials: credentialsFor(url, process.env) }),
  };
  const context = { signal, report: () => undefined };
  const samples = await copyHistory({ source: plant.own, series }, target, context);
  const connected = connectAs === undefined ? 0 : connect(plant, choice, connectAs);
  return { series: series.length, samples, sensorsConnected: connected };
}
