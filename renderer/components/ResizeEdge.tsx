import type { KeyboardEvent, PointerEvent as ReactPointerEvent, ReactElement } from 'react';
import styles from './ResizeEdge.module.css';

/** What an edge that sizes a panel takes. */
export interface ResizeEdgeProps {
  /** What is sized, for screen readers: `Width of the inspector`. */
  readonly label: string;
  /** The side of the panel on which the edge lies. */
  readonly side: 'left' | 'right' | 'top';
  readonly sizePx: number;
  readonly limits: { readonly least: number; readonly most: number; readonly usual: number };
  readonly onSize: (sizePx: number) => void;
}

const keySteps: Readonly<Record<string, number>> = { ArrowLeft: -16, ArrowUp: -16, ArrowRight: 16, ArrowDown: 16 };

/** The edge of a panel: drag it to size, double-click it for the usual size; arrow keys while it has the focus. */
export function ResizeEdge({ label, side, sizePx, limits, onSize }: ResizeEdgeProps): ReactElement {
  const set = (wanted: number): void => onSize(Math.round(Math.min(limits.most, Math.max(limits.least, wanted))));
  // A panel at the right or at the foot grows as its edge moves back.
  const sign = side === 'right' ? 1 : -1;
  const onPointerDown = (start: ReactPointerEvent<HTMLElement>): void => {
    start.preventDefault();
    const onMove = (event: PointerEvent): void => {
      const way = side === 'top' ? event.clientY - start.clientY : event.clientX - start.clientX;
      set(sizePx + sign * way);
    };
    const stop = (): void => {
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('pointerup', stop);
    };
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', stop);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = keySteps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      set(sizePx + sign * step);
    }
  };
  return (
    <div
      className={`${styles.edge} ${styles[side]}`}
      role="separator"
      aria-label={label}
      aria-orientation={side === 'top' ? 'horizontal' : 'vertical'}
      aria-valuenow={sizePx}
      aria-valuemin={limits.least}
      aria-valuemax={limits.most}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onDoubleClick={() => set(limits.usual)}
      onKeyDown={onKeyDown}
    />
  );
}
