import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetMetadataAsync, parquetSchema } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { quality } from '../../../shared/history/historySource';
import type { FixtureSeries } from '../history/sourceConformance';
import {
  day0,
  dayMs,
  type ExportedRow,
  freeContext,
  minuteMs,
  plainSeries,
  readFolder,
  requestFor,
  sampleFiles,
  sourceOf,
  steadySeries,
  useExportFolder,
} from './exportFixture';
import { exportHistory } from './exportHistory';
import type { ExportRequest, ExportSeries } from './exportRequest';

// Rule numbers refer to docs/spec/export.md.

const at = useExportFolder();

const oddValues = [
  NaN, -0, 0, Infinity, -Infinity, 5e-324, Number.MAX_VALUE, 0.1, 1 / 3, 1e21, 1e-7, -273.15, 2 ** 53, 123456789.125,
]; // prettier-ignore
const odd: FixtureSeries = {
  name: 'Kühlturm №2 温度 🌡 "a", \n=1+1',
  unit: '°C',
  samples: oddValues.map((value, index) => [day0 + index * 1_000 + index, value, index % 3]),
};
const early: FixtureSeries = {
  name: '=HYPERLINK("x")',
  unit: '-',
  samples: [[Date.UTC(1969, 11, 31, 23, 59, 59, 999), 1]],
};

async function rowsOf(series: readonly ExportSeries[], rest: Partial<ExportRequest>): Promise<readonly ExportedRow[]> {
  const path = at.path('out');
  const report = await exportHistory(requestFor(series, { ...rest, target: { kind: 'folder', path } }), freeContext());
  const rows = await readFolder(path);
  expect(report.rows).toBe(rows.length);
  return rows;
}

function expectedRows({ name, unit, samples }: FixtureSeries): readonly ExportedRow[] {
  const words = ['good', 'uncertain', 'bad'];
  return samples.map(([timeMs, value, given]) => ({
    timeMs,
    sensor: name,
    value,
    quality: words[given ?? 0] ?? '',
    unit,
  }));
}

