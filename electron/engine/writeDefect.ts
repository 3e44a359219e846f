/** Tells a fault of the program itself where its other output goes, as one that ends a process is told. */
export function writeDefect(thrown: unknown): void {
  const words = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  process.stderr.write(`${words}\n`);
}
