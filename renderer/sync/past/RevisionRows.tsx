import { type KeyboardEvent, type ReactElement, useEffect } from 'react';
import { scrollTopFor, useScroll } from '../../components/useScroll';
import { useZoneClock } from '../../state/playbackSession';
import styles from './Past.module.css';
import { usePast, usePastState } from './pastContext';
import { RevisionRow, revisionRowPx } from './RevisionRow';

/** Rows above and below those in view, so that a quick scroll finds some. */
const spareRows = 6;
/** So near its end the list reads on. */
const readOnRows = 40;

/** The revisions, of which only those in view exist. Arrows go from one to the next. */
export function RevisionRows(): ReactElement {
  const desk = usePast();
  const clock = useZoneClock();
  const rows = usePastState((state) => state.rows);
  const chosenId = usePastState((state) => state.chosenId);
  const compareFrom = usePastState((state) => state.compareFrom);
  const { element, scroll } = useScroll();
  const start = Math.max(0, Math.floor(scroll.topPx / revisionRowPx) - spareRows);
  const end = Math.min(rows.length, Math.ceil((scroll.topPx + scroll.heightPx) / revisionRowPx) + spareRows);
  const isNearEnd = end + readOnRows >= rows.length;
  useEffect(() => {
    if (isNearEnd && rows.length > 0) {
      desk.more();
    }
  }, [desk, isNearEnd, rows]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : undefined;
    if (by === undefined || event.altKey) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    desk.step(by);
    const place = rows.findIndex(({ id }) => id === desk.store.getState().chosenId);
    element.current?.scrollTo({ top: scrollTopFor(Math.max(0, place), scroll, revisionRowPx) });
  };
  return (
    <div
      ref={element}
      className={styles.list}
      role="listbox"
      aria-label="Revisions, newest first"
      aria-activedescendant={chosenId === undefined ? undefined : `revision-row-${chosenId}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className={styles.rows} style={{ height: rows.length * revisionRowPx }}>
        {rows.slice(start, end).map((revision, offset) => (
          <RevisionRow
            key={revision.id}
            revision={revision}
            clock={clock}
            index={start + offset}
            isChosen={revision.id === chosenId}
            isFrom={revision.seq !== undefined && revision.seq === compareFrom}
            onChoose={(chosen) => desk.choose(chosen)}
          />
        ))}
      </div>
    </div>
  );
}
