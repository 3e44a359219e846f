import { type ReactElement, useCallback, useRef, useState } from 'react';
import { IconButton } from '../../components/IconButton';
import type { SceneView } from '../../schematic/scene';
import { useReview } from './reviewContext';
import styles from './ReviewScreen.module.css';
import { useReviewContent, useReviewScene, useReviewView } from './useReviewDrawing';
import { useReviewPointer, zoomedAt } from './useReviewPointer';

const zoomStep = 1.25;

/** The sheet with whose is what laid over it. */
export function ReviewDrawing(): ReactElement {
  const review = useReview();
  const host = useRef<HTMLDivElement>(null);
  const scene = useReviewScene(host);
  const [shownView, setShownView] = useState<SceneView>({ x: 0, y: 0, zoom: 1 });
  const onView = useCallback(
    (view: SceneView) => {
      scene?.setView(view);
      setShownView(view);
    },
    [scene],
  );
  const sources = useReviewContent(scene);
  useReviewView(host, scene, { sources, onView });
  useReviewPointer(host, { review, scene, onView });
  const zoomBy = (factor: number): void => {
    if (scene !== undefined && host.current !== null) {
      const middle = { x: host.current.clientWidth / 2, y: host.current.clientHeight / 2 };
      onView(zoomedAt(scene.view(), factor, middle));
    }
  };
  return (
    <div className={styles.drawing}>
      <div
        ref={host}
        className={styles.scene}
        role="img"
        aria-label="Drawing with both sides"
        data-testid="drawing"
        data-view={`${shownView.x} ${shownView.y} ${shownView.zoom}`}
      />
      <div className={styles.zoom} role="group" aria-label="Zoom">
        <IconButton icon="minus" label="Zoom the drawing out" onClick={() => zoomBy(1 / zoomStep)} />
        <span>{Math.round(shownView.zoom * 100)} %</span>
        <IconButton icon="plus" label="Zoom the drawing in" onClick={() => zoomBy(zoomStep)} />
        <IconButton
          icon="fit"
          label="Show the whole sheet"
          onClick={() => (scene === undefined ? undefined : onView(scene.fit()))}
        />
      </div>
    </div>
  );
}
