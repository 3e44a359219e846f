import { describe, expect, test } from 'vitest';
import { historyScriptSchema } from './historyScript';
import { huntMutant, mutants } from './mutants/huntMutants';
import { missingFaults, runHistories } from './runHistories';
import { shrinkHistory } from './shrinkHistory';
import type { SwarmOptions } from './swarmHistory';
import { playHistory } from './tortureHistory';
import { realProtocol } from './tortureProtocol';
import { tortureStart } from './tortureWorld';

// Properties P1 to P10 and P12 are those of docs/reliability.md. `npm run torture:sync` plays as many as are asked for.

const few: SwarmOptions = { steps: 300, fewestReplicas: 2, mostReplicas: 4 };
const many: SwarmOptions = { ...few, mostReplicas: 9 };
// Some 25 ms of one core a history, and many times that where others want the cores too.
const allowMs = 600_000;

function mutantNamed(name: string): (typeof mutants)[number] {
  const mutant = mutants.find((it) => it.name === name);
  if (mutant === undefined) {
    throw new Error(`there is no mutant ${name}`);
  }
  return mutant;
}

describe('2,000 histories', () => {
  test.each([
    { seed: 1, histories: 600, swarm: few },
    { seed: 100_001, histories: 600, swarm: few },
    { seed: 200_001, histories: 600, swarm: few },
    { seed: 300_001, histories: 200, swarm: many },
  ])(
    '[P1] to [P10], [P12] hold in $histories histories from seed $seed',
    (asked) => {
      const outcome = runHistories({ ...asked, protocol: realProtocol });
      const { property, detail, script } = outcome.violation ?? {};
      expect({ property, detail, seed: script?.seed }).toEqual({});
      expect(outcome.played).toBe(asked.histories);
      expect(missingFaults(outcome)).toEqual([]);
    },
    allowMs,
  );
});

describe('bugs put in on purpose', () => {
  test('at least 25 are kept ready, each with a name of its own', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBeGreaterThanOrEqual(25);
  });

  test.each([
    ['last-writer-wins', 'P7'],
    ['blind-delete', 'P4'],
    ['tags-unchecked', 'P5'],
    ['referrers-unchecked', 'P5'],
    ['parked-dropped', 'P1'],
    ['partly-accepted', 'P1'],
    ['decision-forgotten', 'P6'],
    ['equal-is-conflict', 'P7'],
    ['sent-once', 'P3'],
    ['foreign-not-shown', 'P2'],
    ['by-the-clock', 'P10'],
  ])('%s breaks %s', (name, property) => {
    expect(huntMutant(mutantNamed(name), { seed: 1, histories: 20, swarm: many }).caught?.property).toBe(property);
  });
});

test('a history that fails is shortened, and fails the same when it is read back from its file', () => {
  const { protocol } = mutantNamed('parked-dropped');
  const { violation } = runHistories({ seed: 1, histories: 5, swarm: few, protocol });
  expect(violation).toBeDefined();
  const run = { protocol, start: tortureStart() };
  const short = violation && shrinkHistory(violation.script, violation.property, run);
  expect(short?.steps.length).toBeLessThan(20);
  const read = historyScriptSchema.parse(JSON.parse(JSON.stringify(short)));
  expect(playHistory(read, run).violation?.property).toBe('P1');
  expect(playHistory(read, { ...run, protocol: realProtocol }).violation).toBeUndefined();
});
