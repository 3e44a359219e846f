import type { InfluxServer } from '../../../shared/contract/sourceCalls';
import type { RemoteSource } from '../../../shared/history/remoteSource';
import type { DataSource } from '../../../shared/model/plantModel';
import type { InfluxConnection } from '../influx/influxConnection';
import type { InfluxReader } from '../influx/influxReader';

/** A data source that has answered: what it is and how to read it. */
export interface OpenedSource {
  readonly server: InfluxServer;
  readonly remote: RemoteSource;
  readonly reader: InfluxReader;
  /** Closes its connections. */
  dispose(): void;
}

/** Finds out what answers at a data source's address and opens it. Throws an `AppFailure` with code `source-failed`. */
export type OpenSource = (
  connection: InfluxConnection,
  source: DataSource,
  signal: AbortSignal,
) => Promise<OpenedSource>;
