import { beforeAll, expect, test } from 'vitest';
import { type FluxChecker, type FluxNode, loadFluxChecker } from '../../testing/fluxChecker';
import { hostileNames } from '../../testing/hostileNames';
import { fluxGroups, labelKey } from './fluxGroups';
import {
  bucketListFlux,
  bucketsFlux,
  fieldsBySeriesFlux,
  fieldsFlux,
  firstTimesFlux,
  latestFlux,
  rawFlux,
  stepLastsFlux,
  tagKeysFlux,
  tagValuesFlux,
} from './fluxText';
import type { SeriesAddress } from './seriesAddress';

const range = { startMs: Date.UTC(2026, 0, 1), endMs: Date.UTC(2026, 0, 2) };
const span = { range, bucketMs: 960_000 };
let checker: FluxChecker;

beforeAll(async () => {
  checker = await loadFluxChecker();
});

function address(overrides: Partial<SeriesAddress> = {}): SeriesAddress {
  return { database: 'plant', retentionPolicy: '', measurement: 'm', field: 'value', tags: {}, ...overrides };
}

/** Every text that a reader sends for these addresses. */
function textsFor(addresses: readonly SeriesAddress[]): readonly string[] {
  const ofGroups = fluxGroups(addresses).flatMap((group) => [
    latestFlux(group, { timeMs: range.endMs, lookbackMs: 3_600_000 }),
    latestFlux(group, { timeMs: range.endMs, lookbackMs: undefined }, true),
    rawFlux(group, range),
    bucketsFlux(group, span),
    stepLastsFlux(group, span),
    firstTimesFlux(group),
  ]);
  const names = addresses.map(({ measurement }) => measurement);
  const ofSchema = addresses.flatMap(({ database, measurement, tags }) => [
    fieldsFlux(database),
    fieldsBySeriesFlux(database),
    tagKeysFlux(database, names.slice(0, 3)),
    ...Object.keys(tags).map((tag) => tagValuesFlux(database, measurement, tag)),
  ]);
  return [...ofGroups, ...ofSchema, bucketListFlux()];
}

function literalsOf(text: string): readonly FluxNode[] {
  return checker.nodes(text).filter(({ type }) => type === 'StringLiteral' || type === 'RegexpLiteral');
}

test('[I51] every text passes the type checker of Flux', () => {
  const addresses = [
    address(),
    address({ field: 'other' }),
    address({ retentionPolicy: 'one_year' }),
    address({ tags: { sensor: 's1' } }),
    address({ tags: { sensor: 's2' } }),
    address({ tags: { sensor: 's2', host: '' } }),
    address({ tags: { id: 'a', node: '1' } }),
    address({ tags: { id: 'b', node: '2' } }),
  ];
  const texts = textsFor(addresses);
  expect(texts.length).toBeGreaterThan(60);
  expect(texts.filter((text) => !checker.isValid(text))).toEqual([]);
});

test('[I51] the type checker finds what is wrong', () => {
  const text = rawFlux(fluxGroups([address()])[0] ?? expect.fail(), range);
  expect(checker.isValid(text)).toBe(true);
  expect(checker.isValid(text.replace('columns', 'colums'))).toBe(false);
  expect(checker.isValid(text.replace('range(', 'rang('))).toBe(false);
  expect(checker.isValid(text.replace('["_time"', '[1, "_time"'))).toBe(false);
});

test('[I50] hostile names change no text but for the value of their literals', () => {
  const plain = (name: string): readonly SeriesAddress[] => [
    address({ database: name, measurement: name, field: name, tags: { [`${name}!`]: name } }),
    address({ database: name, measurement: name, field: name, tags: { [`${name}!`]: `${name}2` } }),
  ];
  const shapes = textsFor(plain('harmless')).map((text) => literalsOf(text).length);
  for (const name of hostileNames(2_000).filter((_, at) => at % 8 === 0)) {
    const texts = textsFor(plain(name));
    expect(texts.map((text) => literalsOf(text).length)).toEqual(shapes);
    const [latest = ''] = texts;
    const values = literalsOf(latest).map(({ value }) => value);
    // Bucket, measurement and field; the tag key twice; the tag's values stand in the pattern.
    expect(values.filter((value) => value === name)).toHaveLength(3 + (name === '_field' || name === '_time' ? 1 : 0));
    expect(values.filter((value) => value === `${name}!`)).toHaveLength(2);
  }
});

test('[I50] a database and a measurement of any name stand in a text once, as one literal', () => {
  for (const name of hostileNames(2_000)) {
    const [group] = fluxGroups([address({ database: name, measurement: `${name}!` })]);
    const literals = literalsOf(rawFlux(group ?? expect.fail(), range));
    expect(literals.map(({ value }) => value)).toEqual([
      name,
      '_measurement',
      `${name}!`,
      '_field',
      'value',
      '_time',
      '_value',
    ]);
  }
});

test('addresses of one measurement are asked for together, by what tells them apart', () => {
  const [fields, tags, ...rest] = fluxGroups([
    address({ field: 'a' }),
    address({ field: 'b' }),
    address({ tags: { sensor: 'x' } }),
    address({ tags: { sensor: 'y' } }),
    address({ field: 'a' }),
  ]);
  expect(fields?.labels).toEqual(['_field']);
  expect([...(fields?.indexes ?? [])]).toEqual([
    [labelKey(['a']), [0, 4]],
    [labelKey(['b']), [1]],
  ]);
  expect(tags?.labels).toEqual(['sensor']);
  expect(tags?.wanted.get('_field')).toEqual(['value']);
  expect(rest).toEqual([]);
});

test('addresses of different measurements, buckets, tag keys or missing tags are asked for apart', () => {
  const groups = fluxGroups([
    address(),
    address({ measurement: 'n' }),
    address({ database: 'other' }),
    address({ retentionPolicy: 'year' }),
    address({ tags: { sensor: 'x' } }),
    address({ tags: { sensor: '' } }),
    address({ field: 'quality', tags: { sensor: 'x' } }),
  ]);
  expect(groups).toHaveLength(7);
  expect(groups.map(({ bucket }) => bucket)).toContain('plant/year');
  expect(rawFlux(groups[5] ?? expect.fail(), range)).toContain('not exists r["sensor"]');
});

test('thousands of addresses are asked for in parts, each of them once', () => {
  const addresses = Array.from({ length: 1_201 }, (_, at) => address({ tags: { sensor: `s${at}` } }));
  const groups = fluxGroups(addresses);
  expect(groups.map(({ indexes }) => indexes.size)).toEqual([500, 500, 201]);
  expect(new Set(groups.flatMap(({ indexes }) => [...indexes.values()].flat())).size).toBe(1_201);
  const long = addresses.map((one) => ({
    ...one,
    tags: { sensor: `${one.tags['sensor'] ?? ''}${'x'.repeat(1_900)}` },
  }));
  expect(fluxGroups(long).length).toBeGreaterThan(20);
});

test('storage can do the work: the aggregate stands directly after range and filter', () => {
  const [group] = fluxGroups([address({ field: 'a' }), address({ field: 'b' })]);
  const text = bucketsFlux(group ?? expect.fail(), span);
  expect(text.startsWith('d = () => from(bucket: "plant")\n  |> range(')).toBe(true);
  expect(text).toContain('d()\n  |> window(every: 960000ms)\n  |> first()\n  |> keep(');
  expect(text).toContain(
    'd()\n  |> aggregateWindow(every: 960000ms, fn: sum, createEmpty: false, timeSrc: "_start")\n  |> keep(',
  );
});
