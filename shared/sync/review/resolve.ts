import type { Resolution } from '../../contract/syncCalls';
import type { AppError } from '../../lib/appError';
import { explainError } from '../../lib/appError';
import { checkPatch } from '../../model/checkPatch';
import { ModelDraft } from '../../model/modelDraft';
import { entityKinds, type ModelPatch } from '../../model/modelPatch';
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

function touchedKeys(draft: ModelDraft): readonly string[] {
  return entityKinds.flatMap((kind) => draft.touched(kind).map((id) => keyText({ kind, id })));
}

function reason(error: AppError): string {
  return error.code === 'rule-broken' || error.code === 'stale-edit' ? error.detail : explainError(error);
}

function outcomeOf(plant: ReviewPlant, decided: readonly Decided[]): Outcome {
  const draft = new ModelDraft(plant.model);
  const owners = new Map<string, string>();
  for (const { row, choice } of decided) {
    const sentence = carryOut({ plant, draft }, row, choice);
    if (sentence !== undefined) {
      return { patch: { changes: [] }, owners, problem: { rowId: row.id, sentence } };
    }
    const owner = row.conflictIds[0] ?? '';
    touchedKeys(draft).forEach((key) => owners.set(key, owners.get(key) ?? owner));
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

function takeOf(review: Review, conflictId: string, decisions: ReviewDecisions): Resolution['take'] {
  const rows = review.items.flatMap((item) => item.rows.filter((row) => row.conflictIds.includes(conflictId)));
  const takes = new Set(rows.map(({ id }) => decisions.get(id)?.take));
  const [only] = takes;
  return takes.size === 1 && (only === 'mine' || only === 'theirs') ? only : 'edit';
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
  const closing = new Map([...decisions].filter(([id]) => isOfClosed(rows, id, openIds)));
  const { patch, owners } = outcomeOf(plant, changingRows(review, closing));
  return review.conflicts
    .filter(({ id }) => !openIds.has(id))
    .map(({ id }) => ({
      conflictId: id,
      take: takeOf(review, id, decisions),
      patch: { changes: patch.changes.filter((change) => owners.get(keyText(change)) === id) },
    }));
}

function isOfClosed(rows: readonly ReviewRow[], rowId: string, openIds: ReadonlySet<string>): boolean {
  return rows.find(({ id }) => id === rowId)?.conflictIds.every((id) => !openIds.has(id)) === true;
}

/** The patch of those decisions that can be carried out, for a look at the result before everything fits. */
export function fittingPatch(plant: ReviewPlant, review: Review, decisions: ReviewDecisions): ModelPatch {
  const problems = problemsOf(plant, review, decisions);
  return patchOf(plant, review, new Map([...decisions].filter(([id]) => !problems.has(id))));
}
