import type { FieldValue } from './modelPatch';

function isRecord(value: FieldValue): value is { readonly [key: string]: FieldValue } {
  return typeof value === 'object' && !Array.isArray(value);
}

/** Whether two field values say the same. The order of keys and keys that hold `undefined` do not count. */
export function isSameValue(one: FieldValue, other: FieldValue): boolean {
  if (one === other) {
    return true;
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item: FieldValue, index) => isSameValue(item, other[index]));
  }
  if (isRecord(one) && isRecord(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].every((key) => isSameValue(one[key], other[key]));
  }
  return false;
}

/** The value as JSON with sorted keys: equal values give equal text, also after a trip through a file. */
export function canonicalJson(value: FieldValue): string {
  if (Array.isArray(value)) {
    return `[${value.map((item: FieldValue) => (item === undefined ? 'null' : canonicalJson(item))).join(',')}]`;
  }
  if (value !== undefined && isRecord(value)) {
    const members = Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
