import { useViewport } from '@xyflow/react';
import { type ReactElement, useMemo } from 'react';
import type { Point } from '../../../shared/model/plantModel';
import type { Extent } from '../../../shared/symbols/symbolClass';
import { useModel, useSession } from '../../state/appContext';
import { useEditor, useEditorState } from '../editorContext';
import styles from './DrawingArea.module.css';
import { GuideLines } from './GuideLines';
import { PipePreview } from './PipePreview';
import { PlacingGhost } from './PlacingGhost';
import { SelectedLines } from './SelectedLines';
import { SelectionBox } from './SelectionBox';

/** Sheet to screen, for what is drawn over the scene at its own stroke widths. */
export interface OverlayView {
  readonly zoom: number;
  readonly place: (point: Point) => Point;
  readonly box: (extent: Extent) => Extent;
}

function useOverlayView(): OverlayView {
  const { x, y, zoom } = useViewport();
  return useMemo(() => {
    const place = (point: Point): Point => ({ x: point.x * zoom + x, y: point.y * zoom + y });
    const box = (extent: Extent): Extent => ({
      ...place(extent),
      width: extent.width * zoom,
      height: extent.height * zoom,
    });
    return { zoom, place, box };
  }, [x, y, zoom]);
}

/** A polyline as an SVG path. */
export function pathOf(points: readonly Point[], view: OverlayView): string {
  return points
    .map((point, index) => {
      const { x, y } = view.place(point);
      return `${index === 0 ? 'M' : 'L'}${x} ${y}`;
    })
    .join('');
}

function NearPorts({ view }: { readonly view: OverlayView }): ReactElement {
  const ports = useEditorState((state) => state.nearPorts);
  const [nearest] = ports;
  const ring = nearest === undefined ? undefined : view.place(nearest.port);
  return (
    <g>
      {ports.map(({ end, port }) => {
        const { x, y } = view.place(port);
        return <circle key={`${end.componentId}/${end.port}`} className={styles.port} cx={x} cy={y} r={4} />;
      })}
      {ring === undefined ? null : (
        <circle className={styles.portRing} cx={ring.x} cy={ring.y} r={9} data-testid="nearest-port" />
      )}
    </g>
  );
}

/** The keyboard's ring, and the component that a carried sensor would be bound to. */
function ComponentRings({ view }: { readonly view: OverlayView }): ReactElement {
  const editor = useEditor();
  const focusId = useEditorState((state) => state.focusId);
  const targetId = useEditorState((state) => state.bindTargetId);
  const geometry = editor.onShow()?.geometry;
  const focused = focusId === undefined ? undefined : geometry?.components.get(focusId);
  const target = targetId === undefined ? undefined : geometry?.components.get(targetId);
  const around = (extent: Extent, margin: number): Extent => {
    const box = view.box(extent);
    return { x: box.x - margin, y: box.y - margin, width: box.width + margin * 2, height: box.height + margin * 2 };
  };
  return (
    <>
      {focused === undefined ? null : <rect className={styles.focusRing} {...around(focused.body, 6)} rx={4} />}
      {target === undefined ? null : <rect className={styles.bindTarget} {...around(target.body, 4)} rx={4} />}
    </>
  );
}

/** What lies over the drawing: selection, guides, ports, the pipe and the symbol on the pointer. */
export function Overlay(): ReactElement {
  const view = useOverlayView();
  // The places are read from the geometry, which follows these.
  useModel((state) => state.model);
  useSession((state) => state.sheetId);
  return (
    <svg className={styles.overlay} aria-hidden="true">
      <ComponentRings view={view} />
      <SelectedLines view={view} />
      <SelectionBox view={view} />
      <GuideLines view={view} />
      <PipePreview view={view} />
      <NearPorts view={view} />
      <PlacingGhost view={view} />
    </svg>
  );
}
