import type { SymbolLookup } from '../model/symbolLookup';
import { changeBetween } from './applyChanges';
import { type EntityBlame, blamedOps, frozenOps } from './blame';
import type { Changeset, OpConflict } from './changeset';
import { keyText, type Stamp } from './entityRecord';
import { type Obstacle, obstaclesOf, recordAfterOp, releasedBy, sightOf } from './judgeOp';
import { breachesIn } from './judgeRules';
import type { LoggedChange } from './logEntry';
import { OverlayWorld } from './recordWorld';
import type { World } from './world';

/** What a judgement needs besides the plant. */
export interface JudgeContext {
  readonly lookup: SymbolLookup;
  /** Areas in which nothing may be changed at present. */
  readonly frozenAreas: ReadonlySet<string>;
}

/** Whether a changeset can be taken. `changes`: what it does to the plant; of a refused one, what its good ops would do. */
export type Judgement =
  | { readonly verdict: 'accepted'; readonly changes: readonly LoggedChange[] }
  | {
      readonly verdict: 'rejected';
      readonly changes: readonly LoggedChange[];
      /** In order of the ops; an op may run into several things. */
      readonly conflicts: readonly OpConflict[];
    };

/** While one changeset is judged: which ops are out, and why. */
type BadOps = Map<number, readonly Obstacle[]>;

/** Written by the changeset that is being judged: later than anything in the log. */
const ownSeq = Number.MAX_SAFE_INTEGER;

/** Lays the good ops over the world. What runs into something on the way is added to the bad ones. */
function layOver(world: World, changeset: Changeset, bad: BadOps): OverlayWorld {
  const overlay = new OverlayWorld(world);
  const sight = sightOf(changeset);
  const stamp: Stamp = { seq: ownSeq, changeset: changeset.id };
  changeset.ops.forEach((op, index) => {
    if (bad.has(index)) {
      return;
    }
    const obstacles = obstaclesOf(overlay, op, sight);
    if (obstacles.length > 0) {
      bad.set(index, obstacles);
      return;
    }
    const after = recordAfterOp(overlay, op, stamp);
    if (after !== undefined) {
      overlay.put(after);
    }
  });
  return overlay;
}

/** Which op of this changeset was to create or delete each entity, and is out. */
function badOpsByKey({ ops }: Changeset, bad: BadOps, kind: 'create' | 'delete'): ReadonlyMap<string, number> {
  const entries = [...bad.keys()].flatMap((index) => {
    const op = ops[index];
    return op?.op === kind ? [[keyText(op), index] as const] : [];
  });
  return new Map(entries);
}

/** Ops that only make sense with a deletion that is out: they let go of what stays. Answers whether there were any. */
function addDependents(world: World, changeset: Changeset, bad: BadOps): boolean {
  const staying = badOpsByKey(changeset, bad, 'delete');
  if (staying.size === 0) {
    return false;
  }
  const before = bad.size;
  changeset.ops.forEach((op, index) => {
    const target = bad.has(index) ? undefined : releasedBy(world, op).find((key) => staying.has(keyText(key)));
    const because = target === undefined ? undefined : staying.get(keyText(target));
    if (because !== undefined) {
      bad.set(index, [{ kind: 'dependent', because }]);
    }
  });
  return bad.size > before;
}

/** One round: everything that is wrong with what is left of the changeset. Answers whether there was anything. */
function addBreaches(overlay: OverlayWorld, bad: BadOps, scope: { changeset: Changeset; world: World } & JudgeContext) {
  const { changeset, world, lookup } = scope;
  const before = bad.size;
  const blame: EntityBlame = {
    changeset,
    overlay,
    world,
    isBad: (index) => bad.has(index),
    badCreates: badOpsByKey(changeset, bad, 'create'),
  };
  for (const breach of breachesIn(world, overlay, lookup)) {
    blamedOps(blame, breach).forEach(([index, obstacle]) => bad.set(index, bad.get(index) ?? [obstacle]));
  }
  const lastSheet = changeset.ops.findIndex(
    (op, index) => !bad.has(index) && op.op === 'delete' && op.kind === 'sheet',
  );
  if (lastSheet >= 0 && overlay.sheetCount() === 0) {
    bad.set(lastSheet, [{ kind: 'rule', rule: 'M8', detail: 'A plant keeps one sheet at least' }]);
  }
  return bad.size > before;
}

/** A `dependent` set or delete names the create that is out, where it is in the same changeset. */
function conflictsOf(changeset: Changeset, bad: BadOps): readonly OpConflict[] {
  const creates = badOpsByKey(changeset, bad, 'create');
  return [...bad.keys()]
    .toSorted((one, other) => one - other)
    .flatMap((index) => {
      const op = changeset.ops[index];
      const cause = op === undefined || op.op === 'create' ? undefined : creates.get(keyText(op));
      return (bad.get(index) ?? []).map((obstacle) => ({
        op: index,
        ...obstacle,
        ...(obstacle.kind === 'dependent' && obstacle.because === undefined && cause !== undefined
          ? { because: cause }
          : {}),
      }));
    });
}

/**
 * Whether a changeset can be taken by a plant, and what it does to it (rules S3 to S16 of docs/spec/sync.md).
 * A pure function of what it is given: whoever asks it the same gets the same.
 */
export function judge(world: World, changeset: Changeset, context: JudgeContext): Judgement {
  const bad: BadOps = new Map(frozenOps(world, changeset, context.frozenAreas));
  let overlay = layOver(world, changeset, bad);
  // Every round takes at least one op out, and what only made sense with it.
  while (addDependents(world, changeset, bad) || addBreaches(overlay, bad, { changeset, world, ...context })) {
    overlay = layOver(world, changeset, bad);
  }
  const changes = [...overlay.changedRecords()].flatMap(
    (record) => changeBetween(world.recordOf(record), record) ?? [],
  );
  return bad.size === 0
    ? { verdict: 'accepted', changes }
    : { verdict: 'rejected', changes, conflicts: conflictsOf(changeset, bad) };
}
