import type { ReactElement } from 'react';
import { createZoneClock, type ZoneClock } from '../../../shared/playback/zoneClock';
import { type MergedRow, undoMerged } from '../../../shared/sync/review/mergedRows';
import { counted } from '../../../shared/lib/counted';
import { fromText } from '../../../shared/sync/review/reviewWords';
import { explainError } from '../../../shared/lib/appError';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { useModel, useSession } from '../../state/appContext';
import styles from './MergedDock.module.css';
import { useReview, useReviewOnShow, useReviewState } from './reviewContext';
import type { ReviewOnShow } from './reviewDesk';

/** More rows than this are not listed; the count says so. */
const mostRows = 400;

function MergedLine(props: {
  readonly row: MergedRow;
  readonly shown: ReviewOnShow;
  readonly clock: ZoneClock;
}): ReactElement {
  const { row, shown, clock } = props;
  const { actions, nowMs } = useReview();
  const undo = undoMerged(shown.plant.model, row, shown.plant.lookup);
  return (
    <tr>
      <td className={styles.name} title={row.name}>
        {row.name}
      </td>
      <td title={row.title}>{row.title}</td>
      <td className={styles.muted} title={row.base}>
        {row.base}
      </td>
      <td title={row.result}>{row.result}</td>
      <td>{fromText(row.from, nowMs(), clock)}</td>
      <td>
        <Button
          look="quiet"
          className={styles.undo}
          aria-label={`Undo ${row.title} of ${row.name}`}
          unavailable={undo.ok ? undefined : explainError(undo.error)}
          onClick={() => actions.undoMerged(row)}
        >
          Undo
        </Button>
      </td>
    </tr>
  );
}

function Head(props: { readonly all: readonly MergedRow[]; readonly here: number }): ReactElement {
  const { all, here } = props;
  const { store } = useReview();
  const thisSheetOnly = useReviewState((state) => state.thisSheetOnly);
  const mergedShown = useReviewState((state) => state.mergedShown);
  const things = new Set(all.map(({ name }) => name)).size;
  return (
    <header className={styles.head}>
      <h2>Merged without conflict</h2>
      <span className={styles.muted}>
        {counted(all.length, 'field')} on {counted(things, 'component')}
      </span>
      <span className={styles.space} />
      <Button look="quiet" on={thisSheetOnly} onClick={() => store.setState({ thisSheetOnly: !thisSheetOnly })}>
        <Icon name="filter" />
        This sheet, {here}
      </Button>
      <Button look="quiet" on={mergedShown} onClick={() => store.setState({ mergedShown: !mergedShown })}>
        Show on drawing
      </Button>
    </header>
  );
}

/** What needs no decision: listed all the same, and each row can be taken back. */
export function MergedDock(): ReactElement {
  const shown = useReviewOnShow();
  const thisSheetOnly = useReviewState((state) => state.thisSheetOnly);
  const sheetId = useSession((state) => state.sheetId);
  const timeZone = useModel((state) => state.model?.plant.timeZone ?? 'UTC');
  const all = shown?.merged ?? [];
  const here = all.filter((row) => row.sheetId === sheetId);
  const rows = (thisSheetOnly ? here : all).slice(0, mostRows);
  const clock = createZoneClock(timeZone);
  return (
    <section className={styles.dock} aria-label="Merged without conflict">
      <Head all={all} here={here.length} />
      <div className={styles.scroll} tabIndex={0} role="group" aria-label="Merged fields">
        {shown === undefined || rows.length === 0 ? (
          <p className={styles.nothing}>
            {thisSheetOnly && all.length > 0
              ? 'Nothing merged by itself on this sheet.'
              : 'Nothing merged by itself since the first of these edits.'}
          </p>
        ) : (
          <table className={styles.table}>
            <thead>
              <tr>
                <th>Component</th>
                <th>Field</th>
                <th>Base</th>
                <th>Result</th>
                <th>From</th>
                <th>
                  <span className="visually-hidden">Take back</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <MergedLine key={row.id} row={row} shown={shown} clock={clock} />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}