describe.each(['csv', 'parquet'] as const)('%s', (format) => {
  test('[EX1] [EX5] [EX6] every double, quality, time and name comes back exactly', async () => {
    const source = sourceOf([odd]);
    const rows = await rowsOf([plainSeries(source, odd)], { format });
    expect(rows).toEqual(expectedRows(odd));
    rows.forEach(({ value }, index) => expect(Object.is(value, oddValues[index])).toBe(true));
  });

  test('[EX1] the range is half open, days are cut at UTC midnight', async () => {
    const steady = steadySeries('P', 3 * 1_440 + 5);
    const range = { startMs: day0 + minuteMs, endMs: day0 + 2 * dayMs + 2 * minuteMs };
    const rows = await rowsOf([plainSeries(sourceOf([steady]), steady)], { format, range });
    expect(rows).toEqual(expectedRows({ ...steady, samples: steady.samples.slice(1, 2 * 1_440 + 2) }));
    expect(sampleFiles(at.path('out'))).toEqual([
      `history-2026-03-13.${format}`,
      `history-2026-03-14.${format}`,
      `history-2026-03-15.${format}`,
    ]);
  });

  test('[EX3] by day, by sensor as asked, by time', async () => {
    const [a, b] = [steadySeries('A', 1_500), steadySeries('B', 1_500)];
    const source = sourceOf([a, b]);
    const rows = await rowsOf([plainSeries(source, b), plainSeries(source, a)], { format });
    const order = rows.filter((row, index) => row.sensor !== rows[index - 1]?.sensor);
    expect(order.map(({ sensor, timeMs }) => [sensor, timeMs])).toEqual([
      ['B', day0],
      ['A', day0],
      ['B', day0 + dayMs],
      ['A', day0 + dayMs],
    ]);
    expect(rows.length).toBe(3_000);
  });

  test('[EX2] corrected: the sensor’s values, times and unit; raw: what is stored', async () => {
    const steady = steadySeries('P', 10);
    const series: ExportSeries = {
      ...plainSeries(sourceOf([steady]), steady),
      sensorName: 'PT-1',
      unit: 'bar',
      correct: (value) => value / 100,
      timeOffsetMs: -2 * minuteMs,
    };
    const range = { startMs: day0, endMs: day0 + dayMs };
    const shown = await rowsOf([series], { format, range });
    expect(shown.length).toBe(8);
    expect(shown[0]).toEqual({ timeMs: day0, sensor: 'PT-1', value: 0.025, quality: 'good', unit: 'bar' });
    const path = at.path('raw');
    await exportHistory(
      requestFor([series], { format, range, corrected: false, target: { kind: 'folder', path } }),
      freeContext(),
    );
    const stored = await readFolder(path);
    expect(stored).toEqual(expectedRows(steady).map((row) => ({ ...row, sensor: 'PT-1' })));
  });

  test('[EX1] two sensors of one series, and sensors of several sources', async () => {
    const [a, b] = [steadySeries('A', 3), steadySeries('B', 3)];
    const [one, other] = [sourceOf([a]), sourceOf([b])];
    const series = [
      plainSeries(one, a),
      plainSeries(other, b),
      { ...plainSeries(one, a), sensorName: 'A again', correct: (value: number) => -value },
      { ...plainSeries(one, a), sensorName: 'Nobody', seriesName: 'Nobody' },
    ];
    const rows = await rowsOf(series, { format });
    expect(rows.map(({ sensor, value }) => [sensor, value])).toEqual([
      ['A', 0.5], ['A', 1.5], ['A', 2.5], ['B', 0.5], ['B', 1.5], ['B', 2.5],
      ['A again', -0.5], ['A again', -1.5], ['A again', -2.5],
    ]); // prettier-ignore
  });

  test('[EX7] finer times fall to their millisecond', async () => {
    const fine: FixtureSeries = { name: 'F', unit: '', samples: [[day0 + 0.25, 1], [day0 + 1.999, 2]] }; // prettier-ignore
    const rows = await rowsOf([plainSeries(sourceOf([fine]), fine)], { format });
    expect(rows.map(({ timeMs }) => timeMs)).toEqual([day0, day0 + 1]);
  });

  test('[EX9] one file holds the same, day after day', async () => {
    const steady = steadySeries('P', 3_000);
    const series = [plainSeries(sourceOf([steady, odd]), steady), plainSeries(sourceOf([odd]), odd)];
    const days = await rowsOf(series, { format });
    const path = at.path(`history-all.${format}`);
    const report = await exportHistory(requestFor(series, { format, target: { kind: 'file', path } }), freeContext());
    expect(report).toMatchObject({ path, files: 1, rows: days.length, sizeBytes: readFileSync(path).length });
    expect(await readFolder(at.path(''))).toEqual(days);
  });
});

