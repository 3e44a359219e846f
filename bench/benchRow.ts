/** One line of the table of benchmarks. */
export interface BenchRow {
  readonly group: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Undefined: measured for information. */
  readonly aim: number | undefined;
  /** Whether the aim is a floor or a ceiling. */
  readonly better: 'higher' | 'lower';
}

/** Whether the aim was reached; undefined where there is none. */
export function isReached({ value, aim, better }: BenchRow): boolean | undefined {
  return aim === undefined ? undefined : better === 'lower' ? value <= aim : value >= aim;
}

function numberText(value: number): string {
  return value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
}

function aimText({ aim, better, unit }: BenchRow): string {
  return aim === undefined ? '' : `${better === 'lower' ? '≤' : '≥'} ${aim} ${unit}`;
}

function reachedText(row: BenchRow): string {
  const reached = isReached(row);
  return reached === undefined ? '' : reached ? 'yes' : 'NO';
}

/** The rows as a table for people, in Markdown. */
export function tableOf(rows: readonly BenchRow[]): string {
  const cells = [
    ['what', 'measured', 'value', 'aim', 'reached'],
    ...rows.map((row) => [row.group, row.name, `${numberText(row.value)} ${row.unit}`, aimText(row), reachedText(row)]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

/** The value below which this share of the numbers lies; NaN of none. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
