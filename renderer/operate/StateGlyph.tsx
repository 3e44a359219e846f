import type { ReactElement } from 'react';
import { valueState, type ValueState } from '../../shared/history/valueState';

const clock = (
  <>
    <circle r="5" />
    <path d="M0 -2.6V0L2 1.6" />
  </>
);

const drawings: Readonly<Record<ValueState, ReactElement | null>> = {
  [valueState.measured]: null,
  [valueState.held]: clock,
  [valueState.stale]: (
    <>
      {clock}
      <path d="M-6 6L6 -6" />
    </>
  ),
  [valueState.noData]: <circle r="5" strokeDasharray="2.6 2" />,
  [valueState.bad]: (
    <>
      <rect x="-5.5" y="-5.5" width="11" height="11" />
      <path d="M-3 -3L3 3M3 -3L-3 3" />
    </>
  ),
  [valueState.approximate]: (
    <path d="M-5 -1.5C-3 -4.5 -1 -3.5 0 -2.2S3 .2 5 -2.6M-5 3.2C-3 .2 -1 1.2 0 2.5S3 4.9 5 2.1" />
  ),
};

/** The sign of a state, as on the plates. A measured value has none. */
export function StateGlyph({ state }: { readonly state: ValueState }): ReactElement | null {
  const drawing = drawings[state];
  return drawing === null ? null : (
    <svg
      width={12}
      height={12}
      viewBox="-7 -7 14 14"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.3}
      aria-hidden="true"
    >
      {drawing}
    </svg>
  );
}
