import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type FluxChecker, loadFluxChecker } from '../../testing/fluxChecker';
import { hostileNames } from '../../testing/hostileNames';
import {
  fluxDuration,
  fluxEarliest,
  fluxLatest,
  fluxPattern,
  fluxString,
  fluxStrings,
  fluxTime,
  fluxTimeJustBefore,
} from './fluxLiteral';

const names = hostileNames(2_000);
let checker: FluxChecker;

beforeAll(async () => {
  checker = await loadFluxChecker();
});

/** The kinds and values of the literals in an expression. */
function literalsOf(expression: string): (readonly [kind: string, value: unknown])[] {
  const nodes = checker.nodes(`x = ${expression}`);
  expect(nodes.flatMap((node) => (Array.isArray(node['errors']) ? node['errors'] : []))).toEqual([]);
  return nodes.filter(({ type }) => /Literal|StringExpression/.test(type)).map((node) => [node.type, node['value']]);
}

function patternOf(expression: string): string {
  const literals = literalsOf(expression);
  expect(literals).toHaveLength(1);
  expect(literals[0]?.[0]).toBe('RegexpLiteral');
  return String(literals[0]?.[1]);
}

test('[I50] each of 2,000 hostile names is exactly one string literal that means it', () => {
  for (const name of names) {
    expect(literalsOf(fluxString(name))).toEqual([['StringLiteral', name]]);
  }
  expect(literalsOf(fluxStrings(names))).toEqual(names.map((name) => ['StringLiteral', name]));
});

test('[I50] a pattern of hostile names is one literal that matches each of them, whole, and nothing else', () => {
  for (const name of names) {
    const pattern = new RegExp(patternOf(fluxPattern([name])), 'u');
    expect(pattern.test(name)).toBe(true);
    expect(pattern.test(`${name}x`) || pattern.test(`x${name}`) || pattern.test(`${name}\n`)).toBe(false);
  }
  const [asked, others] = [names.slice(0, 1_000), names.slice(1_000)];
  const all = new RegExp(patternOf(fluxPattern(asked)), 'u');
  expect(asked.every((name) => all.test(name))).toBe(true);
  expect(others.some((name) => all.test(name))).toBe(false);
});

test('[I50] any text at all is one literal, as a string and in a pattern', () => {
  const text = fc.string({ unit: fc.oneof(fc.constantFrom(...'"\\/$`{}()[]|^.*+?\n'), fc.string({ unit: 'binary' })) });
  fc.assert(
    fc.property(text, text, (name, other) => {
      expect(literalsOf(fluxString(name))).toEqual([['StringLiteral', name]]);
      const pattern = new RegExp(patternOf(fluxPattern([name])), 'u');
      expect(pattern.test(name)).toBe(true);
      expect(pattern.test(other)).toBe(other === name);
    }),
  );
});

test('[I50] half of a character that no server can hold does not break the text', () => {
  expect(literalsOf(fluxString('a\ud800b'))).toEqual([['StringLiteral', 'a\ufffdb']]);
});

test('[I52] moments are literals of the millisecond, kept within what Flux can tell', () => {
  expect(fluxTime(0)).toBe('1970-01-01T00:00:00.000Z');
  expect(fluxTime(1_500.9)).toBe('1970-01-01T00:00:01.500Z');
  expect(fluxTimeJustBefore(1_500)).toBe('1970-01-01T00:00:01.499999999Z');
  expect(fluxEarliest).toBe('1677-09-22T00:00:00.000Z');
  expect(fluxLatest).toBe('2262-04-11T00:00:00.000Z');
  expect(fluxTime(8.64e15)).toBe(fluxLatest);
  expect(fluxDuration(2_592_000)).toBe('2592000ms');
});
