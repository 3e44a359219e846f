import type { MouseEvent, ReactElement } from 'react';
import { useStore } from 'zustand';
import { NotLiveBanner } from '../playback/NotLiveBanner';
import { ReplayBanner } from '../playback/ReplayBanner';
import { useModel, useModelOnShow, useSession } from '../state/appContext';
import { PlaybackContext, useHistory, usePlayback } from '../state/playbackSession';
import type { Operate } from './createOperate';
import { NoHistory } from './NoHistory';
import { NotesPanel } from './notes/NotesPanel';
import { OperateDrawing } from './OperateDrawing';
import styles from './OperateMode.module.css';
import { OperateStatus } from './OperateStatus';
import { SelectionPanel } from './SelectionPanel';
import { TimelineDock } from './TimelineDock';
import { ValueTable } from './ValueTable';

/** A click with the pointer leaves the keys to the timeline: arrows step, Space plays. */
function returnKeys({ detail }: MouseEvent): void {
  const active = document.activeElement;
  if (detail > 0 && active instanceof HTMLElement && active.matches('button')) {
    active.blur();
  }
}

/** What Operate mode takes. */
export interface OperateModeProps {
  readonly operate: Operate;
  readonly onImportHistory: () => void;
  /** Opens the connections of the plant's data sources; undefined where there is no such dialog. */
  readonly onConnections: (() => void) | undefined;
}

/** What stands over the drawing: that the past is shown; in live nothing, unless it is not quite live. */
function Banner(): ReactElement | null {
  const phase = usePlayback((state) => state.phase);
  if (phase === undefined) {
    return null;
  }
  return phase === 'live' ? <NotLiveBanner /> : <ReplayBanner />;
}

function Screen({ operate, onImportHistory, onConnections }: OperateModeProps): ReactElement {
  const sheetCount = useModel((state) => state.model?.sheets.size ?? 0);
  const sheetId = useSession((state) => state.sheetId);
  const isSheetMissing = useModelOnShow(
    ({ model, past }) => past !== undefined && sheetId !== undefined && model?.sheets.has(sheetId) === false,
  );
  const hasHistory = useHistory((state) => state.playback !== undefined);
  const areNotesOpen = useStore(operate.notes.store, (state) => state.isListOpen);
  const isReplay = usePlayback((state) => state.phase !== 'live') ?? false;
  const isKnown = useHistory((state) => state.extent !== undefined);
  return (
    <div className={styles.screen} data-testid="operate" onClick={returnKeys}>
      <Banner />
      <div className={styles.body} data-replay={isReplay}>
        <div className={styles.main}>
          <div className={styles.drawing}>
            {sheetCount === 0 ? (
              <p className={styles.empty}>This plant has no sheet yet. Draw one in Model.</p>
            ) : (
              <OperateDrawing onTrend={operate.openTrend} memory={operate.drawing} />
            )}
            {isSheetMissing ? (
              <p className={styles.missing} role="status">
                This sheet was not there then. Choose another, or show today’s drawing
              </p>
            ) : null}
            {isKnown && !hasHistory ? <NoHistory onImportHistory={onImportHistory} /> : null}
          </div>
          {areNotesOpen ? <NotesPanel desk={operate.notes} /> : <SelectionPanel onTrend={operate.openTrend} />}
        </div>
        {hasHistory ? <TimelineDock trends={operate.trends} notes={operate.notes} /> : null}
        <OperateStatus onConnections={onConnections} />
      </div>
      <ValueTable />
    </div>
  );
}

/** Operate mode: the drawing at a moment of the past or now, and the timeline that chooses the moment. */
export function OperateMode(props: OperateModeProps): ReactElement {
  return (
    <PlaybackContext value={props.operate.playback}>
      <Screen {...props} />
    </PlaybackContext>
  );
}
