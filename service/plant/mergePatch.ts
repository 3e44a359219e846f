/** A JSON value as it comes in a merge patch; `null` takes away. */
export type PatchValue =
  string | number | boolean | null | readonly PatchValue[] | { readonly [key: string]: PatchValue };

function isObject(value: PatchValue | undefined): value is { readonly [key: string]: PatchValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 7396: what a merge patch makes of a value. */
export function mergePatch(target: PatchValue | undefined, patch: PatchValue): PatchValue {
  if (!isObject(patch)) {
    return patch;
  }
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      merged.delete(key);
    } else {
      merged.set(key, mergePatch(merged.get(key), value));
    }
  }
  return Object.fromEntries(merged);
}
