import type { ReactElement } from 'react';
import { componentsOnSheet } from '../../../shared/model/modelIndex';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { useEditor } from '../editorContext';

/** Asks before a sheet goes with what is on it. */
export function DeleteSheetDialog(): ReactElement | null {
  const editor = useEditor();
  const shown = editor.onShow();
  const sheet = shown?.model.sheets.get(shown.sheetId);
  const close = (): void => editor.store.setState({ dialog: undefined });
  if (shown === undefined || sheet === undefined) {
    return null;
  }
  const count = componentsOnSheet(shown.model, sheet.id).length;
  return (
    <Dialog
      title={`Delete ${sheet.name}?`}
      onClose={close}
      buttons={
        <>
          <Button onClick={close}>Keep the sheet</Button>
          <Button
            look="main"
            onClick={() => {
              close();
              editor.deleteSheetOnShow();
            }}
          >
            Delete the sheet
          </Button>
        </>
      }
    >
      <p>
        {count === 1 ? '1 component goes' : `${count} components go`} with it, with their lines and bindings. Undo
        brings them back.
      </p>
    </Dialog>
  );
}
