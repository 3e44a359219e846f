/** What one cell of printed CSV may hold. NaN and undefined are printed as an empty cell. */
export type CsvCell = string | number | undefined;

/** One cell. Text that a spreadsheet would take for a formula gets a leading apostrophe (CWE-1236); numbers stay numbers. */
export function csvCell(cell: CsvCell): string {
  if (cell === undefined || (typeof cell === 'number' && Number.isNaN(cell))) {
    return '';
  }
  if (typeof cell === 'number') {
    return String(cell);
  }
  const harmless = /^[=+\-@\t\r\0]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Rows as CSV (RFC 4180), one a line. */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\n`).join('');
}
