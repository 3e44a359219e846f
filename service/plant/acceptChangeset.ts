import type { Changeset, OpConflict, Rejection } from '../../shared/sync/changeset';
import { recordsAfter } from '../../shared/sync/applyChanges';
import type { JudgeContext } from '../../shared/sync/judge';
import { judgeLoaded } from '../../shared/sync/judgeLoaded';
import type { LoggedChange, LogHead } from '../../shared/sync/logEntry';
import { fingerprintOf, sealEntry } from '../../shared/sync/logHash';
import { type Sha256, sumAfter } from '../../shared/sync/stateSum';
import type { Accepted } from '../../shared/sync/syncWire';
import type { World } from '../../shared/sync/world';
import type { PlantTransaction, StoredDecision } from '../store/serviceStore';

/** Who sends a changeset, when, and what it is judged with. */
export interface AcceptContext {
  readonly by: string;
  readonly serverAtMs: number;
  readonly lookup: JudgeContext['lookup'];
  readonly sha256: Sha256;
}

/** What became of a changeset. */
export type AcceptOutcome =
  | { readonly verdict: 'accepted'; readonly accepted: Accepted; readonly replayed: boolean }
  | { readonly verdict: 'rejected'; readonly rejection: Rejection; readonly replayed: boolean }
  /** Another changeset was decided under this id. */
  | { readonly verdict: 'different' }
  /** Its author has seen more of the log than there is. */
  | { readonly verdict: 'ahead'; readonly head: LogHead };

async function repeated(
  plant: PlantTransaction,
  { fingerprint, outcome }: StoredDecision,
  expected: string,
): Promise<AcceptOutcome> {
  if (fingerprint !== expected) {
    return { verdict: 'different' };
  }
  if (outcome.verdict === 'rejected') {
    const { conflicts, head } = outcome;
    return { verdict: 'rejected', rejection: { conflicts, head }, replayed: true };
  }
  const { seq, digest } = outcome;
  const [entry] = await plant.entries(seq - 1, 1);
  if (entry === undefined) {
    throw new Error(`The log has no entry ${seq}, which a decision names`);
  }
  return { verdict: 'accepted', accepted: { seq, hash: entry.hash, digest, entry }, replayed: true };
}

/** What fits, where, and the part of the plant that it changes. */
interface Fitting {
  readonly changeset: Changeset;
  readonly changes: readonly LoggedChange[];
  readonly world: World;
  readonly head: LogHead;
}

/** Appends what an accepted changeset changes, and marks the parked edits that it decides. */
async function appendChanges(plant: PlantTransaction, fitting: Fitting, context: AcceptContext): Promise<Accepted> {
  const { changeset, changes, world, head } = fitting;
  const { by, serverAtMs, sha256 } = context;
  const { id, atMs, label, resolves } = changeset;
  const seq = head.seq + 1;
  const after = recordsAfter(world, changes, { seq, changeset: id });
  const entry = sealEntry({ seq, id, by, atMs, serverAtMs, label, changes, resolves }, head.hash, sha256);
  const digest = sumAfter(head.digest, { before: after.map((record) => world.recordOf(record)), after }, sha256);
  await plant.append(entry, after, digest);
  for (const { conflictId, take } of resolves) {
    await plant.resolveParkedEdit(conflictId, { changesetId: id, by, atMs: serverAtMs, take });
  }
  return { seq, hash: entry.hash, digest, entry };
}

/** Adds who wrote what stands in the way, and when: the judgement knows the log entry only. */
async function withAuthors(plant: PlantTransaction, conflicts: readonly OpConflict[]): Promise<readonly OpConflict[]> {
  const authors = new Map<number, { readonly by: string; readonly atMs: number }>();
  for (const seq of new Set(conflicts.flatMap(({ theirs }) => theirs?.seq ?? []))) {
    const [entry] = seq === 0 ? [] : await plant.entries(seq - 1, 1);
    if (entry !== undefined) {
      authors.set(seq, { by: entry.by, atMs: entry.serverAtMs });
    }
  }
  return conflicts.map((conflict) => {
    const { theirs } = conflict;
    return theirs === undefined ? conflict : { ...conflict, theirs: { ...theirs, ...authors.get(theirs.seq) } };
  });
}

/** Judges a changeset that was not decided before, and appends it when it fits. */
async function judgeAndAppend(
  plant: PlantTransaction,
  changeset: Changeset,
  context: AcceptContext,
): Promise<Exclude<AcceptOutcome, { verdict: 'different' }>> {
  const { head } = await plant.row();
  if (changeset.base > head.seq) {
    return { verdict: 'ahead', head };
  }
  const frozenAreas = new Set((await plant.frozenAreas()).map(({ areaId }) => areaId));
  const { judgement, world } = await judgeLoaded(plant, changeset, { lookup: context.lookup, frozenAreas });
  if (judgement.verdict === 'rejected') {
    const conflicts = await withAuthors(plant, judgement.conflicts);
    return { verdict: 'rejected', rejection: { conflicts, head: head.seq }, replayed: false };
  }
  const accepted = await appendChanges(plant, { changeset, changes: judgement.changes, world, head }, context);
  return { verdict: 'accepted', accepted, replayed: false };
}

/**
 * Takes a changeset whole or not at all, once: what is decided for an id is decided for ever. Runs within the
 * transaction of its plant.
 */
export async function acceptChangeset(
  plant: PlantTransaction,
  changeset: Changeset,
  context: AcceptContext,
): Promise<AcceptOutcome> {
  const fingerprint = fingerprintOf(changeset, context.sha256);
  const decision = await plant.decision(changeset.id);
  if (decision !== undefined) {
    return repeated(plant, decision, fingerprint);
  }
  const outcome = await judgeAndAppend(plant, changeset, context);
  if (outcome.verdict === 'accepted') {
    const { seq, digest } = outcome.accepted;
    await plant.putDecision(changeset.id, { fingerprint, outcome: { verdict: 'accepted', seq, digest } });
  } else if (outcome.verdict === 'rejected') {
    await plant.putDecision(changeset.id, { fingerprint, outcome: { verdict: 'rejected', ...outcome.rejection } });
  }
  return outcome;
}
