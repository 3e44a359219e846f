import { type ReactElement, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { IconButton } from '../../components/IconButton';
import { createScene } from '../../schematic/createScene';
import type { Scene, SceneView } from '../../schematic/scene';
import { zoomedAbout } from '../../schematic/zoomedAbout';
import { useApp, useModelOnShow, useSession } from '../../state/appContext';
import { DifferenceMarks, placeKeyOf } from './DifferenceMarks';
import styles from './Past.module.css';
import { usePastState } from './pastContext';
import { attachPastPointer } from './pastPointer';

const zoomStep = 1.25;

function useScene(host: RefObject<HTMLDivElement | null>): Scene | undefined {
  const { session } = useApp();
  const [scene, setScene] = useState<Scene>();
  useEffect(() => {
    if (host.current === null) {
      return undefined;
    }
    const { theme } = session.getState();
    const made = createScene(host.current, { catalogue: symbolCatalogue, theme, mode: 'model' });
    setScene(made);
    return () => {
      made.dispose();
      setScene(undefined);
    };
  }, [host, session]);
  return scene;
}

/** Keeps the scene on the model on show, its sheet, the theme and the selection. */
function useContent(scene: Scene | undefined, onView: (view: SceneView) => void): void {
  const model = useModelOnShow((state) => state.model);
  const sheetId = useSession((state) => state.sheetId);
  const theme = useSession((state) => state.theme);
  const selection = useSession((state) => state.selection);
  const shown = useRef<{ readonly scene: Scene; readonly sheetId: string } | undefined>(undefined);
  useEffect(() => {
    if (scene !== undefined && model !== undefined && sheetId !== undefined) {
      scene.setContent(model, sheetId);
      if (shown.current?.scene !== scene || shown.current.sheetId !== sheetId) {
        shown.current = { scene, sheetId };
        onView(scene.fit());
      }
    }
  }, [scene, model, sheetId, onView]);
  useEffect(() => scene?.setTheme(theme), [scene, theme]);
  useEffect(() => scene?.setSelection([...selection.components, ...selection.connections]), [scene, selection]);
}

/** Brings what is to be shown into view, unless it is there already. */
function useRevealing(scene: Scene | undefined, onView: (view: SceneView) => void): void {
  const { onShow } = useApp();
  const revealed = useSession((state) => state.revealed);
  useEffect(() => {
    const component = revealed && onShow.model.getState().model?.components.get(revealed.componentId);
    if (scene !== undefined && component !== undefined) {
      onView(scene.fit({ x: component.x - 400, y: component.y - 250, width: 800, height: 500 }));
    }
  }, [scene, revealed, onShow, onView]);
}

function Marks({ view }: { readonly view: SceneView }): ReactElement | null {
  const past = usePastState((state) => state.view);
  const sheetId = useSession((state) => state.sheetId);
  if (past.kind !== 'comparison' || sheetId === undefined) {
    return null;
  }
  const at = past.comparison.differences[past.at ?? -1];
  return <DifferenceMarks {...{ comparison: past.comparison, sheetId, view, atKey: at && placeKeyOf(at) }} />;
}

/** The drawing as of a revision, with the marks of a comparison. It can be looked at and nothing else. */
export function PastDrawing(): ReactElement {
  const { session } = useApp();
  const host = useRef<HTMLDivElement>(null);
  const scene = useScene(host);
  const [view, setView] = useState<SceneView>({ x: 0, y: 0, zoom: 1 });
  const onView = useCallback(
    (next: SceneView) => {
      scene?.setView(next);
      setView(next);
    },
    [scene],
  );
  useContent(scene, onView);
  useRevealing(scene, onView);
  useEffect(
    () =>
      scene === undefined || host.current === null
        ? undefined
        : attachPastPointer(host.current, { scene, session, onView }),
    [scene, session, onView],
  );
  const zoomBy = (factor: number): void => {
    const { clientWidth = 0, clientHeight = 0 } = host.current ?? {};
    onView(zoomedAbout(view, factor, { x: clientWidth / 2, y: clientHeight / 2 }));
  };
  return (
    <div className={styles.drawing}>
      <div
        ref={host}
        className={styles.host}
        tabIndex={0}
        role="img"
        aria-label="Drawing as of then"
        data-testid="past-drawing"
      />
      <Marks view={view} />
      <div className={styles.zoom} role="group" aria-label="Zoom">
        <IconButton icon="minus" label="Zoom the drawing out" onClick={() => zoomBy(1 / zoomStep)} />
        <span>{`${Math.round(view.zoom * 100)} %`}</span>
        <IconButton icon="plus" label="Zoom the drawing in" onClick={() => zoomBy(zoomStep)} />
        <IconButton icon="fit" label="Show the whole sheet" onClick={() => scene && onView(scene.fit())} />
      </div>
    </div>
  );
}
