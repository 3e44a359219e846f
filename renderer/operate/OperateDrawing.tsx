import { type ReactElement, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { ComponentId, ConnectionId, SensorId } from '../../shared/model/ids';
import { bindingsOf } from '../../shared/model/modelIndex';
import { symbolCatalogue } from '../../shared/symbols/symbolCatalogue';
import { IconButton } from '../components/IconButton';
import { createScene } from '../schematic/createScene';
import type { Scene, SceneView } from '../schematic/scene';
import { useApp, useModel, useSession } from '../state/appContext';
import { usePlaybackSession } from '../state/playbackSession';
import { DrawingLegend } from './DrawingLegend';
import { zoomedAbout } from './drawingView';
import styles from './OperateMode.module.css';
import { useDrawingPointer } from './useDrawingPointer';

const zoomStep = 1.25;

/** Makes the scene in its host and takes it away again. */
function useScene(host: RefObject<HTMLDivElement | null>): Scene | undefined {
  const { session } = useApp();
  const [scene, setScene] = useState<Scene | undefined>(undefined);
  useEffect(() => {
    if (host.current === null) {
      return undefined;
    }
    const { theme } = session.getState();
    const made = createScene(host.current, { catalogue: symbolCatalogue, theme, mode: 'operate' });
    setScene(made);
    return () => {
      made.dispose();
      setScene(undefined);
    };
  }, [host, session]);
  return scene;
}

/** Hands every frame of values to the scene: never through React. */
function useSceneValues(scene: Scene | undefined): void {
  const { frames } = usePlaybackSession();
  useEffect(() => {
    if (scene === undefined) {
      return undefined;
    }
    let watched: readonly SensorId[] | undefined;
    const show = (frame = frames.current(), isNext = false): void => {
      if (frame === undefined) {
        return;
      }
      const isSame = frame.sensorIds === watched;
      if (!isSame) {
        watched = frame.sensorIds;
        scene.setSensors(frame.sensorIds);
      }
      scene.setValues(frame, isSame && isNext ? frame.changed : undefined);
    };
    show();
    return frames.subscribe((frame) => show(frame, true));
  }, [scene, frames]);
}

interface Viewing {
  /** A view that was chosen stays, also when the window changes its size. */
  readonly onView: (view: SceneView) => void;
  readonly onFit: () => void;
}

/** The view: the whole sheet, also while the drawing grows and shrinks, until another view is chosen. */
function useViewing(
  host: RefObject<HTMLDivElement | null>,
  scene: Scene | undefined,
): Viewing & { readonly zoom: number } {
  const [zoom, setZoom] = useState(1);
  const chosen = useRef(false);
  const viewing = useMemo((): Viewing => {
    const show = (view: SceneView): void => {
      scene?.setView(view);
      setZoom(view.zoom);
    };
    return {
      onView: (view) => {
        chosen.current = true;
        show(view);
      },
      onFit: () => {
        chosen.current = false;
        if (scene !== undefined) {
          scene.resize();
          show(scene.fit());
        }
      },
    };
  }, [scene]);
  useEffect(() => {
    if (host.current === null) {
      return undefined;
    }
    const observer = new ResizeObserver(() => {
      if (!chosen.current) {
        viewing.onFit();
      }
    });
    observer.observe(host.current);
    return () => observer.disconnect();
  }, [host, viewing]);
  return { ...viewing, zoom };
}

/** The open sheet, in view: fitted when another one is opened, moved when a component is to be shown. */
function useSceneContent(scene: Scene | undefined, { onView, onFit }: Viewing): void {
  const { models } = useApp();
  const model = useModel((state) => state.model);
  const sheetId = useSession((state) => state.sheetId);
  const revealed = useSession((state) => state.revealed);
  const theme = useSession((state) => state.theme);
  const selection = useSession((state) => state.selection);
  const fitted = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (scene !== undefined && model !== undefined && sheetId !== undefined) {
      scene.setContent(model, sheetId);
      const name = `${model.plant.id}/${sheetId}`;
      if (fitted.current !== name) {
        fitted.current = name;
        onFit();
      }
    }
  }, [scene, model, sheetId, onFit]);
  useEffect(() => scene?.setTheme(theme), [scene, theme]);
  useEffect(() => {
    scene?.setSelection(new Set<ComponentId | ConnectionId>([...selection.components, ...selection.connections]));
  }, [scene, selection]);
  useEffect(() => {
    // Only a new wish moves the view, not an edit of the model: the model is asked for, not followed.
    const { model: current } = models.store.getState();
    const component = revealed === undefined ? undefined : current?.components.get(revealed.componentId);
    if (scene !== undefined && component !== undefined) {
      const extent = { x: component.x - 400, y: component.y - 250, width: 800, height: 500 };
      onView(scene.fit(extent));
    }
  }, [scene, revealed, onView, models]);
}

/** The drawing of Operate mode with what floats on it: zoom and legend. A click on a read-out opens its trend. */
export function OperateDrawing({ onTrend }: { readonly onTrend: (sensorId: SensorId) => void }): ReactElement {
  const { models } = useApp();
  const host = useRef<HTMLDivElement>(null);
  const scene = useScene(host);
  const { zoom, onView, onFit } = useViewing(host, scene);
  useSceneContent(scene, { onView, onFit });
  useSceneValues(scene);
  const openTrendOf = (id: ComponentId): void => {
    const { model } = models.store.getState();
    const bindings = model === undefined ? [] : bindingsOf(model, id);
    const shown = bindings.find(({ slot }) => slot === 'value') ?? bindings[0];
    if (shown !== undefined) {
      onTrend(shown.sensorId);
    }
  };
  useDrawingPointer(host, { scene, onView, onReadout: openTrendOf });
  const zoomBy = (factor: number): void => {
    const box = host.current?.getBoundingClientRect();
    if (scene !== undefined && box !== undefined) {
      onView(zoomedAbout(scene.view(), factor, { x: box.width / 2, y: box.height / 2 }));
    }
  };
  return (
    <>
      <div ref={host} className={styles.host} tabIndex={0} role="img" aria-label="Drawing" data-testid="drawing" />
      <div className={styles.zoom}>
        <IconButton icon="minus" label="Zoom the drawing out" onClick={() => zoomBy(1 / zoomStep)} />
        <span className={styles.zoomPercent}>{`${Math.round(zoom * 100)} %`}</span>
        <IconButton icon="plus" label="Zoom the drawing in" onClick={() => zoomBy(zoomStep)} />
        <IconButton icon="fit" label="Show the whole sheet" onClick={onFit} />
      </div>
      <DrawingLegend />
    </>
  );
}
