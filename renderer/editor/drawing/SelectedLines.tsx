import type { ReactElement } from 'react';
import type { ConnectionId } from '../../../shared/model/ids';
import type { Point } from '../../../shared/model/plantModel';
import { useSession } from '../../state/appContext';
import { useEditor, useEditorState } from '../editorContext';
import { legMiddles, movedLeg } from '../pipes/movedLeg';
import { bendsOf } from '../pipes/pipeRoute';
import styles from './DrawingArea.module.css';
import { type OverlayView, pathOf } from './Overlay';
import { gridOf } from './placing';
import { mostInnerBoxes } from './SelectionBox';

/** Legs shorter than this on the screen have no handle. */
const shortestLegPx = 24;

function useLegDrag(view: OverlayView) {
  const editor = useEditor();
  return (connectionId: ConnectionId, points: readonly Point[], leg: number) => (start: React.PointerEvent) => {
    start.preventDefault();
    start.stopPropagation();
    const moved = (event: PointerEvent): readonly Point[] => {
      const grid = gridOf(editor) || 1;
      const along = (px: number): number => Math.round(px / view.zoom / grid) * grid;
      return movedLeg(points, leg, {
        x: along(event.clientX - start.clientX),
        y: along(event.clientY - start.clientY),
      });
    };
    const onMove = (event: PointerEvent): void =>
      editor.store.setState({ legDrag: { connectionId, points: moved(event) } });
    const onUp = (): void => {
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('pointerup', onUp);
      const { legDrag } = editor.store.getState();
      editor.store.setState({ legDrag: undefined });
      if (legDrag !== undefined) {
        editor.edits.setConnections([connectionId], { route: bendsOf(legDrag.points) });
      }
    };
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', onUp);
  };
}

/** The selected pipes and signal lines; a single one has a handle on every leg. */
export function SelectedLines({ view }: { readonly view: OverlayView }): ReactElement {
  const editor = useEditor();
  const selected = useSession((state) => state.selection.connections);
  const legDrag = useEditorState((state) => state.legDrag);
  const beginLegDrag = useLegDrag(view);
  const geometry = editor.onShow()?.geometry;
  const lines =
    geometry === undefined || selected.size > mostInnerBoxes
      ? []
      : [...selected].flatMap((id) => geometry.lines.get(id) ?? []);
  const [only] = lines.length === 1 ? lines : [];
  const legs = only === undefined || legDrag !== undefined ? [] : legMiddles(only.points);
  return (
    <g>
      {lines.map(({ connection, points }) => {
        const shown = legDrag?.connectionId === connection.id ? legDrag.points : points;
        return (
          <g key={connection.id}>
            <path className={styles.halo} d={pathOf(shown, view)} />
            <path className={styles.line} d={pathOf(shown, view)} />
          </g>
        );
      })}
      {only === undefined
        ? null
        : legs.map((middle, leg) => {
            const [start, end] = [only.points[leg], only.points[leg + 1]];
            const length =
              start === undefined || end === undefined
                ? 0
                : (Math.abs(end.x - start.x) + Math.abs(end.y - start.y)) * view.zoom;
            const { x, y } = view.place(middle);
            return length < shortestLegPx ? null : (
              <circle
                key={leg}
                className={styles.legHandle}
                cx={x}
                cy={y}
                r={5}
                data-testid={`leg-${leg}`}
                onPointerDown={beginLegDrag(only.connection.id, only.points, leg)}
              />
            );
          })}
    </g>
  );
}
