import { expect, test } from 'vitest';
import { AnswerPatience } from './answerPatience';

// Rule numbers refer to docs/spec/tenants.md.

test('[Y72] a service that is slow at present is given more time, and less again once it is fast', () => {
  const patience = new AnswerPatience(3_000, 30_000);
  const given: number[] = [];
  for (const tookMs of [20, 700, 3_000, 9_000, 20, 20, 20, 20, 20, 20]) {
    patience.heard(tookMs);
    given.push(patience.bounds(0).silenceMs);
  }
  expect(given).toEqual([3_000, 3_000, 12_000, 30_000, 30_000, 30_000, 15_000, 15_000, 15_000, 7_500]);
});

test('[Y72] a question that always takes long gets through, though others in between are answered fast', () => {
  const patience = new AnswerPatience(3_000, 30_000);
  const pauseMs = 10_000;
  let tries = 0;
  do {
    tries += 1;
    patience.heard(5);
    if (patience.bounds(0).idleTimeoutMs < pauseMs) {
      patience.missed();
    }
  } while (patience.bounds(0).idleTimeoutMs < pauseMs);
  expect(tries).toBe(2);
});

test('[Y72] where no answer came at all, the next one is given twice the time', () => {
  const patience = new AnswerPatience(3_000, 30_000);
  const given = Array.from({ length: 5 }, () => {
    patience.missed();
    return patience.bounds(0);
  });
  expect(given.map(({ silenceMs }) => silenceMs)).toEqual([6_000, 12_000, 24_000, 30_000, 30_000]);
  expect(given.map(({ idleTimeoutMs }) => idleTimeoutMs)).toEqual([6_000, 12_000, 24_000, 30_000, 30_000]);
});

test('[Y72] what has much to send is given the time that it takes', () => {
  const patience = new AnswerPatience(3_000, 30_000);
  expect(patience.bounds(100_000)).toEqual({ silenceMs: 13_000, idleTimeoutMs: 3_000 });
});
