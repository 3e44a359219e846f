import { type ReactElement, useEffect, useState } from 'react';
import { assertNever } from '../../shared/lib/assertNever';
import type { AreaId } from '../../shared/model/ids';
import { ResizeEdge } from '../components/ResizeEdge';
import { useModel, useSession } from '../state/appContext';
import { SlotMenu } from './binding/SlotMenu';
import { ChecksDialog } from './checks/ChecksDialog';
import { DrawingArea } from './drawing/DrawingArea';
import type { Editor } from './editor';
import { EditorContext, useEditorState } from './editorContext';
import { followOverlays } from './followOverlays';
import { Inspector } from './inspector/Inspector';
import styles from './ModelScreen.module.css';
import { ModelStatus } from './ModelStatus';
import { SymbolPalette } from './palette/SymbolPalette';
import { SensorDialog } from './sensors/SensorDialog';
import { SensorsDock } from './sensors/SensorsDock';
import { AreaMenu } from './sheets/AreaMenu';
import { DeleteSheetDialog } from './sheets/DeleteSheetDialog';
import { FreezeDialog, ReleaseDialog } from './sheets/FreezeDialog';
import { FrozenNotice } from './sheets/FrozenNotice';
import { SheetsTree } from './sheets/SheetsTree';
import { ToolBar } from './toolbar/ToolBar';

// design.md section 2.
const leftLimits = { least: 220, most: 400, usual: 264 };
const rightLimits = { least: 280, most: 480, usual: 320 };
const dockLimits = { least: 160, most: 480, usual: 264 };

function AreaDialog(props: { readonly kind: 'freeze' | 'release'; readonly areaId: AreaId }): ReactElement | null {
  const area = useModel((state) => state.model?.areas.get(props.areaId));
  if (area === undefined) {
    return null;
  }
  return props.kind === 'freeze' ? <FreezeDialog area={area} /> : <ReleaseDialog area={area} />;
}

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
    case 'freeze':
    case 'release':
      return <AreaDialog kind={dialog.kind} areaId={dialog.areaId} />;
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

/** What Model mode takes. */
export interface ModelScreenProps {
  readonly editor: Editor;
  /** Stands in the place of the inspector. */
  readonly panel?: ReactElement | undefined;
}

/** Model mode: tools, sheets and symbols, the drawing, the inspector, the sensors, the status line. */
export function ModelScreen({ editor, panel }: ModelScreenProps): ReactElement {
  const panelOpen = useSession((state) => state.panelOpen);
  const dockOpen = useSession((state) => state.dockOpen);
  const [sizes, setSizes] = useState({ left: leftLimits.usual, right: rightLimits.usual, dock: dockLimits.usual });
  const { app, store } = editor;
  useEffect(() => followOverlays(app.models.store, store), [app, store]);
  return (
    <EditorContext value={editor}>
      <main className={styles.screen} data-mode="model">
        <ToolBar />
        <div className={styles.body}>
          <div className={styles.left} style={{ width: sizes.left }}>
            <SheetsTree />
            <SymbolPalette />
            <ResizeEdge
              label="Width of sheets and symbols"
              side="right"
              sizePx={sizes.left}
              limits={leftLimits}
              onSize={(left) => setSizes({ ...sizes, left })}
            />
          </div>
          <div className={styles.middle}>
            <FrozenNotice />
            <DrawingArea />
            {dockOpen ? (
              <div className={styles.dock} style={{ height: sizes.dock }}>
                <SensorsDock />
                <ResizeEdge
                  label="Height of the sensors"
                  side="top"
                  sizePx={sizes.dock}
                  limits={dockLimits}
                  onSize={(dock) => setSizes({ ...sizes, dock })}
                />
              </div>
            ) : null}
          </div>
          {panelOpen ? (
            <div className={styles.right} style={{ width: sizes.right }}>
              {panel ?? <Inspector />}
              <ResizeEdge
                label="Width of the inspector"
                side="left"
                sizePx={sizes.right}
                limits={rightLimits}
                onSize={(right) => setSizes({ ...sizes, right })}
              />
            </div>
          ) : null}
        </div>
        <ModelStatus />
        <OpenDialog />
        <SlotMenu />
        <AreaMenu />
        <Announcement />
      </main>
    </EditorContext>
  );
}
