import type { FixtureSeries } from '../electron/engine/history/sourceConformance';
import { quality } from '../shared/history/historySource';
import { identifierText } from '../shared/influx/influxQlText';
import type { SeriesAddress } from '../shared/influx/seriesAddress';
import type { MappingStyle, SourceMapping } from '../shared/influx/sourceMapping';
import type { InfluxServer } from './influxServer';

/** A measurement's name as line protocol writes it. */
export function measurementText(name: string): string {
  return name.replaceAll(/([ ,])/g, '\\$1');
}

/** A tag key, tag value or field key as line protocol writes it. */
export function keyText(name: string): string {
  return name.replaceAll(/([ ,=])/g, '\\$1');
}

/** The mapping of a database that `loadFixture` has filled. */
export function fixtureMapping(style: MappingStyle, database: string): SourceMapping {
  const place = { style, database, retentionPolicy: '' };
  switch (style) {
    case 'field':
      return { ...place, sensorTag: '', valueField: '', qualityField: '' };
    case 'tag':
      return { ...place, sensorTag: 'sensor', valueField: 'value', qualityField: '' };
    case 'opcua':
      return { ...place, sensorTag: 'id', valueField: 'value', qualityField: 'Quality' };
  }
}

/** Where `loadFixture` puts the series of this name. */
export function fixtureAddress(mapping: SourceMapping, name: string): SeriesAddress {
  const place = { database: mapping.database, retentionPolicy: mapping.retentionPolicy };
  switch (mapping.style) {
    case 'field':
      return { ...place, measurement: 'bldg0', field: name, tags: {} };
    case 'tag':
      return { ...place, measurement: 'sensors', field: mapping.valueField, tags: { [mapping.sensorTag]: name } };
    case 'opcua':
      return { ...place, measurement: 'opcua', field: mapping.valueField, tags: { [mapping.sensorTag]: name } };
  }
}

/** What an OPC UA server says of samples that are good, uncertain and bad. */
const opcQualities: readonly string[] = ['The operation succeeded. StatusGood (0x0)', 'Uncertain', 'Bad (0x80000000)'];

function linesOf(mapping: SourceMapping, series: FixtureSeries): readonly string[] {
  const { measurement, field, tags } = fixtureAddress(mapping, series.name);
  const pairs = Object.entries(tags).map(([key, value]) => `,${keyText(key)}=${keyText(value)}`);
  const head = `${measurementText(measurement)}${pairs.join('')} ${keyText(field)}=`;
  const said = (code: number): string =>
    mapping.qualityField === '' ? '' : `,${keyText(mapping.qualityField)}="${opcQualities[code] ?? ''}"`;
  return series.samples.map(
    ([timeMs, value, code]) => `${head}${String(value)}${said(code ?? quality.good)} ${String(timeMs)}`,
  );
}

/**
 * Line protocol cannot hold a backslash before some characters of a field's name; InfluxQL can. Such a series is written
 * under a plain name and copied.
 */
async function copyUnderName(server: InfluxServer, mapping: SourceMapping, series: FixtureSeries): Promise<void> {
  const { measurement } = fixtureAddress(mapping, series.name);
  await server.write(
    mapping.database,
    series.samples.map(([timeMs, value]) => `copied value=${String(value)} ${String(timeMs)}`),
  );
  const name = identifierText(series.name) ?? '';
  await server.query(`SELECT "value" AS ${name} INTO "${measurement}" FROM "copied"`, mapping.database);
  await server.query('DROP MEASUREMENT "copied"', mapping.database);
}

/** Makes the database of a mapping and stores the series in it. InfluxDB keeps no NaN: give none. */
export async function loadFixture(
  server: InfluxServer,
  mapping: SourceMapping,
  series: readonly FixtureSeries[],
): Promise<void> {
  await server.query(`CREATE DATABASE "${mapping.database}"`);
  for (const one of series) {
    if (mapping.style === 'field' && one.name.includes('\\')) {
      await copyUnderName(server, mapping, one);
    } else {
      await server.write(mapping.database, linesOf(mapping, one));
    }
  }
}
