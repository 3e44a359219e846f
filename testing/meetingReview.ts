import { symbolCatalogue } from '../shared/symbols/symbolCatalogue';
import { buildReview } from '../shared/sync/review/buildReview';
import { deletionsIn } from '../shared/sync/review/knownRevision';
import type { ReviewPlant } from '../shared/sync/review/restoreEntity';
import type { Review, ReviewChoice, ReviewDecisions, ReviewRow } from '../shared/sync/review/review';
import type { Meeting } from './meetingEdits';
import { testLookup } from './modelGestures';

/** The review of a meeting, and what its decisions are carried out against. */
export function reviewOf({ model, conflicts, revisions }: Meeting): {
  readonly review: Review;
  readonly plant: ReviewPlant;
} {
  const deletions = deletionsIn(revisions);
  const review = buildReview({ model, catalogue: symbolCatalogue, deletions, conflicts });
  return { review, plant: { model, lookup: testLookup, deletions } };
}

/** All questions of a review. */
export function rowsOf(review: Review): readonly ReviewRow[] {
  return review.items.flatMap(({ rows }) => rows);
}

/** The same decision for every question. */
export function decideAll(review: Review, choice: ReviewChoice): ReviewDecisions {
  return new Map(rowsOf(review).map(({ id }) => [id, choice]));
}
