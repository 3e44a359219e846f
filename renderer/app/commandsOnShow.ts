import type { AppCommand } from '../state/appCommand';
import { openReviewId } from '../sync/review/reviewCommands';

/** What of Model mode works in a review too: its edits can be taken back. */
const editorInReview: ReadonlySet<string> = new Set(['edit:undo', 'edit:redo']);

/** The commands of the screen that is shown: Model mode and the review use the same plain keys for different things. */
export function commandsOnShow(parts: {
  readonly common: readonly AppCommand[];
  readonly drawing: readonly AppCommand[];
  readonly review: readonly AppCommand[];
  readonly isReviewing: boolean;
}): readonly AppCommand[] {
  const { common, drawing, review, isReviewing } = parts;
  return isReviewing
    ? [...common, ...review, ...drawing.filter(({ id }) => editorInReview.has(id))]
    : [...common, ...drawing, ...review.filter(({ id }) => id === openReviewId)];
}
