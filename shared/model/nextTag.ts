/** Digits longer than this are no counter. */
const longestCounter = 12;
const firstNumber = 101;

function counted(before: string, width: number, after: string): (value: number) => string {
  return (value) => `${before}${String(value).padStart(width, '0')}${after}`;
}

function firstFree(tagFor: (value: number) => string, start: number, isTaken: (tag: string) => boolean): string {
  let value = start;
  while (isTaken(tagFor(value))) {
    value += 1;
  }
  return tagFor(value);
}

/** The next free tag of the same form: `P-101` gives `P-102`, `FV-09A` gives `FV-10A`, `PUMP` gives `PUMP-2`. */
export function nextTag(tag: string, isTaken: (tag: string) => boolean): string {
  const parts = /^(.*?)(\d+)(\D*)$/s.exec(tag);
  const [, before = '', digits = '', after = ''] = parts ?? [];
  if (digits === '' || digits.length > longestCounter) {
    return firstFree(counted(`${tag}-`, 1, ''), 2, isTaken);
  }
  return firstFree(counted(before, digits.length, after), Number(digits) + 1, isTaken);
}

/** The tag proposed for a new component: its class's letters and the first free number from 101 on. */
export function firstTag(letters: string, isTaken: (tag: string) => boolean): string {
  return firstFree(counted(`${letters}-`, 3, ''), firstNumber, isTaken);
}
