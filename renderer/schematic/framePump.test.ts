import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FramePump } from './framePump';

// Rule numbers refer to docs/spec/scene.md.

let callbacks = new Map<number, () => void>();
let lastId = 0;

beforeEach(() => {
  callbacks = new Map();
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
    lastId += 1;
    callbacks.set(lastId, callback);
    return lastId;
  });
  vi.stubGlobal('cancelAnimationFrame', (id: number) => callbacks.delete(id));
  vi.stubGlobal('requestIdleCallback', () => 0);
  vi.stubGlobal('cancelIdleCallback', () => undefined);
});
afterEach(() => vi.unstubAllGlobals());

function nextFrame(): void {
  const due = [...callbacks.values()];
  callbacks.clear();
  due.forEach((callback) => callback());
}

function countingPump() {
  const early: boolean[] = [];
  const pump: FramePump = new FramePump(
    () => {
      early.push(pump.isEarly);
      return true;
    },
    () => false,
  );
  return { pump, early };
}

test('[SC56] many requests are one painted frame', () => {
  const { pump, early } = countingPump();
  pump.request();
  pump.request();
  nextFrame();
  nextFrame();
  expect(early).toEqual([false]);
});

test('[SC57] what is due is painted early once between two frames, and then waits', () => {
  const { pump, early } = countingPump();
  pump.request();
  pump.paintEarly();
  expect(early).toEqual([true]);
  pump.request();
  pump.paintEarly();
  expect(early).toEqual([true]);
  nextFrame();
  expect(early).toEqual([true, false]);
});

test('[SC57] nothing due is nothing painted', () => {
  const { pump, early } = countingPump();
  pump.paintEarly();
  expect(early).toEqual([]);
});
