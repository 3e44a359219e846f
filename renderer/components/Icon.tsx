import type { ReactElement } from 'react';
import { type IconName, iconDrawings } from './iconDrawings';

/** A 16 px line icon. Decorative: whatever holds it carries the words. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): ReactElement {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flex: 'none', display: 'block' }}
    >
      {iconDrawings[name]}
    </svg>
  );
}
