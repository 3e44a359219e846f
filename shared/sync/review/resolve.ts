import type { Resolution } from '../../contract/syncCalls';
import type { AppError } from '../../lib/appError';
import { explainError } from '../../lib/appError';
import { checkPatch } from '../../model/checkPatch';
import { ModelDraft } from '../../model/modelDraft';
import type { EntityTypes } from '../../model/entityTables';
import type { EntityChange, EntityKind, ModelPatch } from '../../model/modelPatch';
import { keyText } from '../entityRecord';
import { carryOut } from './carryOut';
import type { ReviewPlant } from './restoreEntity';
import type { Review, ReviewChoice, ReviewDecisions, ReviewRow } from './review';

interface Decided {
  readonly row: ReviewRow;
  readonly choice: ReviewChoice;
}

/** The rows that change something, as decided. */
function changingRows(review: Review, decisions: ReviewDecisions): readonly Decided[] {
  return review.items.flatMap(({ rows }) =>
    rows.flatMap((row) => {
      const choice = decisions.get(row.id);
      return choice === undefined || choice.take === 'theirs' ? [] : [{ row, choice }];
    }),
  );
}

interface Outcome {
  readonly patch: ModelPatch;
  /** Which conflict the change of an entity belongs to, by `keyText`. */
  readonly owners: ReadonlyMap<string, string>;
  readonly problem: { readonly rowId: string | undefined; readonly sentence: string } | undefined;
}

/** A draft that remembers for which conflict each entity was touched first. */
class OwnedDraft extends ModelDraft {
  readonly owners = new Map<string, string>();
  owner = '';

  override put<Kind extends EntityKind>(kind: Kind, entity: EntityTypes[Kind]): void {
    this.#note(kind, entity.id);
    super.put(kind, entity);
  }

  override remove(kind: EntityKind, id: string): void {
    this.#note(kind, id);
    super.remove(kind, id);
  }

  #note(kind: EntityKind, id: string): void {
    const key = keyText({ kind, id });
    if (!this.owners.has(key)) {
      this.owners.set(key, this.owner);
    }
  }
}

function reason(error: AppError): string {
  return error.code === 'rule-broken' || error.code === 'stale-edit' ? error.detail : explainError(error);
}

function outcomeOf(plant: ReviewPlant, decided: readonly Decided[]): Outcome {
  const draft = new OwnedDraft(plant.model);
  const { owners } = draft;
  for (const { row, choice } of decided) {
    draft.owner = row.conflictIds[0] ?? '';
    const sentence = carryOut({ plant, draft }, row, choice);
    if (sentence !== undefined) {
      return { patch: { changes: [] }, owners, problem: { rowId: row.id, sentence } };
    }
  }
  const patch = draft.patch();
  const checked = checkPatch(plant.model, patch, plant.lookup);
  return { patch, owners, problem: checked.ok ? undefined : { rowId: undefined, sentence: reason(checked.error) } };
}

/** More rows than this are judged together only. */
const mostJudgedApart = 60;

/**
 * Why decisions cannot be carried out, by the id of the row: a sentence without its full stop. Empty: all of them
 * together fit the plant as it is now. A row that another one helps, or stands in the way of, is judged with it.
 */
export function problemsOf(
  plant: ReviewPlant,
  review: Review,
  decisions: ReviewDecisions,
): ReadonlyMap<string, string> {
  const decided = changingRows(review, decisions);
  const together = outcomeOf(plant, decided).problem;
  if (together === undefined) {
    return new Map();
  }
  if (decided.length > mostJudgedApart) {
    return new Map([[together.rowId ?? decided[0]?.row.id ?? '', together.sentence]]);
  }
  let fitting: readonly Decided[] = [];
  let open = decided;
  let problems = new Map<string, string>();
  for (let isGoingOn = true; isGoingOn;) {
    problems = new Map();
    const refused: Decided[] = [];
    for (const one of open) {
      const { problem } = outcomeOf(plant, [...fitting, one]);
      if (problem === undefined) {
        fitting = [...fitting, one];
      } else {
        refused.push(one);
        problems.set(one.row.id, problem.sentence);
      }
    }
    isGoingOn = refused.length > 0 && refused.length < open.length;
    open = refused;
  }
  return problems;
}

/** How each conflict was decided, by its id. */
function takesOf(review: Review, decisions: ReviewDecisions): ReadonlyMap<string, Resolution['take']> {
  const takes = new Map<string, Set<ReviewChoice['take'] | undefined>>();
  for (const { id, conflictIds } of review.items.flatMap(({ rows }) => rows)) {
    for (const conflictId of conflictIds) {
      takes.set(conflictId, (takes.get(conflictId) ?? new Set()).add(decisions.get(id)?.take));
    }
  }
  return new Map(
    [...takes].map(([conflictId, all]) => {
      const [only] = all;
      return [conflictId, all.size === 1 && (only === 'mine' || only === 'theirs') ? only : 'edit'];
    }),
  );
}

/** What is done to the plant by all decisions together; it fits when `problemsOf` is empty. */
export function patchOf(plant: ReviewPlant, review: Review, decisions: ReviewDecisions): ModelPatch {
  return outcomeOf(plant, changingRows(review, decisions)).patch;
}

/**
 * One resolution for each conflict whose rows are all decided; a conflict with an open row is left as it is. The change
 * of one entity is in one resolution only, so the patches together, in order, are one step.
 */
export function resolutionsOf(plant: ReviewPlant, review: Review, decisions: ReviewDecisions): readonly Resolution[] {
  const rows = review.items.flatMap((item) => item.rows);
  const openIds = new Set(rows.flatMap((row) => (decisions.has(row.id) ? [] : row.conflictIds)));
  const closed = rows.filter(({ conflictIds }) => conflictIds.every((id) => !openIds.has(id)));
  const closing = new Map(
    closed.flatMap(({ id }) => {
      const choice = decisions.get(id);
      return choice === undefined ? [] : [[id, choice] as const];
    }),
  );
  const { patch, owners } = outcomeOf(plant, changingRows(review, closing));
  const takes = takesOf(review, decisions);
  const changes = new Map<string, EntityChange[]>();
  for (const change of patch.changes) {
    const owner = owners.get(keyText(change)) ?? '';
    changes.set(owner, [...(changes.get(owner) ?? []), change]);
  }
  return review.conflicts
    .filter(({ id }) => !openIds.has(id))
    .map(({ id }) => ({
      conflictId: id,
      take: takes.get(id) ?? 'edit',
      patch: { changes: changes.get(id) ?? [] },
    }));
}

/** The patch of those decisions that can be carried out, for a look at the result before everything fits. */
export function fittingPatch(plant: ReviewPlant, review: Review, decisions: ReviewDecisions): ModelPatch {
  const problems = problemsOf(plant, review, decisions);
  return patchOf(plant, review, new Map([...decisions].filter(([id]) => !problems.has(id))));
}
