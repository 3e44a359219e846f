import type { ReactElement } from 'react';
import { drawnKinds } from '../../../shared/sync/review/buildReview';
import { counted } from '../../../shared/lib/counted';
import { nounOf } from '../../../shared/sync/review/proposals';
import { progressOf } from '../../../shared/sync/review/reviewWords';
import { Button } from '../../components/Button';
import { useProblems, useReview, useReviewOnShow, useReviewState } from './reviewContext';
import { OthersWaiting } from './OthersWaiting';
import { ReviewCard } from './ReviewCard';
import styles from './ReviewPanel.module.css';

const progressWidthPx = 200;

/** Why *Apply* waits; undefined: it does not. */
function waitingFor(open: string | undefined, problems: number, applying: boolean): string | undefined {
  if (applying) {
    return 'The decisions are being kept';
  }
  if (open !== undefined) {
    return `${open} still open`;
  }
  return problems === 0 ? undefined : `${counted(problems, 'decision')} cannot be carried out; see why beside it`;
}

function Progress({ decided, total }: { readonly decided: number; readonly total: number }): ReactElement {
  const share = total === 0 ? 0 : decided / total;
  return (
    <div className={styles.progress}>
      <span role="status">
        {decided} of {total} decided
      </span>
      <svg width={progressWidthPx} height="6" aria-hidden="true">
        <rect width={progressWidthPx} height="6" rx="3" fill="var(--line-1)" />
        <rect width={progressWidthPx * share} height="6" rx="3" fill="var(--accent)" />
      </svg>
    </div>
  );
}

function Actions(): ReactElement | null {
  const { actions } = useReview();
  const shown = useReviewOnShow();
  const decisions = useReviewState((state) => state.decisions);
  const applying = useReviewState((state) => state.applying);
  const problems = useProblems();
  const { decided, total } = shown === undefined ? { decided: 0, total: 0 } : progressOf(shown.review, decisions);
  if (shown === undefined || total === 0) {
    return (
      <div className={styles.actions}>
        <div className={styles.buttons}>
          <Button look="main" onClick={actions.close}>
            Back to the drawing
          </Button>
        </div>
      </div>
    );
  }
  const open = total - decided;
  const openWords = open > 0 ? counted(open, nounOf(shown.review)) : undefined;
  return (
    <div className={styles.actions}>
      <Progress decided={decided} total={total} />
      <div className={styles.buttons}>
        <Button onClick={actions.close}>Decide later</Button>
        <Button
          look="main"
          unavailable={waitingFor(openWords, problems.size, applying)}
          onClick={() => void actions.apply()}
        >
          {open > 0 ? `Apply, ${open} still open` : 'Apply'}
        </Button>
      </div>
    </div>
  );
}

/** The list of what waits for a decision, and what to do with it. */
export function ReviewPanel(): ReactElement {
  const shown = useReviewOnShow();
  const items = shown?.review.items ?? [];
  const drawn = items.filter(({ key }) => drawnKinds.has(key.kind));
  const others = items.filter(({ key }) => !drawnKinds.has(key.kind));
  return (
    <section className={styles.panel} aria-label="Conflicts">
      <div className={styles.list}>
        {drawn.map((item) => (
          <ReviewCard key={item.id} item={item} />
        ))}
        {others.length > 0 && drawn.length > 0 ? <h2 className={styles.heading}>Not on the drawing</h2> : null}
        {others.map((item) => (
          <ReviewCard key={item.id} item={item} />
        ))}
        {items.length === 0 ? (
          <div className={styles.nothing}>
            <h2>Nothing to decide</h2>
            <p>
              When an edit of yours meets one of somebody else, both are kept and listed here, with what stood before.
            </p>
          </div>
        ) : (
          <div className={styles.nothing}>
            <h2>Nothing is lost</h2>
            <p>
              The side not taken stays in the history of the component and can be brought back at any time. Applying is
              one step and can be undone.
            </p>
          </div>
        )}
        <OthersWaiting />
      </div>
      <Actions />
    </section>
  );
}
