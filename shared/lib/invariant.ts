/** Throws when something that must hold does not: a defect of the program, never bad input. */
export function invariant(condition: unknown, why: string): asserts condition {
  if (!condition) {
    throw new Error(`Invariant broken: ${why}`);
  }
}
