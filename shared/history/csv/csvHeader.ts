/** A column's name and unit as its header gives them. */
export interface ColumnHeader {
  readonly name: string;
  readonly unit: string;
}

const bracketed = /^(.*?)\s*[([]\s*([^()[\]]*)\s*[)\]]\s*$/;
/** Endings of names that are units, as building exports write them. */
const suffixes: Readonly<Record<string, string>> = {
  _degf: '°F', _degc: '°C', _f: '°F', _c: '°C', _psi: 'psi', _gpm: 'gpm', _kpa: 'kPa', _kw: 'kW', _pct: '%', _percent: '%',
}; // prettier-ignore

function tidyUnit(unit: string): string {
  return unit.replace(/^deg\s*([CF])$/i, (_, scale: string) => `°${scale.toUpperCase()}`).replace('₂', '2');
}

/** Splits a header into name and unit: `Flow (m3/h)`, `TT-101 [°C]`, `HWS_value_f`. The name stays as written without the bracket. */
export function readHeader(text: string): ColumnHeader {
  const header = text.replace(/^\uFEFF/, '').trim();
  const match = bracketed.exec(header);
  const inside = match?.[2]?.trim();
  const before = match?.[1]?.trim();
  if (inside !== undefined && inside !== '' && before !== undefined && before !== '') {
    return { name: before, unit: tidyUnit(inside) };
  }
  const suffix = Object.keys(suffixes).find((ending) => header.toLowerCase().endsWith(ending));
  return { name: header, unit: suffix === undefined ? '' : (suffixes[suffix] ?? '') };
}

/** The names of all columns, made unique: a name met again gets `#2`, `#3`; an empty one becomes `Column 4`. */
export function readHeaders(cells: readonly string[]): readonly ColumnHeader[] {
  const seen = new Map<string, number>();
  return cells.map((cell, index) => {
    const header = readHeader(cell);
    const name = header.name === '' ? `Column ${index + 1}` : header.name;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return { name: times === 1 ? name : `${name} #${times}`, unit: header.unit };
  });
}
