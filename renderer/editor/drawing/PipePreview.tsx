import type { ReactElement } from 'react';
import { useEditor, useEditorState } from '../editorContext';
import { legMiddles } from '../pipes/movedLeg';
import { pipeRouteOf } from '../pipes/pipeRoute';
import styles from './DrawingArea.module.css';
import { type OverlayView, pathOf } from './Overlay';

/** The pipe that is being drawn, dashed, with what it begins and would end on. */
export function PipePreview({ view }: { readonly view: OverlayView }): ReactElement | null {
  const editor = useEditor();
  const pipe = useEditorState((state) => state.pipe);
  const geometry = editor.onShow()?.geometry;
  if (pipe === undefined || geometry === undefined) {
    return null;
  }
  const { points } = pipeRouteOf(geometry, pipe);
  const start = view.place(pipe.from.at);
  const end = pipe.target === undefined ? undefined : view.place(pipe.target.at);
  const path = pathOf(points, view);
  return (
    <g data-testid="pipe-preview">
      <path className={styles.halo} d={path} />
      <path className={styles.route} d={path} />
      {legMiddles(points).map((middle, leg) => {
        const { x, y } = view.place(middle);
        return <circle key={leg} className={styles.handle} cx={x} cy={y} r={4} />;
      })}
      <circle className={styles.dot} cx={start.x} cy={start.y} r={5} />
      {end === undefined ? null : <circle className={styles.portRing} cx={end.x} cy={end.y} r={9} />}
      {end === undefined ? null : <circle className={styles.dot} cx={end.x} cy={end.y} r={4} />}
    </g>
  );
}
