import fc from 'fast-check';
import type { JsonPart } from './apiDescription';

/** Text that programs trip over: NUL, lone surrogates, right-to-left marks, what looks like code or a path. */
const oddTexts = [
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202eevil',
  '😀'.repeat(20),
  'é\u0301',
  '../../etc/passwd',
  "'; DROP TABLE plant; --",
  '%00',
  '${jndi:x}',
  '<script>',
  '__proto__',
  'constructor',
  ' ',
  '\r\nX-Injected: 1',
  '\ufeff',
];

/** Texts, plain and odd, at most `maxLength` long. */
export function anyText(minLength = 0, maxLength = 40): fc.Arbitrary<string> {
  const most = Math.max(minLength, Math.min(maxLength, 40));
  return fc.oneof(
    { weight: 4, arbitrary: fc.string({ minLength, maxLength: most, unit: 'grapheme' }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...oddTexts).filter(({ length }) => length >= minLength && length <= most),
    },
  );
}

/** JSON that a field may have, and some that it may not. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: anyText() },
  { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.array(fc.oneof(fc.integer(), fc.string()), { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.integer(), { maxKeys: 4 }) },
);

function numberOf(schema: JsonPart, fallback: number, name: 'minimum' | 'maximum'): number {
  const limit = schema[name];
  return typeof limit === 'number' ? limit : fallback;
}

function objectOf(schema: JsonPart): fc.Arbitrary<unknown> {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonPart>>;
  const required = new Set((schema['required'] ?? []) as readonly string[]);
  const members = Object.entries(properties).map(([name, member]) => {
    const arbitrary = arbitraryOf(member);
    return [name, required.has(name) ? arbitrary : fc.option(arbitrary, { nil: undefined })] as const;
  });
  const declared = fc.record(Object.fromEntries(members));
  const more = schema['additionalProperties'];
  return typeof more === 'object' && more !== null && members.length === 0
    ? fc.dictionary(fc.string({ minLength: 1, maxLength: 30 }), arbitraryOf(more as JsonPart), { maxKeys: 5 })
    : declared;
}

/** Values that a JSON schema takes, as far as it goes: what a refinement says besides is not in it. */
export function arbitraryOf(schema: JsonPart): fc.Arbitrary<unknown> {
  const choices = (schema['anyOf'] ?? schema['oneOf']) as readonly JsonPart[] | undefined;
  if (choices !== undefined) {
    return fc.oneof(...choices.map(arbitraryOf));
  }
  if ('const' in schema) {
    return fc.constant(schema['const']);
  }
  if (Array.isArray(schema['enum'])) {
    return fc.constantFrom(...(schema['enum'] as readonly unknown[]));
  }
  switch (schema['type']) {
    case 'string':
      return typeof schema['pattern'] === 'string'
        ? fc.stringMatching(new RegExp(schema['pattern']))
        : anyText(Number(schema['minLength'] ?? 0), Number(schema['maxLength'] ?? 40));
    case 'integer': {
      const [min, max] = [numberOf(schema, -1_000, 'minimum'), numberOf(schema, 1_000_000, 'maximum')];
      return fc.oneof(
        fc.integer({ min, max: Math.min(max, min + 50) }),
        fc.maxSafeInteger().filter((n) => n >= min && n <= max),
      );
    }
    case 'number':
      return fc.double({
        min: numberOf(schema, -1e9, 'minimum'),
        max: numberOf(schema, 1e9, 'maximum'),
        noNaN: true,
        noDefaultInfinity: true,
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(arbitraryOf((schema['items'] ?? {}) as JsonPart), { maxLength: 4 });
    case 'object':
      return objectOf(schema);
    default:
      return anyJson;
  }
}

/** A value with one thing about it changed: a member gone, added, or replaced by something else. */
export function mutated(value: unknown): fc.Arbitrary<unknown> {
  if (Array.isArray(value) && value.length > 0) {
    return fc.nat(value.length - 1).chain((index) => mutated(value[index]).map((member) => value.with(index, member)));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return fc.oneof(fc.constant(null), anyJson, fc.constant(-1), fc.constant(1e308), fc.constant('x'.repeat(70_000)));
  }
  const members = Object.entries(value);
  const added = anyJson.map((more): unknown => ({ ...value, unheardOf: more }));
  if (members.length === 0) {
    return added;
  }
  const touched = fc.constantFrom(...members).chain(([name, member]) =>
    fc.oneof(
      fc.constant(Object.fromEntries(members.filter(([other]) => other !== name))),
      mutated(member).map((other): unknown => ({ ...value, [name]: other })),
    ),
  );
  return fc.oneof({ weight: 5, arbitrary: touched }, { weight: 1, arbitrary: added });
}
