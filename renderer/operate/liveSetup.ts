import type { SheetId } from '../../shared/model/ids';
import type { SceneView } from '../schematic/scene';
import type { App } from '../state/appContext';
import type { PlaybackStore } from '../state/playbackStore';
import { emptySelection } from '../state/sessionStore';
import type { DrawingMemory } from './useDrawingView';

/** What was looked at when live was left. */
interface LiveSetup {
  readonly projectPath: string | undefined;
  readonly sheetId: SheetId;
  /** Undefined: the sheet was shown whole. */
  readonly view: SceneView | undefined;
}

/** Brings back the sheet and the view of live after an excursion into the past. Returns what stops it. */
export function keepLiveSetup(app: App, playback: PlaybackStore, drawing: DrawingMemory): () => void {
  let kept: LiveSetup | undefined;
  const leave = (): void => {
    const { sheetId } = app.session.getState();
    const projectPath = app.models.store.getState().project?.path;
    kept = sheetId && { projectPath, sheetId, view: drawing.views.get(sheetId) };
  };
  const comeBack = ({ projectPath, sheetId, view }: LiveSetup): void => {
    const { project, model } = app.models.store.getState();
    if (project?.path !== projectPath || model?.sheets.has(sheetId) !== true) {
      return;
    }
    if (view === undefined) {
      drawing.views.delete(sheetId);
    } else {
      drawing.views.set(sheetId, view);
    }
    if (app.session.getState().sheetId === sheetId) {
      drawing.showAgain?.();
    } else {
      app.session.setState({ sheetId, selection: emptySelection });
    }
  };
  return playback.subscribe((state, before) => {
    const [phase, phaseBefore] = [state.playback?.phase, before.playback?.phase];
    if (phase === phaseBefore) {
      return;
    }
    if (phaseBefore === 'live' && phase !== undefined) {
      leave();
    } else if (phase === 'live' && kept !== undefined) {
      comeBack(kept);
    }
  });
}
