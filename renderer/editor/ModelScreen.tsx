import type { ReactElement } from 'react';
import { assertNever } from '../../shared/lib/assertNever';
import { useSession } from '../state/appContext';
import { SlotMenu } from './binding/SlotMenu';
import { ChecksDialog } from './checks/ChecksDialog';
import { DrawingArea } from './drawing/DrawingArea';
import type { Editor } from './editor';
import { EditorContext, useEditorState } from './editorContext';
import { Inspector } from './inspector/Inspector';
import styles from './ModelScreen.module.css';
import { ModelStatus } from './ModelStatus';
import { SymbolPalette } from './palette/SymbolPalette';
import { SensorDialog } from './sensors/SensorDialog';
import { SensorsDock } from './sensors/SensorsDock';
import { DeleteSheetDialog } from './sheets/DeleteSheetDialog';
import { SheetsTree } from './sheets/SheetsTree';
import { ToolBar } from './toolbar/ToolBar';

function OpenDialog(): ReactElement | null {
  const dialog = useEditorState((state) => state.dialog);
  if (dialog === undefined) {
    return null;
  }
  switch (dialog.kind) {
    case 'sensor':
      return <SensorDialog sensorIds={dialog.sensorIds} />;
    case 'checks':
      return <ChecksDialog />;
    case 'delete-sheet':
      return <DeleteSheetDialog />;
    default:
      return assertNever(dialog, 'EditorDialog');
  }
}

function Announcement(): ReactElement {
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {useEditorState((state) => state.announcement)}
    </p>
  );
}

/** Model mode: tools, sheets and symbols, the drawing, the inspector, the sensors, the status line. */
export function ModelScreen({ editor }: { readonly editor: Editor }): ReactElement {
  const panelOpen = useSession((state) => state.panelOpen);
  const dockOpen = useSession((state) => state.dockOpen);
  return (
    <EditorContext value={editor}>
      <main className={styles.screen} data-mode="model">
        <ToolBar />
        <div className={styles.body}>
          <div className={styles.left}>
            <SheetsTree />
            <SymbolPalette />
          </div>
          <div className={styles.middle}>
            <DrawingArea />
            {dockOpen ? <SensorsDock /> : null}
          </div>
          {panelOpen ? (
            <div className={styles.right}>
              <Inspector />
            </div>
          ) : null}
        </div>
        <ModelStatus />
        <OpenDialog />
        <SlotMenu />
        <Announcement />
      </main>
    </EditorContext>
  );
}
