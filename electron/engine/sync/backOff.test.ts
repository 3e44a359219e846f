import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ServiceFailure, ServiceFailureReason } from '../../../shared/sync/serviceFailure';
import { backOffMs } from './backOff';

const failed = (reason: ServiceFailureReason, retryAfterMs?: number): ServiceFailure => ({
  ...{ reason, host: 'plants.example', detail: '' },
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

test('[Y13] waiting grows from 1 s to 60 s, each time somewhere in the upper half', () => {
  expect([0, 1, 2, 3, 9].map((before) => backOffMs(failed('unreachable'), before, 0.999_999))).toEqual(
    [1_000, 2_000, 4_000, 8_000, 60_000].map((fullMs) => expect.closeTo(fullMs, -1)),
  );
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.nat(2_000), random, (before, dice) => {
      const delayMs = backOffMs(failed('busy'), before, dice);
      expect(delayMs).toBeGreaterThanOrEqual(1_000);
      expect(delayMs).toBeLessThanOrEqual(60_000);
      expect(delayMs).toBeGreaterThanOrEqual(Math.min(30_000, 500 * 2 ** before));
    }),
  );
});

test('[Y13] what a person has to put right is tried slowly; the service may ask for more patience', () => {
  expect(backOffMs(failed('signed-out'), 0, 0)).toBe(30_000);
  expect(backOffMs(failed('busy', 120_000), 0, 0)).toBe(120_000);
});
