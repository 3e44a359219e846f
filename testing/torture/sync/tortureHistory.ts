import { type Counts } from './faultCounts';
import type { HistoryScript, HistoryStep, StepKind } from './historyScript';
import { comeToRest } from './comeToRest';
import { quickHash } from './quickHash';
import { tortureGesture } from './tortureGestures';
import { isRequest, type Message } from './tortureMessages';
import type { TortureProtocol } from './tortureProtocol';
import { mineAfterAll } from './tortureResolution';
import { type TortureStart, TortureWorld } from './tortureWorld';
import { type Property, Violation } from './violation';

/** What came of a history. */
export interface HistoryOutcome {
  readonly counts: Counts;
  /** The same for the same script, whatever else ran before. */
  readonly trace: string;
  /** Undefined: every property holds. */
  readonly violation: { readonly property: Property; readonly detail: string } | undefined;
}

/** What histories are played with. */
export interface HistoryRun {
  readonly protocol: TortureProtocol;
  readonly start: TortureStart;
}

type Deed = (world: TortureWorld, step: HistoryStep, script: HistoryScript) => void;

function edit(world: TortureWorld, { serial, replica, roll }: HistoryStep, { settings }: HistoryScript): void {
  const program = world.program(replica);
  const prefix = `e${serial}`;
  const { heat, tags } = settings;
  // One number decides what is done and another to what, or hot things would always meet the same fate.
  const which = Math.imul(roll[0] ^ (roll[1] << 7), 0x9e3779b1) >>> 16;
  const patch = tortureGesture(program.file().shown, which, { roll, heat, tags, prefix });
  if (patch !== undefined && program.edit({ id: editId(serial), label: prefix, patch })) {
    world.counts.edits += 1;
  }
}

/** In the form of a UUID, as the wire wants it. */
function editId(serial: number): string {
  return `00000000-0000-4000-8000-${(serial + 1).toString(16).padStart(12, '0')}`;
}

function undo(world: TortureWorld, { serial, replica }: HistoryStep): void {
  const program = world.program(replica);
  const { journal, shown } = program.file();
  const gesture = journal.at(-1);
  const patch = gesture && world.protocol.takenBack(shown, gesture);
  if (patch !== undefined && program.edit({ id: editId(serial), label: `u${serial}`, patch, isUndo: true })) {
    world.counts.undone += 1;
  }
}

function resolve(world: TortureWorld, { serial, replica, roll }: HistoryStep): void {
  const program = world.program(replica);
  const open = program.open();
  const conflict = open[roll[0] % Math.max(1, open.length)];
  if (conflict === undefined) {
    return;
  }
  const take = roll[1] % 2 === 0 ? 'mine' : 'theirs';
  const patch = take === 'mine' ? mineAfterAll(program.file().shown, conflict.ops) : { changes: [] };
  const resolves = [{ conflictId: conflict.id, take }] as const;
  if (program.edit({ id: editId(serial), label: `r${serial}`, patch, resolves })) {
    world.counts.resolved += 1;
  }
}

function takeMessage(world: TortureWorld, { roll }: HistoryStep): Message | undefined {
  const { messages, counts } = world;
  const at = roll[1] % 2 === 0 ? 0 : roll[2] % Math.max(1, messages.length);
  const [message] = messages.splice(at, 1);
  const isOvertaking = message !== undefined && messages.slice(0, at).some((it) => it.replica === message.replica);
  counts.reordered += isOvertaking ? 1 : 0;
  return message;
}

function deliver(world: TortureWorld, step: HistoryStep): void {
  const message = takeMessage(world, step);
  if (message !== undefined) {
    world.arrive(message);
  }
}

function drop(world: TortureWorld, step: HistoryStep): void {
  const message = takeMessage(world, step);
  if (message === undefined) {
    return;
  }
  const { content } = message;
  const isLostAnswer = !isRequest(content) && content.to === 'push' && content.answer.status === 'accepted';
  world.counts.drops += 1;
  world.counts.lostAnswers += isLostAnswer ? 1 : 0;
}

