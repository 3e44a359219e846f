import type { NodeProps } from '@xyflow/react';
import { memo, type ReactElement } from 'react';
import styles from './DrawingArea.module.css';
import type { ComponentNode } from './flowNodes';

/** A component as the interaction layer has it: nothing to see, all of the symbol's extent to grab. */
export const ComponentNodeView = memo(function ComponentNodeView({ data }: NodeProps<ComponentNode>): ReactElement {
  return (
    <div className={styles.node} data-tag={data.tag} role="img" aria-label={`${data.tag} ${data.symbolTitle}`.trim()} />
  );
});
