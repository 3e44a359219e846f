import { type ReactElement, type RefObject, useEffect, useRef, useState } from 'react';
import type { ComponentId, SensorId } from '../../shared/model/ids';
import { bindingsOf } from '../../shared/model/modelIndex';
import { symbolCatalogue } from '../../shared/symbols/symbolCatalogue';
import { IconButton } from '../components/IconButton';
import { createScene } from '../schematic/createScene';
import type { Scene } from '../schematic/scene';
import { useApp } from '../state/appContext';
import { usePlaybackSession } from '../state/playbackSession';
import { DrawingLegend } from './DrawingLegend';
import { HoverCard, type Hovered } from './HoverCard';
import { zoomedAbout } from '../schematic/zoomedAbout';
import styles from './OperateMode.module.css';
import { useDrawingPointer } from './useDrawingPointer';
import { type DrawingMemory, useSceneContent, useViewing } from './useDrawingView';

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
    return frames.subscribe((frame) => {
      show(frame, true);
      scene.paintEarly();
    });
  }, [scene, frames]);
}

/** What the drawing works with besides what the window shares. */
export interface OperateDrawingProps {
  readonly onTrend: (sensorId: SensorId) => void;
  readonly memory: DrawingMemory;
}

/** The drawing of Operate mode with what floats on it: zoom and legend. A click on a read-out opens its trend. */
export function OperateDrawing({ onTrend, memory }: OperateDrawingProps): ReactElement {
  const { onShow } = useApp();
  const host = useRef<HTMLDivElement>(null);
  const scene = useScene(host);
  const { zoom, onView, onFit, onSheet } = useViewing(host, scene, memory);
  useSceneContent(scene, { onView, onFit, onSheet }, memory);
  useSceneValues(scene);
  const openTrendOf = (id: ComponentId): void => {
    const { model } = onShow.operate.getState();
    const bindings = model === undefined ? [] : bindingsOf(model, id);
    const shown = bindings.find(({ slot }) => slot === 'value') ?? bindings[0];
    if (shown !== undefined) {
      onTrend(shown.sensorId);
    }
  };
  const [hovered, setHovered] = useState<Hovered | undefined>(undefined);
  useDrawingPointer(host, { scene, onView, onReadout: openTrendOf, onHover: setHovered });
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
      {hovered === undefined ? null : (
        <HoverCard
          hovered={hovered}
          room={{ width: host.current?.clientWidth ?? 0, height: host.current?.clientHeight ?? 0 }}
        />
      )}
    </>
  );
}
