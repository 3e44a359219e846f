import { checkModel } from '../../../shared/model/checkPatch';
import { diffModels } from '../../../shared/model/diffModels';
import { sumOf } from '../../../shared/sync/stateSum';
import { testLookup } from '../../modelGestures';
import type { HistoryScript } from './historyScript';
import { quickHash } from './quickHash';
import type { TortureProgram } from './tortureProgram';
import { mineAfterAll } from './tortureResolution';
import { modelOfRecords, type TortureWorld } from './tortureWorld';
import { demand } from './violation';
import { type Dice, xorshift } from './xorshift';

/** [P3] Rounds in which everybody talks to the service once, after the last fault. */
const mostRounds = 10;
/** [P8] Rounds of deciding. */
const mostDecisions = 6;

function isAtRest(world: TortureWorld): boolean {
  const { seq, hash } = world.service.head();
  return world.programs.every((program) => {
    const { outbox, state } = program.file();
    const isThere = state.cursor === seq && state.headHash === hash && state.epoch === world.service.options.epoch;
    return isThere && outbox.length === 0;
  });
}

/** One program reads and sends until it has nothing more, or has tried far too often. */
function talk(world: TortureWorld, replica: number): void {
  const program = world.program(replica);
  const { length } = program.file().outbox;
  let left = 20 + 4 * length + world.service.log.length;
  const isReading = (): boolean => {
    const { cursor, epoch } = program.file().state;
    world.exchange(replica, 'pull');
    left -= 1;
    const { state } = program.file();
    return program.isDiverged() || state.cursor !== cursor || state.epoch !== epoch;
  };
  do {
    while (left > 0 && isReading());
  } while (left > 0 && world.exchange(replica, 'push'));
}

/** Old messages arrive while everybody comes to rest. */
function straggle(world: TortureWorld, dice: Dice): void {
  const count = dice.below(4);
  for (let turn = 0; turn < count && world.messages.length > 0; turn += 1) {
    const [message] = world.messages.splice(dice.below(world.messages.length), 1);
    if (message !== undefined) {
      world.arrive(message);
      world.counts.stragglers += 1;
    }
  }
}

function rest(world: TortureWorld, dice: Dice | undefined): void {
  for (let round = 0; round < mostRounds; round += 1) {
    world.programs.forEach((_, replica) => {
      if (dice !== undefined) {
        straggle(world, dice);
      }
      talk(world, replica);
    });
    if (world.messages.length === 0 && isAtRest(world)) {
      return;
    }
  }
  // What still was on its way may have come in the last round.
  world.programs.forEach((_, replica) => talk(world, replica));
  demand(isAtRest(world), 'P3', () => `not at rest after ${mostRounds} rounds: ${standing(world)}`);
}

function standing(world: TortureWorld): string {
  const files = world.programs.map((program) => {
    const { state, outbox } = program.file();
    return `${state.epoch} ${state.cursor} with ${outbox.length} pending`;
  });
  return `service ${world.service.options.epoch} ${world.service.log.length}; ${files.join(', ')}`;
}

/** [P8] Somebody decides everything that is open at a program. Answers whether there was anything. */
function decideAll(program: TortureProgram, names: { readonly round: number; readonly replica: number }): boolean {
  const open = program.open();
  open.forEach((conflict, index) => {
    const take = (names.round + index) % 2 === 0 ? 'mine' : 'theirs';
    const patch = take === 'mine' ? mineAfterAll(program.file().shown, conflict.ops) : { changes: [] };
    const serial = (names.round * 100 + names.replica) * 1_000 + index;
    const id = `00000000-0000-4000-9000-${serial.toString(16).padStart(12, '0')}`;
    program.edit({ id, label: 'Decide', patch, resolves: [{ conflictId: conflict.id, take }] });
  });
  return open.length > 0;
}

function decide(world: TortureWorld): void {
  for (let round = 0; round < mostDecisions; round += 1) {
    const decided = world.programs.filter((program, replica) => decideAll(program, { round, replica }));
    if (decided.length === 0) {
      return;
    }
    rest(world, undefined);
  }
  demand(false, 'P8', () => `conflicts are open after ${mostDecisions} rounds of deciding`);
}

/** [P2] Everybody shows the plant that the log makes, and the digests are those of its records. */
function checkAgreement(world: TortureWorld): void {
  const { service, programs } = world;
  const records = [...service.world.records()];
  const { digest } = service.head();
  demand(sumOf(records, quickHash) === digest, 'P2', () => 'the digest of the service is not that of its records');
  const model = modelOfRecords(records);
  const broken = checkModel(model, testLookup);
  demand(broken === undefined, 'P5', () => `${broken?.rule ?? ''}: ${broken?.detail ?? ''}`);
  programs.forEach((program, replica) => {
    const { state, shown, records: kept } = program.file();
    demand(state.digest === digest, 'P2', () => `replica ${replica} has another digest`);
    demand(sumOf(kept.values(), quickHash) === digest, 'P2', () => `replica ${replica} has other records`);
    const [first] = diffModels(model, shown).changes;
    demand(first === undefined, 'P2', () => `replica ${replica} shows another ${first?.kind ?? ''} ${first?.id ?? ''}`);
  });
}

/** Ends the faults of a history and checks what has to hold then. */
export function comeToRest(world: TortureWorld, { seed, stragglers }: HistoryScript): void {
  world.service.frozenAreas.clear();
  world.forgetAside();
  if (!stragglers) {
    world.messages = [];
  }
  rest(world, xorshift(seed + 1));
  checkAgreement(world);
  world.checkBalance();
  decide(world);
  checkAgreement(world);
  world.checkBalance();
}
