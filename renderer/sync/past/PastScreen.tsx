import type { ReactElement } from 'react';
import { Icon } from '../../components/Icon';
import { StatusBar } from '../../components/StatusBar';
import { useApp, useModelOnShow, useSession } from '../../state/appContext';
import { useZoneClock } from '../../state/playbackSession';
import { emptySelection } from '../../state/sessionStore';
import { sheetsInOrder } from '../../state/sheetsInOrder';
import { HistoryPanel } from './HistoryPanel';
import banner from '../../components/PastBanner.module.css';
import styles from './Past.module.css';
import { usePast, usePastState } from './pastContext';
import { PastDrawing } from './PastDrawing';
import type { PastView } from './pastStore';
import { revisionWords, sideWords } from './revisionWords';

function bannerWords(view: PastView, clock: ReturnType<typeof useZoneClock>): string {
  switch (view.kind) {
    case 'comparison': {
      const { differences } = view.comparison;
      const count = (change: string): number => differences.filter((one) => one.change === change).length;
      const counts = `${count('added')} added, ${count('removed')} removed, ${count('changed')} changed`;
      return `From ${sideWords(view.before)} to ${sideWords(view.after)}: ${counts}`;
    }
    case 'revision':
      return revisionWords(view.revision, clock);
    case 'today':
      return '';
  }
}

/** Says which past is shown, and leads back. Stands in the place of the tools: nothing can be changed here. */
function PastBanner(): ReactElement {
  const desk = usePast();
  const clock = useZoneClock();
  const view = usePastState((state) => state.view);
  return (
    <div className={banner.banner} data-tall role="status" aria-label="Past" data-testid="past-banner">
      <span className={banner.word}>
        <Icon name="replay" />
        PAST
      </span>
      <span className={banner.moment} data-testid="past-moment">
        {bannerWords(view, clock)}
      </span>
      <span className={banner.about}>You are looking at the past</span>
      <button type="button" className={banner.button} onClick={() => desk.backToToday()}>
        Back to today <kbd>Esc</kbd>
      </button>
    </div>
  );
}

/** The sheets that there were. */
function PastSheets(): ReactElement {
  const { session } = useApp();
  const model = useModelOnShow((state) => state.model);
  const shownId = useSession((state) => state.sheetId);
  return (
    <nav className={styles.sheets} aria-label="Sheets of then">
      <h2 className={styles.title}>Sheets of then</h2>
      {(model === undefined ? [] : sheetsInOrder(model)).map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className={styles.sheet}
          aria-current={id === shownId}
          onClick={() => session.setState({ sheetId: id, selection: emptySelection })}
        >
          <Icon name="sheet" size={14} />
          <span title={name}>{name}</span>
        </button>
      ))}
    </nav>
  );
}

/** Model mode while it shows the past: read-only, under a banner, inside a border. */
export function PastScreen(): ReactElement {
  const model = useModelOnShow((state) => state.model);
  return (
    <main className={styles.screen} data-mode="past">
      <PastBanner />
      <div className={styles.body}>
        <PastSheets />
        <PastDrawing />
        <div className={styles.side}>
          <HistoryPanel />
        </div>
      </div>
      <StatusBar
        left={<span>Today’s plant stays as it is</span>}
        right={<span>{`${model?.components.size ?? 0} components then`}</span>}
      />
    </main>
  );
}
