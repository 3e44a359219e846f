import { qualityFields } from '../../../shared/influx/sourceMapping';
import type { OpenSource } from '../sources/openedSource';
import { InfluxHttp } from './influxHttp';
import { InfluxQlClient } from './influxQlClient';
import { influxQlReader } from './influxQlReader';
import { influxSource } from './influxSource';

/** Opens a data source as the InfluxDB it is. */
export const openInflux: OpenSource = async (connection, source, signal) => {
  const http = new InfluxHttp(connection);
  const reader = influxQlReader(new InfluxQlClient(http), { qualityFieldOf: qualityFields(source) });
  await reader.listDatabases(signal);
  return {
    server: { generation: 1, version: '', dialect: 'influxql', shortHistory: false },
    remote: influxSource(reader, { mapping: source, now: () => Date.now() }),
    reader,
    dispose: () => reader.dispose(),
  };
};
