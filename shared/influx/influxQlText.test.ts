import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileName, hostileNames } from '../../testing/hostileNames';
import { influxQlTokens, type InfluxQlToken, patternTexts } from '../../testing/influxQlTokens';
import {
  bucketStatement,
  firstStatements,
  latestStatements,
  rawStatement,
  stepLastStatement,
  tagValuesStatement,
} from './influxQlStatements';
import { exactPattern, identifierText, momentText, stringText } from './influxQlText';
import type { SeriesAddress } from './seriesAddress';
import { planSeries, tagSetKey } from './seriesPlan';

const range = { startMs: 1_000, endMs: 2_000 };

function statementsFor(addresses: readonly SeriesAddress[], qualityField: string | undefined): readonly string[] {
  const qualityFieldOf = () => qualityField;
  return planSeries(addresses).flatMap((group) => [
    ...latestStatements(group, { timeMs: 5, lookbackMs: 3, qualityFieldOf }),
    ...latestStatements(group, { timeMs: 5, lookbackMs: undefined, qualityFieldOf }),
    ...firstStatements(group),
    rawStatement(group, range, qualityFieldOf),
    bucketStatement(group, range, 60_000),
    stepLastStatement(group, range, 60_000),
  ]);
}

/** The statement with each literal replaced by its kind: what the server takes for its structure. */
function structureOf(tokens: readonly InfluxQlToken[]): string {
  return tokens.map(({ kind, text }) => (kind === 'word' || kind === 'mark' ? text : `<${kind}>`)).join(' ');
}

function literalsOf(tokens: readonly InfluxQlToken[]): readonly string[] {
  return tokens.flatMap(({ kind, text }) =>
    kind === 'identifier' || kind === 'string' ? [text] : kind === 'pattern' ? patternTexts(text) : [],
  );
}

function addressOf(names: { measurement: string; field: string; key: string; value: string }): SeriesAddress {
  const { measurement, field, key, value } = names;
  return { database: 'plant', retentionPolicy: '', measurement, field, tags: { [key]: value } };
}

describe('names in InfluxQL', () => {
  test('[I1] each of 2,000 hostile names is one literal, equal to the name, in every statement', () => {
    const plain = statementsFor([addressOf({ measurement: 'm', field: 'f', key: 'k', value: 'v' })], 'q');
    const structures = plain.map((text) => structureOf(influxQlTokens(text)));
    for (const name of hostileNames(2_000)) {
      const address = addressOf({ measurement: `m${name}`, field: `f${name}`, key: `k${name}`, value: `v${name}` });
      const statements = statementsFor([address], `q${name}`);
      expect(statements.map((text) => structureOf(influxQlTokens(text)))).toEqual(structures);
      for (const text of statements) {
        const literals = literalsOf(influxQlTokens(text));
        const known = new Set(['m', 'f', 'k', 'v', 'q'].map((part) => part + name));
        expect(literals.filter((literal) => !known.has(literal))).toEqual([]);
        expect(['m', 'f', 'k', 'v'].filter((part) => !literals.includes(part + name))).toEqual([]);
      }
      expect(literalsOf(influxQlTokens(tagValuesStatement(name, name) ?? ''))).toEqual([name, name]);
    }
  });

  test('[I1] a pattern names exactly its texts', () => {
    fc.assert(
      fc.property(fc.array(hostileName, { minLength: 1, maxLength: 8 }), (names) => {
        const [token, ...more] = influxQlTokens(`=~ ${exactPattern(names)}`).slice(1);
        expect(more).toEqual([]);
        expect(token?.kind).toBe('pattern');
        expect(patternTexts(token?.text ?? '')).toEqual(names);
        const matches = new RegExp((token?.text ?? '').replaceAll('\\x{', '\\u{'), 'u');
        names.forEach((name) => expect(matches.test(name)).toBe(true));
        expect(matches.test(`${names.join('')}x`)).toBe(names.includes(`${names.join('')}x`));
      }),
    );
  });

  test('[I2] a carriage return, NUL and half a character cannot be written, but for the value of a tag', () => {
    for (const name of ['a\rb', 'a\0b', '\ud800', '']) {
      expect(identifierText(name)).toBeUndefined();
    }
    expect(stringText('a\rb')).toBeUndefined();
    expect(stringText('')).toBe("''");
    expect(planSeries([addressOf({ measurement: 'm', field: 'a\rb', key: 'k', value: 'v' })])).toEqual([]);
    expect(planSeries([addressOf({ measurement: 'm', field: 'time', key: 'k', value: 'v' })])).toEqual([]);
    expect(planSeries([addressOf({ measurement: 'm', field: 'f', key: 'TIME', value: 'v' })])).toEqual([]);
    expect(planSeries([addressOf({ measurement: 'time', field: 'TIME', key: 'k', value: 'time' })])).toHaveLength(1);
    const [text = ''] = statementsFor([addressOf({ measurement: 'm', field: 'f', key: 'k', value: 'a\rb\0' })], '');
    expect(text).toContain('"k" =~ /^(a\\x{d}b\\x{0})$/');
  });

  test('[I3] moments are whole ms within what InfluxDB can count', () => {
    expect(momentText(1_500.2)).toBe('1501ms');
    expect(momentText(-1_500.2)).toBe('-1500ms');
    expect(momentText(Infinity)).toBe('9223372036854ms');
    expect(momentText(-1e300)).toBe('-9223372036854ms');
  });
});

