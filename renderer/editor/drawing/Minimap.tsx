import { useViewport } from '@xyflow/react';
import { type PointerEvent as ReactPointerEvent, type ReactElement, useEffect, useRef } from 'react';
import { unite } from '../../../shared/schematic/extents';
import type { Extent } from '../../../shared/symbols/symbolClass';
import { useModel, useSession } from '../../state/appContext';
import { useEditor, useEditorState } from '../editorContext';
import styles from './DrawingArea.module.css';
import { type DrawingSurface, viewExtent } from './surface';

const width = 168;
const height = 112;
const marginPx = 6;

interface MapScale {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

function scaleFor(bounds: Extent): MapScale {
  const scale = Math.min((width - marginPx * 2) / bounds.width, (height - marginPx * 2) / bounds.height);
  return {
    scale,
    x: (width - bounds.width * scale) / 2 - bounds.x * scale,
    y: (height - bounds.height * scale) / 2 - bounds.y * scale,
  };
}

function paint(canvas: HTMLCanvasElement, map: MapScale, boxes: Iterable<Extent>): void {
  const context = canvas.getContext('2d');
  if (context === null) {
    return;
  }
  const ratio = window.devicePixelRatio;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  context.scale(ratio, ratio);
  context.fillStyle = getComputedStyle(canvas).color;
  for (const box of boxes) {
    context.fillRect(
      box.x * map.scale + map.x,
      box.y * map.scale + map.y,
      Math.max(1.5, box.width * map.scale),
      Math.max(1.5, box.height * map.scale),
    );
  }
}

/** The whole sheet in small, with the part in view; press or drag to go there. */
export function Minimap({ surface }: { readonly surface: DrawingSurface }): ReactElement | null {
  const editor = useEditor();
  const choice = useEditorState((state) => state.minimap);
  const isOpen = choice !== 'hidden';
  const theme = useSession((state) => state.theme);
  const model = useModel((state) => state.model);
  const sheetId = useSession((state) => state.sheetId);
  const { zoom } = useViewport();
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = model === undefined || sheetId === undefined ? undefined : editor.onShow();
  const sheet = shown?.model.sheets.get(shown.sheetId);
  const bounds = shown?.geometry.bounds();
  const page: Extent = { x: 0, y: 0, width: sheet?.width ?? 1_600, height: sheet?.height ?? 1_000 };
  const map = scaleFor(bounds === undefined ? page : unite(page, bounds));
  useEffect(() => {
    if (canvas.current !== null && shown !== undefined) {
      paint(
        canvas.current,
        map,
        [...shown.geometry.components.values()].map(({ body }) => body),
      );
    }
    // The scale follows from the sheet and its content.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shown, theme, isOpen]);
  if (!isOpen || shown === undefined) {
    return null;
  }
  const view = viewExtent(surface);
  const go = (event: ReactPointerEvent<HTMLElement>): void => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const x = (event.clientX - left - map.x) / map.scale;
    const y = (event.clientY - top - map.y) / map.scale;
    editor.viewport()?.set({
      x: surface.element.clientWidth / 2 - x * zoom,
      y: surface.element.clientHeight / 2 - y * zoom,
      zoom,
    });
  };
  return (
    <div
      className={styles.minimap}
      data-choice={choice}
      role="img"
      aria-label="The whole sheet in small"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => (event.buttons === 1 ? go(event) : undefined)}
    >
      <canvas ref={canvas} style={{ width, height, position: 'absolute', inset: 0, color: 'var(--pipe-2)' }} />
      <svg width={width} height={height} style={{ position: 'absolute', inset: 0 }} aria-hidden="true">
        <rect
          className={styles.selection}
          x={view.x * map.scale + map.x}
          y={view.y * map.scale + map.y}
          width={view.width * map.scale}
          height={view.height * map.scale}
        />
      </svg>
    </div>
  );
}
