import type { ReactElement } from 'react';
import { PopupMenu, PopupMenuItem } from '../../components/PopupMenu';
import { useModel } from '../../state/appContext';
import { useFreezes } from '../../state/freezeStore';
import { freezeRefusal } from '../../state/freezeWords';
import { useSyncStatus } from '../../state/syncStore';
import { useEditor, useEditorState } from '../editorContext';

/** What can be done with an area, at the pointer. */
export function AreaMenu(): ReactElement | null {
  const { store, edits } = useEditor();
  const open = useEditorState((state) => state.areaMenu);
  const area = useModel((state) => (open === undefined ? undefined : state.model?.areas.get(open.areaId)));
  const isFrozen = useFreezes()?.has(open?.areaId ?? '') === true;
  const status = useSyncStatus();
  if (open === undefined || area === undefined) {
    return null;
  }
  const isShared = status !== undefined && status.phase !== 'local';
  const close = (): void => store.setState({ areaMenu: undefined });
  const choose = (work: () => void) => (): void => {
    close();
    work();
  };
  const freeze = (): void => store.setState({ dialog: { kind: isFrozen ? 'release' : 'freeze', areaId: area.id } });
  return (
    <PopupMenu label={`Area ${area.name}`} at={open} rowCount={isShared ? 3 : 2} onClose={close}>
      {isShared ? (
        <PopupMenuItem onChoose={choose(freeze)} unavailable={freezeRefusal(status)}>
          {isFrozen ? 'Release area…' : 'Freeze area…'}
        </PopupMenuItem>
      ) : null}
      <PopupMenuItem onChoose={choose(() => store.setState({ renamingSheet: area.id }))}>Rename area</PopupMenuItem>
      <PopupMenuItem onChoose={choose(() => edits.removeArea(area.id))}>Delete area, keep its sheets</PopupMenuItem>
    </PopupMenu>
  );
}
