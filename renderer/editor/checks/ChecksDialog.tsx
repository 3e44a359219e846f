import type { ReactElement } from 'react';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { Icon } from '../../components/Icon';
import { reveal } from '../../state/sessionStore';
import { useEditor } from '../editorContext';
import styles from './ChecksDialog.module.css';
import { useSheetFindings } from './useSheetFindings';

/** What the check of the sheet has found; a click shows the place. */
export function ChecksDialog(): ReactElement {
  const editor = useEditor();
  const findings = useSheetFindings();
  const close = (): void => editor.store.setState({ dialog: undefined });
  const show = (componentId: (typeof findings)[number]['componentId']): void => {
    const component = editor.onShow()?.model.components.get(componentId);
    close();
    if (component !== undefined) {
      reveal(editor.app.session, component.sheetId, component.id);
    }
  };
  return (
    <Dialog title="Check of this sheet" onClose={close} buttons={<Button onClick={close}>Close</Button>}>
      {findings.length === 0 ? (
        <p className={styles.none}>Nothing to look at. Every end is connected and every instrument has its sensor.</p>
      ) : (
        <div className={styles.list}>
          {findings.map((finding) => (
            <button
              key={`${finding.kind} ${finding.words}${finding.componentId}`}
              type="button"
              className={styles.finding}
              onClick={() => show(finding.componentId)}
            >
              <Icon name="warning" size={14} />
              <span>{finding.words}</span>
            </button>
          ))}
        </div>
      )}
    </Dialog>
  );
}
