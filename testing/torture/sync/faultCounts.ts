/** What was done to the histories of a run, and what came of it. */
export const counted = [
  'edits',
  'undone',
  'drops',
  'lostAnswers',
  'duplicates',
  'reordered',
  'stragglers',
  'crashes',
  'crashesLosingWrite',
  'crashesKeepingWrite',
  'fileCopies',
  'fileRestores',
  'serviceRestores',
  'freezes',
  'accepted',
  'rejected',
  'parked',
  'resolved',
] as const;
export type Counted = (typeof counted)[number];
export type Counts = Record<Counted, number>;

/** Which of them are faults that a run has to have had. */
export const faults: readonly Counted[] = counted.slice(2, 13);

/** All zero. */
export function noCounts(): Counts {
  return Object.fromEntries(counted.map((name) => [name, 0])) as Counts;
}

/** Adds the counts of a history to those of a run. */
export function addCounts(sum: Counts, more: Counts): void {
  counted.forEach((name) => (sum[name] += more[name]));
}