describe('CSV', () => {
  test('[EX5] is plain text: header, quoting, formulas made harmless, times before 1970', async () => {
    const path = at.path('out.csv');
    await exportHistory(
      requestFor([plainSeries(sourceOf([early]), early)], {
        range: { startMs: -dayMs, endMs: dayMs },
        target: { kind: 'file', path },
      }),
      freeContext(),
    );
    expect(readFileSync(path, 'utf8')).toBe(
      `time,sensor,value,quality,unit\n1969-12-31T23:59:59.999Z,"'=HYPERLINK(""x"")",1,good,'-\n`,
    );
  });

  test('[EX4] wide: a row a moment, a column a sensor, bad values left out and counted', async () => {
    const a: FixtureSeries = {
      name: 'A',
      unit: 'bar',
      samples: [
        [day0, 1],
        [day0 + 1_000, 2, quality.bad],
        [day0 + 2_000, 3, quality.uncertain],
      ],
    };
    const b: FixtureSeries = {
      name: '-B, "b"',
      unit: '',
      samples: [
        [day0 + 500, NaN],
        [day0 + 2_000, -0],
        [day0 + dayMs, 7],
      ],
    };
    const source = sourceOf([a, b]);
    const path = at.path('out.csv');
    const series = [plainSeries(source, a), plainSeries(source, b)];
    const report = await exportHistory(
      requestFor(series, { wide: true, target: { kind: 'file', path } }),
      freeContext(),
    );
    expect(readFileSync(path, 'utf8').split('\n')).toEqual([
      `time,A (bar),"'-B, ""b"""`,
      '2026-03-13T00:00:00.000Z,1,',
      '2026-03-13T00:00:00.500Z,,',
      '2026-03-13T00:00:01.000Z,,',
      '2026-03-13T00:00:02.000Z,3,-0',
      '2026-03-14T00:00:00.000Z,,7',
      '',
    ]);
    expect(report).toMatchObject({ rows: 5, leftOut: 1 });
  });

  test('[EX4] wide and long hold the same samples', async () => {
    const all = Array.from({ length: 7 }, (_, index) => steadySeries(`S${index}`, 2_000 + index));
    const source = sourceOf(all);
    const series = all.map((one) => plainSeries(source, one));
    const long = await rowsOf(series, {});
    const path = at.path('wide');
    await exportHistory(requestFor(series, { wide: true, target: { kind: 'folder', path } }), freeContext());
    const cells = sampleFiles(path).flatMap((name) => {
      const records: Readonly<Record<string, string>>[] = parse(readFileSync(join(path, name)), { columns: true });
      return records.flatMap(({ time = '', ...values }) =>
        Object.entries(values).flatMap(([head, value]) =>
          value === '' ? [] : [`${head} ${Date.parse(time)} ${Number(value)}`],
        ),
      );
    });
    expect(cells.toSorted()).toEqual(
      long.map(({ sensor, timeMs, value }) => `${sensor} (kPa) ${timeMs} ${value}`).toSorted(),
    );
  });
});

describe('Parquet', () => {
  test('[EX6] types, row groups and what is stated of them', async () => {
    const all = ['A', 'B with a name of more than sixteen characters'].map((name) => steadySeries(name, 20_000));
    const source = sourceOf(all);
    const path = at.path('out.parquet');
    const range = { startMs: day0, endMs: day0 + 30 * dayMs };
    const series = all.map((one) => plainSeries(source, one));
    await exportHistory(
      requestFor(series, { format: 'parquet', range, target: { kind: 'file', path } }),
      freeContext(),
    );
    const metadata = await parquetMetadataAsync(await asyncBufferFromFile(path));
    const columns = parquetSchema(metadata).children.map(({ element }) => element);
    expect(columns).toMatchObject([
      { name: 'time', type: 'INT64', repetition_type: 'REQUIRED', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' } },
      { name: 'sensor', type: 'BYTE_ARRAY', logical_type: { type: 'STRING' }, repetition_type: 'REQUIRED' },
      { name: 'value', type: 'DOUBLE', repetition_type: 'REQUIRED' },
      { name: 'quality', type: 'BYTE_ARRAY', logical_type: { type: 'STRING' }, repetition_type: 'REQUIRED' },
      { name: 'unit', type: 'BYTE_ARRAY', logical_type: { type: 'STRING' }, repetition_type: 'REQUIRED' },
    ]); // prettier-ignore
    expect(metadata.row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([32_768, 7_232]);
    const ofSensors = metadata.row_groups[0]?.columns[1]?.meta_data;
    expect(ofSensors?.encodings).toContain('RLE_DICTIONARY');
    expect(ofSensors?.statistics).toMatchObject({ min_value: 'A', max_value: all[1]?.name });
    expect(metadata.row_groups[0]?.columns[0]?.meta_data?.statistics).toMatchObject({ min_value: new Date(day0) });
  });

  test('[EX6] has no wide layout', async () => {
    const steady = steadySeries('P', 1);
    const series = [plainSeries(sourceOf([steady]), steady)];
    const request = requestFor(series, {
      format: 'parquet',
      wide: true,
      target: { kind: 'folder', path: at.path('x') },
    });
    await expect(exportHistory(request, freeContext())).rejects.toThrow('a row a sample');
  });
});
