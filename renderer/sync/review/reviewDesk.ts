import type { SyncConflict } from '../../../shared/contract/syncCalls';
import { symbolLookup } from '../../../shared/model/symbolLookup';
import type { PlantModel } from '../../../shared/model/plantModel';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { buildReview, wordingOf } from '../../../shared/sync/review/buildReview';
import type { Wording } from '../../../shared/sync/review/fieldText';
import { deletionsIn } from '../../../shared/sync/review/knownRevision';
import { type MergedRow, mergedRows } from '../../../shared/sync/review/mergedRows';
import type { ReviewPlant } from '../../../shared/sync/review/restoreEntity';
import { problemsOf } from '../../../shared/sync/review/resolve';
import type { Review, ReviewDecisions } from '../../../shared/sync/review/review';
import type { FreezeState } from '../../state/freezeStore';
import type { ReviewState } from './reviewStore';

/** The questions as they are now, with what they are made of. */
export interface ReviewOnShow {
  readonly review: Review;
  readonly plant: ReviewPlant;
  readonly wording: Wording;
  readonly merged: readonly MergedRow[];
}

type Sources = Pick<ReviewState, 'conflicts' | 'revisions' | 'adopted'> & {
  readonly model: PlantModel;
  /** The areas that are frozen now; undefined: it is not known. */
  readonly frozen: FreezeState['frozen'];
};

/** The open edits that are asked about here: one's own, and those of others that were taken over. */
export function askedConflicts({
  conflicts,
  adopted,
}: Pick<ReviewState, 'conflicts' | 'adopted'>): readonly SyncConflict[] {
  return conflicts.filter(({ id, mine, resolved }) => resolved === undefined && (mine || adopted.has(id)));
}

const lookup = symbolLookup(symbolCatalogue);

function made({ model, conflicts, revisions, adopted, frozen }: Sources): ReviewOnShow {
  const deletions = deletionsIn(revisions);
  const asked = askedConflicts({ conflicts, adopted });
  const sources = { model, catalogue: symbolCatalogue, deletions, conflicts: asked, frozen };
  const review = buildReview(sources);
  const wording = wordingOf(sources);
  return { review, plant: { model, lookup, deletions }, wording, merged: mergedRows(wording, revisions, review) };
}

/** Makes the function that answers the questions, kept from one call to the next while nothing they are made of changed. */
export function createReviewOnShow(): (sources: Sources) => ReviewOnShow {
  let known: { readonly sources: Sources; readonly answer: ReviewOnShow } | undefined;
  return (sources) => {
    const isSame =
      known !== undefined &&
      known.sources.model === sources.model &&
      known.sources.conflicts === sources.conflicts &&
      known.sources.revisions === sources.revisions &&
      known.sources.adopted === sources.adopted &&
      known.sources.frozen === sources.frozen;
    if (known === undefined || !isSame) {
      known = { sources, answer: made(sources) };
    }
    return known.answer;
  };
}

/** Makes the function that answers why decisions cannot be carried out, kept while neither side of it changed. */
export function createProblems(
  read: () => { readonly shown: ReviewOnShow | undefined; readonly decisions: ReviewDecisions },
): () => ReadonlyMap<string, string> {
  let known: (ReturnType<typeof read> & { readonly answer: ReadonlyMap<string, string> }) | undefined;
  return () => {
    const { shown, decisions } = read();
    if (known === undefined || known.shown !== shown || known.decisions !== decisions) {
      const answer = shown === undefined ? new Map() : problemsOf(shown.plant, shown.review, decisions);
      known = { shown, decisions, answer };
    }
    return known.answer;
  };
}
