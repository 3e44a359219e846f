import { expect, it } from 'vitest';
import type { SourceStatus } from '../contract/sourceCalls';
import { lostSentence, notLiveSentence } from './lostSource';
import { createZoneClock } from './zoneClock';

const clock = createZoneClock('UTC');
const nowMs = Date.UTC(2026, 2, 14, 15, 0);
const sinceMs = Date.UTC(2026, 2, 14, 14, 3, 20);
const hourMs = 3_600_000;

function lost(name: string, about: Partial<SourceStatus> = {}) {
  const status: SourceStatus = {
    ...{ sourceId: name, phase: 'failing', sentence: 'It refuses.', reason: 'unreachable', sinceMs },
    ...{ clockSkewMs: 0, filling: false, waitingPoints: 0, rejectedPoints: 0 },
    ...about,
  };
  return { name, status };
}

it('[P62] a source that is silent is told with the time since when', () => {
  expect(lostSentence([lost('the historian')], { nowMs, clock })).toBe('Cannot reach the historian since 14:03.');
  const yesterday = lost('North', { sinceMs: sinceMs - 24 * hourMs });
  expect(lostSentence([yesterday], { nowMs, clock })).toBe('Cannot reach North since Fri 13 Mar 2026, 14:03.');
});

it('[P62] several are told together, since the first of them was lost', () => {
  const sources = [lost('North'), lost('South', { sinceMs: sinceMs - hourMs }), lost('West', { reason: 'timeout' })];
  expect(lostSentence(sources, { nowMs, clock })).toBe('Cannot reach North, South and West since 13:03.');
});

it('[P62] one that answers but not as it should says why', () => {
  const refusing = lost('North', { reason: 'unauthorized' });
  expect(lostSentence([refusing], { nowMs, clock })).toBe('North, since 14:03: It refuses.');
  expect(lostSentence([], { nowMs, clock })).toBe('');
});

it('[P39] live says in the same words why it is not live', () => {
  expect(notLiveSentence([lost('the historian')], { nowMs, clock })).toBe(
    'Not live: cannot reach the historian since 14:03.',
  );
  const refusing = lost('North', { reason: 'unauthorized' });
  expect(notLiveSentence([refusing], { nowMs, clock })).toBe('Not live: North, since 14:03: It refuses.');
});
