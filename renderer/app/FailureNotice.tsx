import { type ReactElement, useEffect, useRef } from 'react';
import { explainError } from '../../shared/lib/appError';
import { Icon } from '../components/Icon';
import { IconButton } from '../components/IconButton';
import { useApp, useModel } from '../state/appContext';
import styles from './FailureNotice.module.css';

/** More than these are counted. */
const mostSentences = 3;

function keptWords(kept: readonly string[]): string {
  const more = kept.length - mostSentences;
  return [...kept.slice(0, mostSentences), ...(more > 0 ? [`And ${more} more.`] : [])].join(' ');
}

/**
 * Why the last edit was refused or could not be saved, and what an undo left as it is, until it is closed or the next
 * gesture.
 */
export function FailureNotice(): ReactElement | null {
  const { models } = useApp();
  const failure = useModel((state) => state.failure);
  const kept = useModel((state) => state.kept);
  const notice = useRef<HTMLDivElement>(null);
  // In the top layer, so that an open dialog does not hide why its edit was refused.
  useEffect(() => {
    const element = notice.current;
    element?.showPopover();
    return () => element?.hidePopover();
  }, [failure, kept]);
  const words = failure === undefined ? keptWords(kept) : explainError(failure);
  if (words === '' || failure?.code === 'cancelled') {
    return null;
  }
  return (
    <div ref={notice} popover="manual" className={styles.notice} role="alert">
      <Icon name="warning" />
      <span>{words}</span>
      <IconButton icon="close" label="Close" onClick={() => models.store.setState({ failure: undefined, kept: [] })} />
    </div>
  );
}
