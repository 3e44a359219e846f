import type { HistoryScript, HistorySettings, HistoryStep, StepKind } from './historyScript';
import { type Dice, xorshift } from './xorshift';

/** What is asked of the histories of one run. */
export interface SwarmOptions {
  readonly steps: number;
  readonly fewestReplicas: number;
  readonly mostReplicas: number;
}

/** How much of each kind a history may have, before it draws its own share. */
const usualWeights: Readonly<Record<StepKind, number>> = {
  edit: 90,
  undo: 6,
  pull: 30,
  push: 40,
  keep: 6,
  exchange: 14,
  resolve: 8,
  deliver: 90,
  drop: 14,
  duplicate: 14,
  crash: 4,
  'crash-at-write': 6,
  'copy-file': 3,
  'keep-file': 4,
  'restore-file': 2,
  'restore-service': 4,
  freeze: 2,
};

/** Kinds that a history may do without. */
const optional: ReadonlySet<StepKind> = new Set<StepKind>([
  'undo',
  'exchange',
  'resolve',
  'keep',
  'drop',
  'duplicate',
  'crash',
  'crash-at-write',
  'copy-file',
  'keep-file',
  'restore-file',
  'restore-service',
  'freeze',
]);
/** Kinds that most histories do without, since they change what the others mean. */
const rare: ReadonlySet<StepKind> = new Set<StepKind>(['restore-service', 'freeze']);
/** What would make foreign edits of one person's own. */
const severalAuthors: ReadonlySet<StepKind> = new Set<StepKind>([
  'copy-file',
  'keep-file',
  'restore-file',
  'restore-service',
  'freeze',
]);

function shareOf(kind: StepKind, dice: Dice): number {
  if (rare.has(kind) && dice.below(3) !== 0) {
    return 0;
  }
  if (optional.has(kind) && dice.below(5) === 0) {
    return 0;
  }
  // From a third to three times as often as usual.
  return usualWeights[kind] * 3 ** (2 * dice.fraction() - 1);
}

function drawWeights(settings: HistorySettings, dice: Dice): readonly (readonly [StepKind, number])[] {
  let sum = 0;
  return Object.keys(usualWeights).flatMap((key) => {
    const kind = key as StepKind;
    const share = shareOf(kind, dice);
    if (share === 0 || (settings.singleAuthor && severalAuthors.has(kind))) {
      return [];
    }
    sum += share;
    return [[kind, sum] as const];
  });
}

function drawSettings(options: SwarmOptions, dice: Dice): HistorySettings {
  const { fewestReplicas, mostReplicas } = options;
  return {
    replicas: fewestReplicas + dice.below(mostReplicas - fewestReplicas + 1),
    heat: 1 + 3 * dice.fraction(),
    tags: 2 + dice.below(10),
    singleAuthor: dice.below(12) === 0,
  };
}

function pickKind(weights: readonly (readonly [StepKind, number])[], at: number): StepKind {
  return weights.find(([, until]) => at < until)?.[0] ?? 'edit';
}

/** The history of a seed: it draws its own weights and settings first, then its steps by them. */
export function swarmHistory(seed: number, options: SwarmOptions): HistoryScript {
  const dice = xorshift(seed);
  const settings = drawSettings(options, dice);
  const weights = drawWeights(settings, dice);
  const sum = weights.at(-1)?.[1] ?? 0;
  const steps: HistoryStep[] = [];
  for (let serial = 0; serial < options.steps; serial += 1) {
    const kind = pickKind(weights, dice.fraction() * sum);
    const replica = settings.singleAuthor && (kind === 'edit' || kind === 'undo') ? 0 : dice.below(settings.replicas);
    steps.push({ serial, kind, replica, roll: [dice.next(), dice.next(), dice.next()] });
  }
  return { seed, settings, steps, stragglers: dice.below(3) !== 0 };
}