describe('planning', () => {
  const place = { database: 'plant', retentionPolicy: '' };

  test('[I4] fields of a measurement share statements of a hundred', () => {
    const addresses = Array.from({ length: 250 }, (_, at) => ({
      ...place,
      measurement: `bldg${String(at % 2)}`,
      field: `s${String(at)}`,
      tags: {},
    }));
    const groups = planSeries(addresses);
    expect(groups.map(({ fields }) => fields.length)).toEqual([100, 25, 100, 25]);
    expect(statementsFor(addresses.slice(0, 1), '')[3]).toBe(
      'SELECT "s0" FROM "bldg0" WHERE time >= 1000ms AND time < 2000ms',
    );
  });

  test('[I4] sensors told by a tag share patterns of five hundred', () => {
    const addresses = Array.from({ length: 1_200 }, (_, at) => ({
      ...place,
      measurement: 'sensors',
      field: 'value',
      tags: { sensor: `s${String(at)}` },
    }));
    const groups = planSeries(addresses);
    expect(groups.map(({ members }) => members.size)).toEqual([500, 500, 200]);
    expect(groups[0] === undefined ? '' : rawStatement(groups[0], range, () => 'Quality')).toMatch(
      /^SELECT "value", "Quality" FROM "sensors" WHERE time >= 1000ms AND time < 2000ms AND "sensor" =~ \/.* GROUP BY "sensor"$/,
    );
  });

  test('[I4] what is asked for twice is read once', () => {
    const address = { ...place, measurement: 'm', field: 'f', tags: { a: 'x' } };
    const groups = planSeries([address, { ...address }, address]);
    expect(groups).toHaveLength(1);
    expect(groups[0]?.members.get(tagSetKey(['x']))).toEqual([[0, 1, 2]]);
  });

  test('[I5] every address is in exactly one group, and hardly more is asked for than the addresses', () => {
    const small = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const tags = fc.dictionary(fc.constantFrom('site', 'unit', 'point'), small);
    const address = fc.record({
      database: fc.constantFrom('p1', 'p2'),
      retentionPolicy: fc.constantFrom('', 'year'),
      measurement: small,
      field: small,
      tags,
    });
    fc.assert(
      fc.property(fc.array(address, { maxLength: 60 }), (addresses) => {
        const seen: number[] = [];
        for (const group of planSeries(addresses)) {
          const combinations = group.tagValues.reduce((product, values) => product * values.length, 1);
          expect(combinations).toBeLessThanOrEqual(2 * group.members.size);
          for (const byField of group.members.values()) {
            byField.forEach((indexes, at) => {
              expect(indexes.length).toBeGreaterThan(0);
              for (const index of indexes) {
                seen.push(index);
                expect(addresses[index]).toMatchObject({ measurement: group.measurement, field: group.fields[at] });
                expect(Object.keys(addresses[index]?.tags ?? {}).sort()).toEqual(group.tagKeys);
              }
            });
          }
        }
        expect(seen.sort((left, right) => left - right)).toEqual(addresses.map((_, index) => index));
      }),
    );
  });
});
