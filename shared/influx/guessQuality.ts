/** Endings that tell of the field beside a sensor's which says how good its value is. */
const endings = ['_quality', '.quality', '_status_quality', '_q', '.q'];

/**
 * What the names of quality fields end with in a database with a field a sensor, as it is written there; empty when there
 * are none. A field counts only where the field it speaks of is beside it.
 */
export function guessQualityEnding(measurements: readonly (readonly string[])[]): string {
  const counts = new Map<string, number>();
  for (const fields of measurements) {
    const known = new Set(fields);
    for (const field of fields) {
      const ending = endings.find((one) => field.toLowerCase().endsWith(one));
      const written = ending === undefined ? '' : field.slice(field.length - ending.length);
      if (written !== '' && known.has(field.slice(0, field.length - written.length))) {
        counts.set(written, (counts.get(written) ?? 0) + 1);
      }
    }
  }
  const [most] = [...counts].sort(([, left], [, right]) => right - left);
  return most?.[0] ?? '';
}
