import type { ReactElement } from 'react';
import { unite } from '../../../shared/schematic/extents';
import type { Extent } from '../../../shared/symbols/symbolClass';
import { useSession } from '../../state/appContext';
import { commandOf } from '../commands/commandOf';
import { useEditor, useEditorState } from '../editorContext';
import styles from './DrawingArea.module.css';
import type { OverlayView } from './Overlay';

/** Boxes of single components are drawn up to this many; more are told by the scene's own tint. */
export const mostInnerBoxes = 200;

const handlePx = 8;
/** The chip stands clear of a tag below the symbol. */
const chipDistancePx = 26;

function Handles({ box }: { readonly box: Extent }): ReactElement {
  const xs = [box.x, box.x + box.width];
  const ys = [box.y, box.y + box.height];
  return (
    <>
      {xs.flatMap((x) =>
        ys.map((y) => (
          <rect
            key={`${x} ${y}`}
            className={styles.handle}
            x={x - handlePx / 2}
            y={y - handlePx / 2}
            width={handlePx}
            height={handlePx}
          />
        )),
      )}
    </>
  );
}

function TurnHandle({ box }: { readonly box: Extent }): ReactElement {
  const { commands } = useEditor();
  const x = box.x + box.width / 2;
  const y = box.y - 16;
  return (
    <g>
      <path className={styles.line} d={`M${x} ${box.y}V${y + 4}`} />
      <circle
        className={`${styles.handle} ${styles.turn}`}
        cx={x}
        cy={y}
        r={5}
        onClick={() => commandOf(commands, 'component:rotate').run()}
      >
        <title>Rotate (R)</title>
      </circle>
    </g>
  );
}

function Chip({ box, words }: { readonly box: Extent; readonly words: string }): ReactElement {
  const width = Math.max(56, words.length * 6.4 + 20);
  const x = box.x + box.width / 2;
  const y = box.y + box.height + chipDistancePx;
  return (
    <g>
      <rect className={styles.chip} x={x - width / 2} y={y} width={width} height={20} rx={3} />
      <text className={styles.chipText} x={x} y={y + 14}>
        {words}
      </text>
    </g>
  );
}

/** The box of the selection with its handles; around several, one box. */
export function SelectionBox({ view }: { readonly view: OverlayView }): ReactElement | null {
  const editor = useEditor();
  const selected = useSession((state) => state.selection.components);
  const drag = useEditorState((state) => state.drag);
  const renaming = useEditorState((state) => state.renamingId !== undefined);
  const geometry = editor.onShow()?.geometry;
  const placed = geometry === undefined ? [] : [...selected].flatMap((id) => geometry.components.get(id) ?? []);
  const [first] = placed;
  if (first === undefined) {
    return null;
  }
  const shifted = ({ x, y, width, height }: Extent): Extent => ({
    x: x + (drag?.dx ?? 0),
    y: y + (drag?.dy ?? 0),
    width,
    height,
  });
  const margin = 3;
  const around = (extent: Extent): Extent => {
    const box = view.box(shifted(extent));
    return { x: box.x - margin, y: box.y - margin, width: box.width + margin * 2, height: box.height + margin * 2 };
  };
  const box = around(placed.map(({ body }) => body).reduce(unite));
  const size = `${first.body.width} × ${first.body.height}`;
  const words = placed.length > 1 ? `${placed.length} selected` : `${first.component.tag} ${size}`.trim();
  return (
    <g data-testid="selection-box">
      {placed.length > 1 && placed.length <= mostInnerBoxes
        ? placed.map(({ component, body }) => <rect key={component.id} className={styles.inner} {...around(body)} />)
        : null}
      <rect className={styles.selection} {...box} />
      {drag === undefined ? <Handles box={box} /> : null}
      {drag === undefined ? <TurnHandle box={box} /> : null}
      {drag === undefined && !renaming ? <Chip box={box} words={words} /> : null}
    </g>
  );
}
