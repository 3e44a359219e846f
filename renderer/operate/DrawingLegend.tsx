import type { ReactElement } from 'react';
import styles from './OperateMode.module.css';

function Line({ flowing }: { readonly flowing: boolean }): ReactElement {
  return (
    <svg width="26" height="10" aria-hidden="true">
      <path d="M0 5H26" stroke={flowing ? 'var(--pipe)' : 'var(--pipe-idle)'} strokeWidth={flowing ? 3 : 4} />
      {flowing ? null : <path d="M0 5H26" stroke="var(--canvas)" strokeWidth="1.5" />}
    </svg>
  );
}

function Dot({ on }: { readonly on: boolean }): ReactElement {
  return (
    <svg width="14" height="14" aria-hidden="true">
      <circle
        cx="7"
        cy="7"
        r="5.5"
        fill={on ? 'var(--fill-on)' : 'var(--fill-off)'}
        stroke="var(--eq)"
        strokeWidth="1.5"
      />
    </svg>
  );
}

/** What bright, dark, solid and hollow mean on the drawing. */
export function DrawingLegend(): ReactElement {
  return (
    <div className={styles.legend}>
      <span>
        <Line flowing />
        Flow
      </span>
      <span>
        <Line flowing={false} />
        No flow
      </span>
      <span>
        <Dot on />
        Running, open
      </span>
      <span>
        <Dot on={false} />
        Stopped, closed
      </span>
    </div>
  );
}
