import { type ReactElement, useEffect, useRef } from 'react';
import { explainError } from '../../shared/lib/appError';
import { Icon } from '../components/Icon';
import { IconButton } from '../components/IconButton';
import { useApp, useModel } from '../state/appContext';
import styles from './FailureNotice.module.css';

/** Why the last edit was refused or could not be saved, until it is closed or an edit goes well. */
export function FailureNotice(): ReactElement | null {
  const { models } = useApp();
  const failure = useModel((state) => state.failure);
  const notice = useRef<HTMLDivElement>(null);
  // In the top layer, so that an open dialog does not hide why its edit was refused.
  useEffect(() => {
    const element = notice.current;
    element?.showPopover();
    return () => element?.hidePopover();
  }, [failure]);
  if (failure === undefined || failure.code === 'cancelled') {
    return null;
  }
  return (
    <div ref={notice} popover="manual" className={styles.notice} role="alert">
      <Icon name="warning" />
      <span>{explainError(failure)}</span>
      <IconButton icon="close" label="Close" onClick={() => models.store.setState({ failure: undefined })} />
    </div>
  );
}
