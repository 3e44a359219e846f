import type { ReactElement } from 'react';
import type { GhostSide } from '../../../shared/schematic/reviewLayer';
import { counted } from '../../../shared/lib/counted';
import { nounOf } from '../../../shared/sync/review/proposals';
import { reviewSentence } from '../../../shared/sync/review/reviewWords';
import { Icon } from '../../components/Icon';
import { Segmented } from '../../components/Segmented';
import { useReview, useReviewOnShow, useReviewState } from './reviewContext';
import styles from './ReviewBar.module.css';

const views = [
  { value: 'all', label: 'All ghosts' },
  { value: 'result', label: 'Result' },
  { value: 'mine', label: 'Mine' },
  { value: 'theirs', label: 'Theirs' },
] as const;

const legend: readonly { readonly side: GhostSide; readonly title: string; readonly dash: string }[] = [
  { side: 'base', title: 'Base', dash: '1 4' },
  { side: 'mine', title: 'Mine', dash: '' },
  { side: 'theirs', title: 'Theirs', dash: '6 4' },
];
const colors: Readonly<Record<GhostSide, string>> = {
  base: 'var(--base)',
  mine: 'var(--accent)',
  theirs: 'var(--theirs)',
};

/** How many conflicts there are, what met what, whose line is drawn how, and what of it is on the drawing. */
export function ReviewBar(): ReactElement {
  const { store, nowMs } = useReview();
  const shown = useReviewOnShow();
  const revisions = useReviewState((state) => state.revisions);
  const view = useReviewState((state) => state.view);
  const count = shown?.review.items.length ?? 0;
  const title = shown === undefined || count === 0 ? 'No conflicts' : `Review ${counted(count, nounOf(shown.review))}`;
  const sentence =
    shown === undefined || count === 0
      ? 'Nothing waits for a decision.'
      : reviewSentence(shown.review, revisions, { rows: shown.merged, nowMs: nowMs() });
  return (
    <div className={styles.bar} role="toolbar" aria-label="Review">
      <Icon name="panels" />
      <h1 className={styles.title}>{title}</h1>
      <span className={styles.sentence} title={sentence}>
        {sentence}
      </span>
      {legend.map(({ side, title, dash }) => (
        <span key={side} className={styles.legend}>
          <svg width="28" height="10" aria-hidden="true">
            <path
              d="M1 5H28"
              stroke={colors[side]}
              strokeWidth={2.5}
              strokeDasharray={dash}
              strokeLinecap={side === 'base' ? 'round' : 'butt'}
            />
          </svg>
          {title}
        </span>
      ))}
      <span className={styles.divider} />
      <Segmented
        label="On the drawing"
        value={view}
        choices={views}
        onChange={(chosen) => store.setState({ view: chosen })}
      />
    </div>
  );
}
