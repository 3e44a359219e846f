import { beforeAll, expect, test } from 'vitest';
import { type FluxChecker, type FluxNode, loadFluxChecker } from '../../testing/fluxChecker';
import { hostileNames } from '../../testing/hostileNames';
import {
  bucketListFlux,
  bucketsFlux,
  fieldsBySeriesFlux,
  fieldsFlux,
  firstTimesFlux,
  type FluxGroup,
  fluxLabels,
  latestFlux,
  planFlux,
  rawFlux,
  stepLastsFlux,
  tagKeysFlux,
  tagValuesFlux,
} from './fluxText';
import type { SeriesAddress } from './seriesAddress';
import { noQualityField } from './sourceMapping';

const range = { startMs: Date.UTC(2026, 0, 1), endMs: Date.UTC(2026, 0, 2), stopIsIncluded: false };
const span = { range, bucketMs: 960_000 };
let checker: FluxChecker;

beforeAll(async () => {
  checker = await loadFluxChecker();
});

function address(overrides: Partial<SeriesAddress> = {}): SeriesAddress {
  return { database: 'plant', retentionPolicy: '', measurement: 'm', field: 'value', tags: {}, ...overrides };
}

function groupsOf(addresses: readonly SeriesAddress[], qualityFieldOf = noQualityField): readonly FluxGroup[] {
  return planFlux(addresses).map((group) => ({ group, qualityFieldOf }));
}

function firstGroup(addresses: readonly SeriesAddress[]): FluxGroup {
  return groupsOf(addresses)[0] ?? expect.fail();
}

/** Every text that a reader sends for these addresses. */
function textsFor(addresses: readonly SeriesAddress[], qualityFieldOf = noQualityField): readonly string[] {
  const groups = groupsOf(addresses, qualityFieldOf);
  const ofGroups = groups.flatMap((group) => [
    latestFlux(group, range),
    firstTimesFlux(group),
    rawFlux(group, range),
    bucketsFlux(group, span),
    stepLastsFlux(group, span),
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
  const texts = [...textsFor(addresses), ...textsFor(addresses, (field) => `${field}_quality`)];
  expect(texts.length).toBeGreaterThan(90);
  expect(texts.filter((text) => !checker.isValid(text))).toEqual([]);
});

test('[I51] the type checker finds what is wrong', () => {
  const text = rawFlux(firstGroup([address()]), range);
  expect(checker.isValid(text)).toBe(true);
  expect(checker.isValid(text.replace('columns', 'colums'))).toBe(false);
  expect(checker.isValid(text.replace('range(', 'rang('))).toBe(false);
  expect(checker.isValid(text.replace('["_time"', '[1, "_time"'))).toBe(false);
});

test('[I50] hostile names change no text but for the value of their literals', () => {
  const named = (name: string): readonly SeriesAddress[] => {
    const place = address({ database: name, measurement: name, field: name });
    return [name, `${name}2`].map((value) => ({ ...place, tags: { [`${name}!`]: value } }));
  };
  const stringsOf = (text: string): readonly unknown[] =>
    literalsOf(text).map(({ type, value }) => (type === 'StringLiteral' ? value : 'a pattern'));
  const harmless = textsFor(named('harmless')).map(stringsOf);
  expect(harmless.flat()).toContain('a pattern');
  for (const name of hostileNames(2_000).filter((_, at) => at % 20 === 0)) {
    const renamed = (value: unknown): unknown => String(value).replace(/^harmless/, () => name);
    expect(textsFor(named(name)).map(stringsOf)).toEqual(harmless.map((strings) => strings.map(renamed)));
  }
});

test('[I50] a database and a measurement of any name stand in a text once, as one literal', () => {
  for (const name of hostileNames(2_000)) {
    const group = firstGroup([address({ database: name, measurement: `${name}!` })]);
    const literals = literalsOf(rawFlux(group, range));
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

test('series are told apart by the columns in which they differ, and by no others', () => {
  const fields = [address({ field: 'a' }), address({ field: 'b' })];
  const tags = [address({ tags: { sensor: 'x', site: 'n' } }), address({ tags: { sensor: 'y', site: 'n' } })];
  expect(fluxLabels(firstGroup([address()]))).toEqual([]);
  expect(fluxLabels(firstGroup(fields))).toEqual(['_field']);
  expect(fluxLabels(firstGroup(tags))).toEqual(['sensor']);
  expect(fluxLabels({ ...firstGroup(tags), qualityFieldOf: () => 'Quality' })).toEqual(['_field', 'sensor']);
  expect(rawFlux(firstGroup(tags), range)).toContain('|> keep(columns: ["_time", "_value", "sensor"])');
});

test('a retention policy of 1.x is part of the bucket; a tag that is not there is asked for as that', () => {
  expect(rawFlux(firstGroup([address({ retentionPolicy: 'year' })]), range)).toContain('from(bucket: "plant/year")');
  const missing = address({ tags: { sensor: '' } });
  expect(rawFlux(firstGroup([missing]), range)).toContain(' and not exists r["sensor"])');
  expect(rawFlux(firstGroup([missing, address({ tags: { sensor: 'x' } })]), range)).toContain(
    ' and (not exists r["sensor"] or r["sensor"] == "x"))',
  );
});

test('[I52] the end of a range is left out, also where servers take it as part of the range', () => {
  const group = firstGroup([address()]);
  expect(rawFlux(group, range)).toContain('stop: 2026-01-02T00:00:00.000Z)');
  expect(rawFlux(group, { ...range, stopIsIncluded: true })).toContain('stop: 2026-01-01T23:59:59.999999999Z)');
});

test('storage can do the work: the aggregate stands directly after range and filter', () => {
  const text = bucketsFlux(firstGroup([address({ field: 'a' }), address({ field: 'b' })]), span);
  expect(text.startsWith('d = () => from(bucket: "plant")\n  |> range(')).toBe(true);
  expect(text).toContain('d()\n  |> window(every: 960000ms)\n  |> first()\n  |> keep(');
  expect(text).toContain(
    'd()\n  |> aggregateWindow(every: 960000ms, fn: sum, createEmpty: false, timeSrc: "_start")\n  |> keep(',
  );
});
