import fc from 'fast-check';

/** Pieces of InfluxQL, Flux, line protocol, SQL and paths, and characters that mean something to one of them. */
const fragments: readonly string[] = [
  '"',
  "'",
  '\\',
  '/',
  '\n',
  '\\n',
  '\\x0a',
  '\t',
  ';',
  ',',
  '=',
  ' ',
  '--',
  '/*',
  '*/',
  '//',
  '|',
  '^(',
  ')$',
  '.*',
  '[^a]',
  '$1',
  '${r}',
  '\u2028',
  '°C',
  'Kühlturm №2 🌡',
  "' OR 1=1 --",
  '"; DROP MEASUREMENT "x"; --',
  'SELECT * FROM /.*/',
  '" FROM "other',
  "' OR time > now() - 1h AND '' = '",
  '") |> drop(columns: ["_value"]) //',
  'r._field == "x" or true',
  'from(bucket:"b")',
  'time',
  '::tag',
  'a',
  'T_SUP',
  '0',
];

/** A name made to be taken for something else. Never empty; holds no carriage return and no NUL. */
export const hostileName: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(fc.constantFrom(...fragments), { minLength: 1, maxLength: 6 }).map((all) => all.join('')),
  },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: 'binary', minLength: 1, maxLength: 12 })
      .map((text) => text.replaceAll(/[\0\r]/g, '_')),
  },
);

/** As many different hostile names, the same at every run. */
export function hostileNames(count: number): readonly string[] {
  const names = new Set<string>();
  for (let seed = 1; names.size < count; seed += 1) {
    fc.sample(hostileName, { seed, numRuns: count }).forEach((name) => names.add(name));
  }
  return [...names].slice(0, count);
}
