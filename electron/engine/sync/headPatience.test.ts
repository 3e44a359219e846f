import { expect, test } from 'vitest';
import { HeadPatience } from './headPatience';

// Rule numbers refer to docs/spec/tenants.md.

test('[Y72] a service that is slow at present is given more time, and less again once it is fast', () => {
  const patience = new HeadPatience(4_000, 30_000);
  const given: number[] = [];
  for (const tookMs of [20, 900, 3_000, 9_000, 20]) {
    patience.heard(tookMs);
    given.push(patience.silenceMs(0));
  }
  expect(given).toEqual([4_000, 4_000, 12_000, 30_000, 4_000]);
});

test('[Y72] where no answer came at all, the next one is given twice the time', () => {
  const patience = new HeadPatience(4_000, 30_000);
  const given = Array.from({ length: 4 }, () => {
    patience.missed();
    return patience.silenceMs(0);
  });
  expect(given).toEqual([8_000, 16_000, 30_000, 30_000]);
});

test('[Y72] what has much to send is given the time that it takes', () => {
  const patience = new HeadPatience(4_000, 30_000);
  expect(patience.silenceMs(100_000)).toBe(14_000);
});
