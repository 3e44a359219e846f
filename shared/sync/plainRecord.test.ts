import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPlainRecord } from './plainRecord';
import { entityRecordSchema } from './syncWire';

// Rule numbers refer to docs/spec/tenants.md.

const text = (most: number) =>
  fc.oneof(
    { weight: 50, arbitrary: fc.stringMatching(/^[a-z.]{1,12}$/) },
    fc.constantFrom('', 'x'.repeat(most), 'x'.repeat(most + 1), '__proto__', 'constructor', 'a b'),
  );
const seq = fc.oneof({ weight: 30, arbitrary: fc.nat() }, fc.constantFrom<unknown>(-1, 0.5, 1e300, NaN, '1', null));
const json = fc.oneof(
  { weight: 20, arbitrary: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.integer())) },
  { weight: 3, arbitrary: fc.jsonValue() },
  fc.constantFrom<unknown>('x'.repeat(65_536), 'x'.repeat(65_537), undefined),
);
const extra = fc.oneof({ weight: 30, arbitrary: fc.constant({}) }, fc.constant({ more: 1 }));
const field = fc.tuple(
  fc.record({ seq, changeset: text(200), value: json }, { requiredKeys: ['seq', 'changeset'] }),
  extra,
);
const record = fc
  .tuple(
    fc.record({
      kind: text(60),
      id: text(200),
      live: fc.oneof({ weight: 8, arbitrary: fc.boolean() }, fc.constant('yes')),
      existence: fc.record({ seq, changeset: text(200) }),
      fields: fc.dictionary(
        text(200),
        field.map(([some, more]) => ({ ...some, ...more })),
        { maxKeys: 4 },
      ),
    }),
    extra,
  )
  .map(([some, more]): unknown => ({ ...some, ...more }));

describe('records that are taken without asking the schema', () => {
  test('[Y42] are those that the schema takes as they are', () => {
    let plain = 0;
    fc.assert(
      fc.property(fc.oneof({ weight: 20, arbitrary: record }, fc.anything()), (made) => {
        // As it comes over the wire.
        const line = JSON.stringify(made) as string | undefined;
        const document: unknown = line === undefined ? undefined : JSON.parse(line);
        if (isPlainRecord(document)) {
          plain += 1;
          expect(entityRecordSchema.parse(document)).toEqual(document);
        }
      }),
      { numRuns: 2_000, seed: 42 },
    );
    expect(plain).toBeGreaterThan(100);
  });

  test('[Y42] are the usual ones', () => {
    const stamp = { seq: 3, changeset: 'c' };
    const usual = {
      ...{ kind: 'component', id: 'p-101', live: true, existence: stamp },
      fields: { tag: { value: 'P-101', ...stamp }, 'properties.note': stamp, points: { value: [{ x: 1 }], ...stamp } },
    };
    expect(isPlainRecord(usual)).toBe(true);
    expect(isPlainRecord({ ...usual, newer: true })).toBe(false);
    expect(isPlainRecord({ ...usual, kind: 'constructor' })).toBe(false);
    expect(isPlainRecord({ ...usual, kind: 'a component' })).toBe(false);
    expect(isPlainRecord({ ...usual, fields: { constructor: stamp } })).toBe(false);
    expect(isPlainRecord({ ...usual, fields: { tag: { value: null, ...stamp } } })).toBe(false);
  });
});
