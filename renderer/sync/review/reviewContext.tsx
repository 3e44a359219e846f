import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { invariant } from '../../../shared/lib/invariant';
import type { ReviewItem } from '../../../shared/sync/review/review';
import { useModel } from '../../state/appContext';
import { useFreezes } from '../../state/freezeStore';
import type { ConflictReview } from './createReview';
import type { ReviewOnShow } from './reviewDesk';
import type { ReviewState } from './reviewStore';

/** Hands the review down to its parts. */
export const ReviewContext = createContext<ConflictReview | undefined>(undefined);

/** The review of this window. */
export function useReview(): ConflictReview {
  const review = useContext(ReviewContext);
  invariant(review !== undefined, 'used outside of the review');
  return review;
}

/** A part of the review's state; redraws when that part changes. */
export function useReviewState<Part>(part: (state: ReviewState) => Part): Part {
  return useStore(useReview().store, part);
}

/** The questions as they are now; undefined while no plant is open. */
export function useReviewOnShow(): ReviewOnShow | undefined {
  const { onShow } = useReview();
  useModel((state) => state.model);
  useReviewState((state) => state.conflicts);
  useReviewState((state) => state.revisions);
  useReviewState((state) => state.adopted);
  useFreezes();
  return onShow();
}

/** The item that the keys are about. */
export function useFocusedItem(): ReviewItem | undefined {
  const focusId = useReviewState((state) => state.focusId);
  return useReviewOnShow()?.review.items.find(({ id }) => id === focusId);
}

/** Why decisions cannot be carried out, by the id of the row. */
export function useProblems(): ReadonlyMap<string, string> {
  const { problems } = useReview();
  useReviewOnShow();
  useReviewState((state) => state.decisions);
  return problems();
}
