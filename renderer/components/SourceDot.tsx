import type { ReactElement } from 'react';
import type { SourceStatus } from '../../shared/contract/sourceCalls';

/** How a data source is doing, by shape: hollow not asked, half asking, full answering, crossed failing. Decorative. */
export function SourceDot({ phase }: { readonly phase: SourceStatus['phase'] }): ReactElement {
  return (
    <svg width={12} height={12} viewBox="0 0 12 12" aria-hidden="true" style={{ display: 'block', flex: 'none' }}>
      <circle
        cx={6}
        cy={6}
        r={4.25}
        fill={phase === 'ok' ? 'var(--ink-1)' : 'none'}
        stroke={phase === 'idle' ? 'var(--line-3)' : 'var(--ink-1)'}
        strokeWidth={1.5}
      />
      {phase === 'connecting' ? <path d="M6 1.75a4.25 4.25 0 0 1 0 8.5z" fill="var(--ink-1)" /> : null}
      {phase === 'failing' ? (
        <path d="M4.25 4.25l3.5 3.5M7.750 4.250l-3.5 3.5" stroke="var(--ink-1)" strokeWidth={1.5} />
      ) : null}
    </svg>
  );
}
