/** The properties that every history has to keep; what each means is said in docs/reliability.md. */
export const properties = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9', 'P10', 'P12', 'threw'] as const;
export type Property = (typeof properties)[number];

/** A property that a history does not keep. */
export class Violation extends Error {
  readonly property: Property;

  constructor(property: Property, detail: string) {
    super(detail);
    this.property = property;
  }
}

/** Throws a violation where something does not hold. The words are made only then. */
export function demand(holds: boolean, property: Property, detail: () => string): asserts holds {
  if (!holds) {
    throw new Violation(property, detail());
  }
}
