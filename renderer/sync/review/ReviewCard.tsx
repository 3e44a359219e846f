import { type ReactElement, useEffect, useRef } from 'react';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import type { ReviewItem } from '../../../shared/sync/review/review';
import { counted } from '../../../shared/lib/counted';
import { decisionText, type SideHead, sideHeads } from '../../../shared/sync/review/reviewWords';
import { createZoneClock } from '../../../shared/playback/zoneClock';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import type { IconName } from '../../components/iconDrawings';
import { SymbolDrawing } from '../../components/SymbolDrawing';
import { useModel, useSession } from '../../state/appContext';
import { useReview, useReviewState } from './reviewContext';
import styles from './ReviewCard.module.css';
import rowStyles from './ReviewRow.module.css';
import { ReviewRowView } from './ReviewRowView';

const icons: Readonly<Record<string, IconName>> = {
  connection: 'pipe',
  sensor: 'trend',
  dataSource: 'link',
  sheet: 'sheet',
  area: 'layers',
  note: 'note',
};

function Picture({ item }: { readonly item: ReviewItem }): ReactElement {
  const symbol = item.symbolId === undefined ? undefined : symbolCatalogue.get(item.symbolId);
  return (
    <span className={styles.picture}>
      {symbol === undefined ? (
        <Icon name={icons[item.key.kind] ?? 'layers'} size={22} />
      ) : (
        <SymbolDrawing symbol={symbol} width={32} height={28} />
      )}
    </span>
  );
}

function Head({ head }: { readonly head: SideHead }): ReactElement {
  return (
    <span className={styles.side}>
      <b>{head.title}</b>
      {head.detail === '' ? null : <span title={head.detail}>{head.detail}</span>}
    </span>
  );
}

/** Who wrote what when, over the three columns. */
function Heads({ item }: { readonly item: ReviewItem }): ReactElement {
  const { nowMs } = useReview();
  const timeZone = useModel((state) => state.model?.plant.timeZone ?? 'UTC');
  const heads = sideHeads(item, nowMs(), createZoneClock(timeZone));
  return (
    <div className={`${rowStyles.heads} ${styles.heads}`}>
      <span />
      <Head head={heads.base} />
      <Head head={heads.mine} />
      <Head head={heads.theirs} />
    </div>
  );
}

function Sides({ item }: { readonly item: ReviewItem }): ReactElement {
  const { actions } = useReview();
  const decisions = useReviewState((state) => state.decisions);
  const open = item.rows.filter(({ id }) => !decisions.has(id)).length;
  return (
    <div className={styles.sides}>
      <Button onClick={() => actions.take(item, 'mine')}>
        All mine <kbd>M</kbd>
      </Button>
      <Button onClick={() => actions.take(item, 'theirs')}>
        All theirs <kbd>T</kbd>
      </Button>
      <span className={styles.space} />
      <span className={styles.open}>{open === 0 ? 'All decided' : `${counted(open, 'field')} open`}</span>
    </div>
  );
}

function pillOf(words: string, takes: ReadonlySet<string | undefined>): string {
  const [only] = takes;
  const isOneSide = takes.size === 1 && words !== 'Open';
  const side = isOneSide && (only === 'mine' || only === 'theirs') ? only : 'rest';
  return `${styles.pill} ${styles[side]}`;
}

/** One thing of the plant with its questions. */
export function ReviewCard({ item }: { readonly item: ReviewItem }): ReactElement {
  const { actions } = useReview();
  const decisions = useReviewState((state) => state.decisions);
  const isFocused = useReviewState((state) => state.focusId === item.id);
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = card.current;
    if (!isFocused || element === null) {
      return;
    }
    element.scrollIntoView({ block: 'nearest' });
    // Whoever walks the list by keys goes on from the card that was reached.
    const active = document.activeElement;
    const isInList = active !== null && element.parentElement?.contains(active) === true;
    if (isInList && !element.contains(active)) {
      element.querySelector('button')?.focus({ preventScroll: true });
    }
  }, [isFocused]);
  const sheetId = useSession((state) => state.sheetId);
  const sheets = useModel((state) => state.model?.sheets);
  const sheet = [...(sheets?.values() ?? [])].find(({ id }) => id === item.sheetId);
  const elsewhere = sheet === undefined || sheet.id === sheetId ? undefined : sheet.name;
  const choose = (): void => (isFocused ? undefined : actions.focus(item.id));
  const words = decisionText(item, decisions);
  const takes = new Set(item.rows.map(({ id }) => decisions.get(id)?.take));
  return (
    <article
      ref={card}
      className={`${styles.card} ${isFocused ? styles.focused : ''}`}
      aria-label={`${item.number}, ${item.title}`}
      aria-current={isFocused}
      data-item={item.id}
      // Not when the pointer goes down: the card grows, and the press would end on something else.
      onFocus={(event) => (event.target.matches(':focus-visible') ? choose() : undefined)}
      onClick={choose}
    >
      <button type="button" className={styles.head}>
        <span className={styles.number}>{item.number}</span>
        <Picture item={item} />
        <span className={styles.names}>
          <span className={styles.title}>{item.title}</span>
          <span className={styles.subtitle}>
            {item.subtitle}
            {elsewhere === undefined ? '' : `. On sheet ${elsewhere}`}
          </span>
        </span>
        {isFocused ? (
          <>
            <kbd>J</kbd>
            <kbd>K</kbd>
          </>
        ) : (
          <span className={pillOf(words, takes)}>{words}</span>
        )}
      </button>
      {isFocused ? <Heads item={item} /> : null}
      {item.rows.map((row) => (
        <ReviewRowView key={row.id} row={row} inHand={isFocused} />
      ))}
      {isFocused ? <Sides item={item} /> : null}
    </article>
  );
}
