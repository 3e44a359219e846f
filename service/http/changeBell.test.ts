import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ChangeBell } from './changeBell';

const timeoutMs = 600_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function listenerAt(bell: ChangeBell, head: () => { readonly seq: number; readonly freezes: string }) {
  const gone = new AbortController();
  const waiter = bell.listen('works', () => Promise.resolve(head()));
  const waits = (seen: number, freezes: string): Promise<void> =>
    waiter.rang({ seen, freezes, timeoutMs, signal: gone.signal });
  return { waits, leave: () => gone.abort() };
}

it("[V94] who waits hears of another process's change, also when somebody else has read it already", async () => {
  const bell = new ChangeBell();
  let head = { seq: 4, freezes: 'none' };
  const first = listenerAt(bell, () => head);
  const second = listenerAt(bell, () => head);
  const isFrozenHeard = first.waits(4, 'none');
  head = { seq: 4, freezes: 'north' };
  const after = second.waits(4, 'north');
  await isFrozenHeard;

  const third = listenerAt(bell, () => head);
  const isEntryHeard = third.waits(4, 'north');
  const fourth = listenerAt(bell, () => head);
  const last = fourth.waits(5, 'north');
  await Promise.all([isEntryHeard, after]);
  fourth.leave();
  await last;
  expect(bell.waitingCount()).toBe(0);
});
