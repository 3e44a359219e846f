import { type ReactElement, useState } from 'react';
import type { SyncStatus } from '../../../shared/contract/syncCalls';
import { Icon } from '../../components/Icon';
import { ResizeEdge } from '../../components/ResizeEdge';
import { StatusBar } from '../../components/StatusBar';
import { useSession } from '../../state/appContext';
import { useSyncStatus } from '../../state/syncStore';
import type { ConflictReview } from './createReview';
import { MergedDock } from './MergedDock';
import { ReviewBar } from './ReviewBar';
import { ReviewContext, useReviewOnShow, useReviewState } from './reviewContext';
import { ReviewDrawing } from './ReviewDrawing';
import { ReviewPanel } from './ReviewPanel';
import styles from './ReviewScreen.module.css';

// design.md section 2.
const dockLimits = { least: 120, most: 480, usual: 224 };

function Announcement(): ReactElement {
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {useReviewState((state) => state.announcement)}
    </p>
  );
}

function revisionWords({ revision, serviceRevision }: SyncStatus): string {
  return serviceRevision === undefined ? `last seen rev ${revision}` : `service rev ${serviceRevision}`;
}

function ReviewStatus(): ReactElement {
  const base = useReviewOnShow()?.review.conflicts.reduce((least, one) => Math.min(least, one.base), Infinity);
  const status = useSyncStatus();
  const words = [
    base === undefined || !Number.isFinite(base) ? undefined : `Base rev ${base}`,
    status === undefined ? undefined : revisionWords(status),
  ].filter((part) => part !== undefined);
  return (
    <StatusBar
      left={
        <>
          <span>
            <Icon name="tick" size={14} />
            All changes kept on this machine
          </span>
          <span>Not sent until the review is applied</span>
        </>
      }
      right={<span>{words.join(', ')}</span>}
    />
  );
}

function Body(): ReactElement {
  const dockOpen = useSession((state) => state.dockOpen);
  const [dockPx, setDockPx] = useState(dockLimits.usual);
  return (
    <div className={styles.body}>
      <div className={styles.middle}>
        <ReviewDrawing />
        {dockOpen ? (
          <div className={styles.dock} style={{ height: dockPx }}>
            <MergedDock />
            <ResizeEdge
              label="Height of what merged by itself"
              side="top"
              sizePx={dockPx}
              limits={dockLimits}
              onSize={setDockPx}
            />
          </div>
        ) : null}
      </div>
      <ReviewPanel />
    </div>
  );
}

/** The review of conflicts in Model mode: both sides on the drawing, a card for each thing, what merged by itself. */
export function ReviewScreen({ review }: { readonly review: ConflictReview }): ReactElement {
  return (
    <ReviewContext value={review}>
      <main className={styles.screen} data-mode="review">
        <ReviewBar />
        <Body />
        <ReviewStatus />
        <Announcement />
      </main>
    </ReviewContext>
  );
}
