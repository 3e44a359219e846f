/** A number as people write it: either minus, a comma or a point. Empty: undefined. A sentence where it is none. */
export function readNumber(
  text: string,
): { readonly ok: true; readonly value: number | undefined } | { readonly ok: false; readonly problem: string } {
  const plain = text.trim().replace('−', '-').replace(',', '.');
  if (plain === '') {
    return { ok: true, value: undefined };
  }
  const value = Number(plain);
  return Number.isFinite(value) ? { ok: true, value } : { ok: false, problem: `“${text.trim()}” is not a number` };
}

/** Why a text cannot stand for a number. */
export function numberProblem(text: string): string | undefined {
  const read = readNumber(text);
  return read.ok ? undefined : read.problem;
}
