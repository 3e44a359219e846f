import type { InfluxServer } from '../../../shared/contract/sourceCalls';
import { qualityFields, type SourceMapping } from '../../../shared/influx/sourceMapping';
import type { OpenedSource, OpenSource } from '../sources/openedSource';
import { detectInflux, dialectOf, influxQlOptionsFor } from './detectInflux';
import { FluxClient } from './fluxClient';
import { fluxReader } from './fluxReader';
import type { InfluxConnection } from './influxConnection';
import { InfluxHttp, type InfluxHttpOptions } from './influxHttp';
import { InfluxQlClient } from './influxQlClient';
import { influxQlReader } from './influxQlReader';
import type { InfluxReader } from './influxReader';
import { influxSource } from './influxSource';

/** A reader in the language that a database answers in, and what answers there. */
export interface OpenedReader {
  readonly server: InfluxServer;
  readonly reader: InfluxReader;
}

/** Finds out what answers and how it wants to be asked. Throws `source-failed`. Dispose of the reader. */
export async function openReader(
  connection: InfluxConnection,
  mapping: SourceMapping,
  asked: { readonly signal: AbortSignal; readonly http?: InfluxHttpOptions },
): Promise<OpenedReader> {
  const { signal } = asked;
  const http = new InfluxHttp(connection, asked.http);
  try {
    const version = await detectInflux(http, signal);
    const client = new InfluxQlClient(http, influxQlOptionsFor(version));
    const dialect = await dialectOf(client, { server: version, database: mapping.database }, signal);
    const server = { ...version, dialect, shortHistory: version.generation === 3 };
    const qualityFieldOf = qualityFields(mapping);
    if (dialect === 'influxql') {
      return { server, reader: influxQlReader(client, { qualityFieldOf }) };
    }
    http.dispose();
    return { server, reader: fluxReader(new FluxClient(connection), { qualityFieldOf }) };
  } catch (failure) {
    http.dispose();
    throw failure;
  }
}

/** Opens data sources as the InfluxDBs they are, with other bounds of waiting and of memory than the usual ones. */
export function openInfluxWith(http: InfluxHttpOptions): OpenSource {
  return async (connection, source, signal): Promise<OpenedSource> => {
    const { server, reader } = await openReader(connection, source, { signal, http });
    const remote = influxSource(reader, { mapping: source, now: () => Date.now() });
    return { server, remote, reader, dispose: () => reader.dispose() };
  };
}

/** Opens a data source as the InfluxDB it is. */
export const openInflux: OpenSource = openInfluxWith({});
