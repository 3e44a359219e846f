/** By the number of a quality; the CSV import reads the same words. */
const qualityWords = ['good', 'uncertain', 'bad'] as const;

/** A quality in a word. What is not good and not known to be bad is uncertain. */
export function qualityWordOf(quality: number | undefined): string {
  return qualityWords[quality ?? 0] ?? 'uncertain';
}
