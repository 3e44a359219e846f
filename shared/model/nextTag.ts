/** Digits longer than this are no counter. */
const longestCounter = 12;
const firstNumber = 101;

function counted(before: string, width: number, after: string): (value: number) => string {
  return (value) => `${before}${String(value).padStart(width, '0')}${after}`;
}

/** Proposes tags that are free. */
export interface TagProposer {
  /** The next free tag of the same form: `P-101` gives `P-102`, `FV-09A` gives `FV-10A`, `PUMP` gives `PUMP-2`. */
  readonly next: (tag: string) => string;
  /** The tag for a new component: its class's letters and the first free number from 101 on. */
  readonly first: (letters: string) => string;
}

/** Numbers of one form that are known to be taken, from the first to before the last. */
interface TakenRun {
  readonly start: number;
  readonly end: number;
}

/**
 * Makes a proposer for one command. A tag once taken must stay taken while it is in use: it remembers how far it has
 * looked, so that pasting many components does not try the same tags again for each.
 */
export function tagProposer(isTaken: (tag: string) => boolean): TagProposer {
  const runs = new Map<string, TakenRun>();

  function firstFree(tagFor: (value: number) => string, start: number): string {
    const form = tagFor(0);
    const run = runs.get(form);
    let value = start;
    while ((run !== undefined && value >= run.start && value < run.end) || isTaken(tagFor(value))) {
      value = run !== undefined && value >= run.start && value < run.end ? run.end : value + 1;
    }
    if (run === undefined || start < run.start || start > run.end) {
      runs.set(form, { start, end: value });
    } else {
      runs.set(form, { start: run.start, end: Math.max(run.end, value) });
    }
    return tagFor(value);
  }

  return {
    next: (tag) => {
      const parts = /^(.*?)(\d+)(\D*)$/s.exec(tag);
      const [, before = '', digits = '', after = ''] = parts ?? [];
      return digits === '' || digits.length > longestCounter
        ? firstFree(counted(`${tag}-`, 1, ''), 2)
        : firstFree(counted(before, digits.length, after), Number(digits) + 1);
    },
    first: (letters) => firstFree(counted(`${letters}-`, 3, ''), firstNumber),
  };
}
