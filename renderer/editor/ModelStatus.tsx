import type { ReactElement } from 'react';
import { componentsOnSheet, connectionsOnSheet } from '../../shared/model/modelIndex';
import { counted } from '../../shared/lib/counted';
import { Icon } from '../components/Icon';
import { StatusBar } from '../components/StatusBar';
import { SyncRevisions } from '../components/SyncRevisions';
import { useModel, useSession } from '../state/appContext';
import { sheetsInOrder } from '../state/sheetsInOrder';
import { useSheetFindings } from './checks/useSheetFindings';
import { useEditorState } from './editorContext';

function Kept(): ReactElement {
  const saving = useModel((state) => state.pendingSaves > 0);
  const failed = useModel((state) => state.failure?.code === 'write-failed');
  const words = failed ? 'Not kept: see the message' : saving ? 'Saving' : 'All changes kept on this machine';
  return (
    <span>
      <Icon name={failed ? 'warning' : saving ? 'clock' : 'tick'} size={14} />
      {words}
    </span>
  );
}

function SheetWords(): ReactElement | null {
  const model = useModel((state) => state.model);
  const sheetId = useSession((state) => state.sheetId);
  if (model === undefined || sheetId === undefined) {
    return null;
  }
  const sheets = sheetsInOrder(model);
  const number = sheets.findIndex(({ id }) => id === sheetId) + 1;
  const components = componentsOnSheet(model, sheetId).length;
  const connections = connectionsOnSheet(model, sheetId).length;
  return (
    <span>
      Sheet {number} of {sheets.length}, {counted(components, 'component')}, {counted(connections, 'connection')}
    </span>
  );
}

function Pointer(): ReactElement | null {
  const pointer = useEditorState((state) => state.pointer);
  return pointer === undefined ? null : (
    <span>
      x {pointer.x}, y {pointer.y}
    </span>
  );
}

function Selected(): ReactElement | null {
  const model = useModel((state) => state.model);
  const selection = useSession((state) => state.selection);
  // What was taken back may still be picked out, for when it is done again.
  const components = [...selection.components].filter((id) => model?.components.has(id) === true);
  const connections = [...selection.connections].filter((id) => model?.connections.has(id) === true);
  const count = components.length + connections.length;
  return count === 0 ? null : <span>{count} selected</span>;
}

function OpenEnds(): ReactElement | null {
  const count = useSheetFindings().filter(({ kind }) => kind === 'end-not-connected').length;
  return count === 0 ? null : <span>{`${counted(count, 'end')} not connected`}</span>;
}

/** The status line of Model mode: what is kept, the sheet, the pointer, the selection, open ends. */
export function ModelStatus(): ReactElement {
  return (
    <StatusBar
      left={
        <>
          <Kept />
          <SheetWords />
        </>
      }
      right={
        <>
          <Pointer />
          <Selected />
          <OpenEnds />
          <SyncRevisions />
        </>
      }
    />
  );
}
