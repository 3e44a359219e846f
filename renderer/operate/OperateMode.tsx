import type { MouseEvent, ReactElement } from 'react';
import { useStore } from 'zustand';
import { ReplayBanner } from '../playback/ReplayBanner';
import { Button } from '../components/Button';
import { useModel } from '../state/appContext';
import { PlaybackContext, useHistory } from '../state/playbackSession';
import type { Operate } from './createOperate';
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
}

/** The example's and imported histories end in the past: the playhead is never now, so the banner always stands. */
function Screen({ operate, onImportHistory }: OperateModeProps): ReactElement {
  const sheetCount = useModel((state) => state.model?.sheets.size ?? 0);
  const hasHistory = useHistory((state) => state.playback !== undefined);
  const areNotesOpen = useStore(operate.notes.store, (state) => state.isListOpen);
  const isKnown = useHistory((state) => state.extent !== undefined);
  return (
    <div className={styles.screen} data-testid="operate" onClick={returnKeys}>
      {hasHistory ? <ReplayBanner /> : null}
      <div className={styles.body} data-replay={hasHistory}>
        <div className={styles.main}>
          <div className={styles.drawing}>
            {sheetCount === 0 ? (
              <p className={styles.empty}>This plant has no sheet yet. Draw one in Model.</p>
            ) : (
              <OperateDrawing onTrend={operate.openTrend} memory={operate.drawing} />
            )}
            {isKnown && !hasHistory ? (
              <div className={styles.noHistory}>
                <span>No history yet.</span>
                <Button look="main" onClick={onImportHistory}>
                  Import a history
                </Button>
              </div>
            ) : null}
          </div>
          {areNotesOpen ? <NotesPanel desk={operate.notes} /> : <SelectionPanel onTrend={operate.openTrend} />}
        </div>
        {hasHistory ? <TimelineDock trends={operate.trends} notes={operate.notes} /> : null}
        <OperateStatus />
      </div>
      <ValueTable />
    </div>
  );
}

/** Operate mode: the drawing at a moment of the past, and the timeline that chooses the moment. */
export function OperateMode(props: OperateModeProps): ReactElement {
  return (
    <PlaybackContext value={props.operate.playback}>
      <Screen {...props} />
    </PlaybackContext>
  );
}
