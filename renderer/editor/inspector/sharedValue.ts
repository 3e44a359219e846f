/** What several things have in common in one field. */
export type SharedValue<Value> = { readonly kind: 'same'; readonly value: Value } | { readonly kind: 'mixed' };

/** One value when all agree, else *Mixed*. An empty list has nothing in common. */
export function sharedValue<Item, Value>(items: readonly Item[], read: (item: Item) => Value): SharedValue<Value> {
  const [first, ...others] = items;
  if (first === undefined) {
    return { kind: 'mixed' };
  }
  const value = read(first);
  return others.every((item) => read(item) === value) ? { kind: 'same', value } : { kind: 'mixed' };
}
