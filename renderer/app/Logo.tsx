import type { ReactElement } from 'react';

/** The sign of the program: a sight glass in a pipe. */
export function Logo({ size = 24 }: { readonly size?: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth={2} aria-hidden>
      <path d="M1 12h5M18 12h5" />
      <circle cx="12" cy="12" r="6.5" />
      <path d="M7.5 14.5c2-1.5 3-1.5 4.5 0s2.5 1.5 4.5 0" strokeWidth={1.5} />
    </svg>
  );
}
