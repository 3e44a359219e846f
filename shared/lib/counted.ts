/** A number with what it counts: `1 field`, `7 fields`, `1,248 sensors`. `plural`: where an s does not make it. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : plural}`;
}
