import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { counted } from './faultCounts';
import { historyScriptSchema } from './historyScript';
import { type Hunt, huntMutant, mutants } from './mutants/huntMutants';
import { type HistoriesOutcome, missingFaults, runHistories } from './runHistories';
import { shrinkHistory } from './shrinkHistory';
import type { SwarmOptions } from './swarmHistory';
import { playHistory } from './tortureHistory';
import { realProtocol } from './tortureProtocol';
import { tortureStart } from './tortureWorld';

// `npm run torture:sync`: random histories of several people, a service and a network that fails, played in memory
// against properties P1 to P12 (docs/reliability.md). With `--setup FILE` one history that was printed before.
const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '2000' },
    steps: { type: 'string', default: '300' },
    replicas: { type: 'string', default: '2-9' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    setup: { type: 'string' },
  },
});

const { json } = values;
const startedMs = performance.now();

function say(text: string): void {
  if (!json) {
    console.log(text);
  }
}

function wholeNumber(name: 'histories' | 'steps' | 'seed'): number {
  const number = Number(values[name]);
  if (!Number.isSafeInteger(number) || number < 0) {
    throw new Error(`--${name} takes a whole number, not ${values[name]}`);
  }
  return number;
}

function swarmOptions(): SwarmOptions {
  const [fewest = 2, most = fewest] = values.replicas.split('-').map(Number);
  if (!(fewest >= 1 && most >= fewest && most <= 20)) {
    throw new Error(`--replicas takes a range such as 2-9, not ${values.replicas}`);
  }
  return { steps: wholeNumber('steps'), fewestReplicas: fewest, mostReplicas: most };
}

function seconds(): number {
  return Math.round(performance.now() - startedMs) / 1_000;
}

/** Plays the history of a file. */
function playSetup(file: string): number {
  const path = resolve(process.env['INIT_CWD'] ?? '.', file);
  const script = historyScriptSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const { violation, counts } = playHistory(script, { protocol: realProtocol, start: tortureStart() });
  console.log(json ? JSON.stringify({ violation, counts }) : (violation ?? 'Every property holds.'));
  return violation === undefined ? 0 : 1;
}

function tellCounts({ counts, played, playedTwice }: HistoriesOutcome): void {
  say(`${played} histories in ${seconds()} s, ${playedTwice} of them played twice`);
  counted.forEach((name) => say(`  ${name.padEnd(20)} ${counts[name].toLocaleString('en')}`));
}

function runAll(): number {
  const [seed, histories, swarm] = [wholeNumber('seed'), wholeNumber('histories'), swarmOptions()];
  say(`Seed ${seed}: ${histories} histories of ${swarm.steps} steps, ${values.replicas} replicas`);
  const outcome = runHistories({ seed, histories, swarm, protocol: realProtocol });
  tellCounts(outcome);
  const missing = missingFaults(outcome);
  const { violation } = outcome;
  const isGood = violation === undefined && missing.length === 0;
  if (violation !== undefined) {
    const { script, property, detail, history } = violation;
    const run = { protocol: realProtocol, start: tortureStart() };
    const setup = property === 'P10' ? script : shrinkHistory(script, property, run);
    say(`History ${history} (seed ${script.seed}) breaks ${property}: ${detail}`);
    say(`Shortened to ${setup.steps.length} steps; write this to a file and play it with --setup FILE:`);
    console.log(JSON.stringify({ ...(json ? { property, detail } : {}), ...setup }));
  } else if (json) {
    const { counts, played, playedTwice } = outcome;
    const machine = { cores: cpus().length, node: process.version };
    console.log(
      JSON.stringify({ seed, played, playedTwice, seconds: seconds(), violations: 0, missing, counts, machine }),
    );
  }
  say(missing.length === 0 ? '' : `Too few faults to prove anything: ${missing.join(', ')}`);
  say(isGood ? 'Violations of P1 to P10 and P12: 0' : 'Failed');
  return isGood ? 0 : 1;
}

function lineOf({ mutant, caught }: Hunt): string {
  const found = caught === undefined ? 'NOT CAUGHT' : `${caught.property} in history ${caught.history}`;
  return `${mutant.name.padEnd(22)} ${found.padEnd(24)} ${mutant.says}`;
}

function huntAll(): number {
  const asked = { seed: wholeNumber('seed'), histories: wholeNumber('histories'), swarm: swarmOptions() };
  const hunts = mutants.map((mutant) => {
    const hunt = huntMutant(mutant, asked);
    say(lineOf(hunt));
    return hunt;
  });
  const missed = hunts.filter(({ caught }) => caught === undefined);
  say(`${hunts.length - missed.length} of ${hunts.length} mutants caught within ${asked.histories} histories each`);
  if (json) {
    const told = hunts.map(({ mutant, caught }) => ({
      name: mutant.name,
      says: mutant.says,
      caught: caught && { history: caught.history, property: caught.property },
    }));
    console.log(JSON.stringify({ seed: asked.seed, seconds: seconds(), mutants: told }));
  }
  return missed.length === 0 ? 0 : 1;
}

process.exitCode = values.setup !== undefined ? playSetup(values.setup) : values.mutants ? huntAll() : runAll();
