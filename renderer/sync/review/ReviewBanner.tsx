import type { ReactElement } from 'react';
import { counted } from '../../../shared/lib/counted';
import { nounOf, proposalsOf } from '../../../shared/sync/review/proposals';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { useFreezes } from '../../state/freezeStore';
import { waitingWords } from '../../state/freezeWords';
import type { ConflictReview } from './createReview';
import styles from './ReviewBanner.module.css';
import { ReviewContext, useReview, useReviewOnShow, useReviewState } from './reviewContext';

function Banner(): ReactElement | null {
  const { actions } = useReview();
  const isOpen = useReviewState((state) => state.open);
  const frozen = useFreezes();
  const shown = useReviewOnShow();
  const count = shown?.review.items.length ?? 0;
  if (isOpen || shown === undefined || count === 0) {
    return null;
  }
  const proposals = proposalsOf(shown.review, frozen);
  return (
    <div className={styles.banner} role="status">
      <Icon name="warning" />
      <span className={styles.words}>{waitingWords(count, proposals)} Your edits are kept on this machine.</span>
      <Button look="main" onClick={actions.open}>
        Review {counted(count, nounOf(shown.review))}
      </Button>
    </div>
  );
}

/** Says in either mode that conflicts wait; nothing while none do. */
export function ReviewBanner({ review }: { readonly review: ConflictReview }): ReactElement {
  return (
    <ReviewContext value={review}>
      <Banner />
    </ReviewContext>
  );
}
