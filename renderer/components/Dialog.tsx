import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import styles from './controls.module.css';

/** What a dialog takes. */
export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Right-aligned below a line, the main action last. */
  readonly buttons: ReactNode;
}

/** A modal dialog: keeps the focus, closes on Escape, gives the focus back. */
export function Dialog({ title, onClose, children, buttons }: DialogProps): ReactElement {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      className={styles.dialog}
      aria-label={title}
      onKeyDown={(event) => event.stopPropagation()}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={(event) => {
        const { currentTarget: dialog } = event;
        if (event.target !== dialog || dialog.open) {
          return;
        }
        // The browser closes a dialog by itself when Escape is pressed again and again: whoever keeps it open shows it.
        onClose();
        queueMicrotask(() => (dialog.isConnected && !dialog.open ? dialog.showModal() : undefined));
      }}
    >
      <h2 className={styles.dialogTitle}>{title}</h2>
      <div className={styles.dialogBody}>{children}</div>
      <div className={styles.dialogButtons}>{buttons}</div>
    </dialog>
  );
}