function duplicate(world: TortureWorld, { roll }: HistoryStep): void {
  const message = world.messages[roll[2] % Math.max(1, world.messages.length)];
  if (message !== undefined) {
    world.messages.push(message);
    world.counts.duplicates += 1;
  }
}

function exchange(world: TortureWorld, { replica, roll }: HistoryStep): void {
  for (let turn = 0; turn <= roll[0] % 4; turn += 1) {
    world.exchange(replica, 'pull');
    world.exchange(replica, 'push');
  }
}

function crash(world: TortureWorld, { replica }: HistoryStep): void {
  world.program(replica).restart();
  world.counts.crashes += 1;
}

function crashAtWrite(world: TortureWorld, { replica, roll }: HistoryStep): void {
  const isLost = roll[0] % 2 === 0;
  world.program(replica).crashAtNextWrite(isLost ? 'lost' : 'kept');
  world.counts[isLost ? 'crashesLosingWrite' : 'crashesKeepingWrite'] += 1;
}

function copyFile(world: TortureWorld, { replica, roll }: HistoryStep): void {
  const target = world.program(replica + 1 + (roll[0] % Math.max(1, world.programs.length - 1)));
  const source = world.program(replica);
  if (target !== source) {
    const lost = target.file();
    target.restart(source.file());
    world.overwritten(lost);
    world.counts.fileCopies += 1;
  }
}

function keepFile(world: TortureWorld, { replica }: HistoryStep): void {
  const lost = world.aside.get(replica);
  world.aside.set(replica, world.program(replica).file());
  if (lost !== undefined) {
    world.overwritten(lost);
  }
}

function restoreFile(world: TortureWorld, { replica }: HistoryStep): void {
  const file = world.aside.get(replica);
  if (file !== undefined) {
    const lost = world.program(replica).file();
    world.program(replica).restart(file);
    world.overwritten(lost);
    world.counts.fileRestores += 1;
  }
}

function restoreService(world: TortureWorld, { roll }: HistoryStep): void {
  const { log } = world.service;
  const lost = roll[0] % Math.min(log.length, 2 + (roll[1] % 12));
  world.restoreService(Math.max(1, log.length - lost));
  world.counts.serviceRestores += 1;
}

function freeze(world: TortureWorld): void {
  const { frozenAreas } = world.service;
  if (!frozenAreas.delete('area-1')) {
    frozenAreas.add('area-1');
    world.counts.freezes += 1;
  }
}

const deeds: Readonly<Record<StepKind, Deed>> = {
  edit,
  undo,
  resolve,
  pull: (world, { replica }) => world.ask(replica, 'pull'),
  push: (world, { replica }) => world.ask(replica, 'push'),
  keep: (world, { replica }) => world.ask(replica, 'keep'),
  exchange,
  deliver,
  drop,
  duplicate,
  crash,
  'crash-at-write': crashAtWrite,
  'copy-file': copyFile,
  'keep-file': keepFile,
  'restore-file': restoreFile,
  'restore-service': restoreService,
  freeze,
};

function mix(trace: string, world: TortureWorld): string {
  const files = world.programs.map((program) => {
    const { state, outbox, parked } = program.file();
    return `${state.cursor} ${state.digest.slice(0, 8)} ${outbox.length} ${parked.size}`;
  });
  return quickHash(`${trace}${world.service.head().hash}${files.join()}`).slice(0, 32);
}

/** Plays a history to its end: its steps, then rest without faults, then every conflict decided. */
export function playHistory(script: HistoryScript, { protocol, start }: HistoryRun): HistoryOutcome {
  const world = new TortureWorld(script.settings, protocol, start);
  let trace = '';
  try {
    for (const step of script.steps) {
      deeds[step.kind](world, step, script);
      if (step.serial % 32 === 0) {
        trace = mix(trace, world);
        world.checkShown(step.replica);
      }
    }
    comeToRest(world, script);
    return { counts: world.finalCounts(), trace: mix(trace, world), violation: undefined };
  } catch (error) {
    const property = error instanceof Violation ? error.property : 'threw';
    const detail = error instanceof Error ? error.message : String(error);
    return { counts: world.finalCounts(), trace: mix(trace, world), violation: { property, detail } };
  }
}
